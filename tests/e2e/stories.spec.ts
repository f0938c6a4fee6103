import { importFees } from '#tests/e2e/fees'
import { demoPeople } from '#tests/e2e/people'
import { expect, test } from '#tests/e2e/portal-test'
import { goToGateway, logIn, outcomeHeading, pay, reviewEverything } from '#tests/e2e/steps'

/** The first sentence of everybody in the demonstration, and what else their page must say or must not. */
const stories: Record<string, { sentence: string | RegExp; says?: (string | RegExp)[]; hides?: string[] }> = {
  'Jana Nováková': { sentence: 'Máte vše zaplaceno.', says: ['Započítali jsme převody došlé do'] },
  'Petr Svoboda': { sentence: 'Zbývá zaplatit 900 Kč.', says: ['Nejbližší termín je'] },
  'Marie Dvořáková': {
    sentence: '600 Kč je po splatnosti.',
    says: ['Úřad může poplatek, který nebyl zaplacen včas, zvýšit.'],
  },
  'Tomáš Procházka': {
    sentence: 'Zbývá doplatit 240 Kč.',
    // From June on, what is due next is the fee of the coming year.
    says: [
      /Přišlo nám 660\sKč, což je (loňská částka\. Letos|částka za rok \d{4}\. Za rok \d{4}) poplatek činí 900\sKč\./,
    ],
  },
  'Eva Černá': { sentence: 'Máte vše zaplaceno.', says: ['Máte přeplatek 240 Kč.'] },
  'Lucie Horáková': {
    sentence: 'Zbývá zaplatit 3480 Kč.',
    says: ['Ondřej Horák', 'Anežka Horáková', 'Matěj Horák'],
  },
  'Karel Veselý': {
    // The fine falls due in the middle of February.
    sentence: /^(1500\sKč je po splatnosti|Zbývá zaplatit 22350,50\sKč)\.$/,
    says: ['Předzahrádky U Přemysla, s. r. o.', 'Užívání veřejného prostranství', 'Nájemné', 'Pokuta'],
    hides: ['zvýšit'],
  },
  'Oleksandr Kovalenko': { sentence: 'Zbývá zaplatit 900 Kč.' },
  'Božena Málková': { sentence: 'Zbývá zaplatit 1040 Kč.', says: ['200 Kč', '300 Kč', '540 Kč'] },
  'Martin Kučera': { sentence: '300 Kč je po splatnosti.', says: ['Adéla Kučerová'] },
  'Adéla Kučerová': { sentence: 'Zbývá zaplatit 900 Kč.', hides: ['2024', '300 Kč', 'po splatnosti'] },
  'Maximiliána Hradilová-Przybyszewská': {
    sentence: 'Přihlášení se podařilo, ale zatím nevíme, které poplatky jsou vaše.',
    hides: ['Máte vše zaplaceno'],
  },
  'Josef Marek': {
    sentence: '1980 Kč je po splatnosti.',
    says: ['Celkem zbývá zaplatit 2880 Kč.'],
    hides: ['zvýšit.'],
  },
}

test('every citizen of the demonstration has a sentence here', () => {
  const citizens = demoPeople.filter((person) => person.realm === 'citizen')
  const names = citizens.map((one) => `${one.givenName} ${one.familyName}`)
  // Hana's story changes as she finds her fees: pairing.spec.ts tells it.
  expect(Object.keys(stories)).toEqual(names.filter((name) => name !== 'Hana Benešová'))
})

for (const [name, { sentence, says = [], hides = [] }] of Object.entries(stories)) {
  test(`${name} reads the sentence of their story`, async ({ page }) => {
    // The second file of the demonstration lowers what was paid together with the fee, so no credit remains.
    await logIn(page, name)
    const main = page.getByRole('main')
    await expect(main.getByRole('heading', { level: 1 })).toHaveText(sentence)
    for (const words of says) await expect(main).toContainText(words)
    for (const words of hides) await expect(main).not.toContainText(words)
  })
}

test('the older debt is named before paying the newer fee', async ({ page }) => {
  await logIn(page, 'Josef Marek')
  const choices = page.getByRole('group', { name: 'K zaplacení' }).getByRole('checkbox')
  await expect(choices).toHaveCount(3)
  await choices.nth(0).press('Space')
  await choices.nth(1).press('Space')
  await expect(choices.nth(0)).not.toBeChecked()
  await page.getByRole('button', { name: 'Zkontrolovat a zaplatit 900 Kč' }).click()
  const main = page.getByRole('main')
  await expect(main).toContainText('Část peněz půjde na starší dluh.')
  const lines = main.getByRole('listitem')
  await expect(lines.first()).toContainText(/660\sKč na Komunální odpad \d{4}/)
  await expect(lines.last()).toContainText(/240\sKč na Komunální odpad \d{4}.*pak zbude doplatit 660\sKč\./)
  await expect(page.getByRole('button', { name: 'Zaplatit 900 Kč kartou' })).toBeVisible()
})

test('what was overpaid is told and kept', async ({ page, newCitizen }) => {
  const person = await newCitizen([{ amountKc: 900, paidKc: 900 }])
  await importFees(person, [{ amountKc: 660 }])
  await logIn(page, person.fullName)
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toHaveText('Máte vše zaplaceno.')
  await expect(page.getByRole('heading', { name: 'Máte přeplatek 240 Kč.' })).toBeVisible()
})

test('what is overdue is the first to be paid, all the second', async ({ page }) => {
  await logIn(page, 'Josef Marek')
  const ways = page.getByRole('main').getByRole('link', { name: /^(Zaplatit|Vše) / })
  await expect(ways).toHaveText([
    'Zaplatit jen 1980 Kč po splatnosti',
    'Zaplatit vše, 2880 Kč',
    'Vše převodem nebo QR kódem',
  ])
  await ways.first().click()
  await expect(page.getByRole('button', { name: 'Zaplatit 1980 Kč kartou' })).toBeVisible()
})

test('the fees of a family are told apart by name alone, and print with it', async ({ page }) => {
  await logIn(page, 'Lucie Horáková')
  const choices = await page.getByRole('checkbox').all()
  const details = page.getByRole('link', { name: /^Podrobnosti: / })
  const names = await Promise.all(choices.map((choice) => choice.getAttribute('aria-label')))
  expect(new Set(names).size).toBe(choices.length)
  expect(
    names.filter((name) => /^Komunální odpad \d{4}, Anežka Horáková, 540\sKč$/.test(name ?? '')),
  ).toHaveLength(1)
  await expect(details.filter({ hasText: 'Podrobnosti' })).toHaveCount(choices.length)
  await expect(page.getByRole('link', { name: /^Podrobnosti: .+, Anežka Horáková, 540 Kč$/ })).toHaveCount(1)
  await expect(page.locator('time[datetime]').first()).toHaveAttribute('datetime', /^\d{4}-\d{2}-\d{2}$/)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('banner')).toContainText('Lucie Horáková')
  await expect(page.getByRole('checkbox').first()).toHaveCSS('appearance', 'auto')
})

test('a fee paid late: the outcome says what comes next', async ({ page, newCitizen }) => {
  const { fullName } = await newCitizen([{ dueInDays: -40 }])
  await logIn(page, fullName)
  await pay(page)
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
  const late = 'Peníze přišly po termínu. Úřad vám proto ještě napíše, zda něco doplatit.'
  await expect(page.getByRole('main')).toContainText(late)
  await page.getByRole('link', { name: 'Zpět na přehled' }).click()
  await expect(page.getByRole('main')).toContainText(late)
})

test('the claim of one of several fees is one click away', async ({ page, newCitizen }) => {
  const { fullName } = await newCitizen([{}, { kind: 'pes', amountKc: 600 }])
  await logIn(page, fullName)
  await page.getByRole('link', { name: /^Podrobnosti: Poplatek ze psů/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Poplatek ze psů')
  await expect(page.getByRole('heading', { name: 'Zaplatit převodem' })).toBeVisible()
})

test('the place where one stands is marked in the navigation', async ({ page, newCitizen }) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  const current = page.getByRole('navigation', { name: 'Hlavní' }).locator('[aria-current=page]')
  await expect(current).toHaveText(['Přehled'])
  await page.getByRole('navigation', { name: 'Hlavní' }).getByRole('link', { name: 'Platby' }).click()
  await expect(current).toHaveText(['Platby'])
})

test('paying one of two fees leaves the other', async ({ page, newCitizen }) => {
  const { fullName } = await newCitizen([{}, { kind: 'pes', amountKc: 600 }])
  await logIn(page, fullName)
  await page.getByRole('checkbox', { name: /Komunální odpad/ }).press('Space')
  await page.getByRole('button', { name: 'Zkontrolovat a zaplatit' }).click()
  await goToGateway(page)
  await page.getByRole('button', { name: 'Zaplatit kartou', exact: true }).click()
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
  await page.getByRole('link', { name: 'Zpět na přehled' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Zbývá zaplatit 900 Kč.')
  await reviewEverything(page)
})
