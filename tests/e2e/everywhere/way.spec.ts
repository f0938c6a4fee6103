import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { mailFor } from '#tests/e2e/outside-world'
import { expect, test } from '#tests/e2e/portal-test'
import { chooseIdentity, decide, logIn, outcomeHeading, pay, payByCardButton } from '#tests/e2e/steps'

test('from the home page to a verified confirmation', async ({ page, newCitizen }) => {
  const citizen = await newCitizen([{ amountKc: 900 }, { kind: 'pes', amountKc: 540 }])

  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Máte zaplaceno?')
  const doors = page.getByRole('main').getByRole('heading', { level: 2 }).getByRole('link')
  await expect(doors).toHaveText(['Mám dopis od města', 'Přihlásit se'])
  await page.getByRole('main').getByRole('link', { name: 'Přihlásit se' }).click()
  await page.getByRole('main').getByRole('button', { name: 'Přihlásit se' }).click()

  // Three clicks from the login to the gateway.
  await chooseIdentity(page, citizen.fullName)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Zbývá zaplatit 1440 Kč.')
  await tickAndCount(page)
  await page.getByRole('link', { name: 'Zaplatit 1440 Kč' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Zkontrolujte, co platíte.')
  await expect(page.getByRole('main')).toContainText('Teď se ještě nic neplatí.')
  await expect(page.getByLabel('E-mail pro potvrzení')).toHaveValue(citizen.email)
  await expect(payByCardButton(page)).toHaveText('Zaplatit 1440 Kč kartou')
  await payByCardButton(page).click()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Zaplatit 1 440 Kč')
  await decide(page, 'Zaplatit kartou')
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
  await expect(page.getByRole('main')).toContainText('jsme přijali 1440 Kč.')
  await expect(page.getByRole('main')).toContainText('Potvrzení posíláme na adresu z•••@posta.example.')

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Stáhnout potvrzení (PDF)' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^potvrzeni-\d+\.pdf$/)
  expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe('%PDF-')

  await expect.poll(async () => (await mailFor(citizen.email)).length, { timeout: 20_000 }).toBe(1)
  const [message] = await mailFor(citizen.email)
  expect(message?.subject).toBe('Statutární město Opava: vaši platbu jsme přijali')
  expect(message?.text).not.toContain(citizen.familyName)
  const [, code = ''] = /kódem\s+([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(message?.text ?? '') ?? []

  await page.getByRole('link', { name: 'Ověřit zprávu od města' }).click()
  await page.getByLabel('Kód ze zprávy').fill(code.toLowerCase())
  await page.getByRole('button', { name: 'Ověřit kód' }).click()
  await expect(page.getByRole('status')).toContainText('Zpráva je od nás')

  await page.goto('/prehled')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Máte vše zaplaceno.')

  await page.goto('/ucet')
  const messages = page.locator('section').filter({ hasText: 'Zprávy, které jsme vám poslali' })
  await expect(messages).toContainText('Statutární město Opava: vaši platbu jsme přijali')
  await expect(messages).not.toContainText(citizen.email)
})

/** The sum follows the ticks, by a script or by a button; with nothing ticked one stays on the page and is told so. */
async function tickAndCount(page: Page): Promise<void> {
  const [first, second] = await page.getByRole('checkbox').all()
  const count = page.getByRole('button', { name: 'Spočítat vybrané' })
  const total = page.getByRole('main').getByRole('status')
  await expect(total).toHaveText('Vybráno k zaplacení: 1440 Kč')
  await first?.press('Space')
  const isScripted = !(await count.isVisible())
  if (!isScripted) await count.click()
  await expect(total).toHaveText(/^Vybráno k\szaplacení: (540|900)\sKč$/)
  if (isScripted) {
    await expect(page.getByRole('button', { name: /^Zkontrolovat a\szaplatit (540|900)\sKč$/ })).toBeVisible()
  }
  await second?.press('Space')
  await page.getByRole('button', { name: 'Zkontrolovat a zaplatit' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'Vyberte prosím aspoň jeden poplatek.',
  )
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0)
}

test('a code nobody sent is not ours, and what was typed stays', async ({ page }) => {
  await page.goto('/overit')
  await page.getByLabel('Kód ze zprávy').fill('AAAA-BBBB')
  await page.getByRole('button', { name: 'Ověřit kód' }).click()
  const alert = page.getByRole('main').getByRole('alert')
  await expect(alert).toContainText('Takovou zprávu jsme neposlali')
  await expect(alert).toBeFocused()
  await expect(page.getByLabel('Kód ze zprávy')).toHaveValue('AAAA-BBBB')
})

test('paying by a bank button says that the day comes later', async ({ page, newCitizen }) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  await pay(page, 'Zaplatit bankovním tlačítkem')
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
  await expect(page.getByRole('main')).toContainText('Přijali jsme 900 Kč.')
  await expect(page.getByRole('main')).toContainText(
    'Platba bankovním tlačítkem platí dnem, kdy peníze dojdou',
  )
})
