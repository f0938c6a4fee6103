import { expectAccessible, expectAccessibleEverywhere } from '#tests/e2e/accessibility'
import { misbehave } from '#tests/e2e/outside-world'
import { expect, test } from '#tests/e2e/portal-test'
import { decide, goToGateway, logIn, outcomeHeading, reviewEverything } from '#tests/e2e/steps'

test.use({ allowedComplaints: [/status of 404/] })
test.slow()

const publicPages = [
  '/',
  '/dopis',
  '/prihlaseni',
  '/prihlaseni?chyba=1',
  '/prihlaseni?skoncilo=1',
  '/overit',
  '/pristupnost',
  '/osobni-udaje',
  '/odhlaseno',
  '/navrat/neznama',
  '/tohle-tu-neni',
]

for (const path of publicPages) {
  test(`${path} is accessible on a desk and a phone, by day and by night`, async ({ page }) => {
    await page.goto(path)
    await expectAccessibleEverywhere(page)
  })
}

test('the pages of a citizen are accessible', async ({ page, newCitizen }) => {
  const { fullName } = await newCitizen([{}, { kind: 'pes', dueInDays: -40 }])
  await logIn(page, fullName)
  await expectAccessibleEverywhere(page)
  await page.getByRole('link', { name: /^Podrobnosti: Komunální odpad/ }).click()
  await expect(page.getByRole('heading', { name: 'Zaplatit převodem' })).toBeVisible()
  await expectAccessibleEverywhere(page)
  for (const path of ['/platby', '/ucet']) {
    await page.goto(path)
    await expectAccessibleEverywhere(page)
  }
})

test('the way through a payment is accessible', async ({ page, newCitizen }) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  await expectAccessibleEverywhere(page)
  await reviewEverything(page)
  await expectAccessibleEverywhere(page)
  await goToGateway(page)
  await decide(page, 'Rozhodnout se později')
  await expect(outcomeHeading(page)).toHaveText('Platbu ověřujeme. Neplaťte prosím znovu.')
  await expectAccessibleEverywhere(page)
  await page.getByRole('link', { name: 'Vrátit se na stránku pro platbu' }).click()
  await decide(page, 'Zrušit platbu')
  await expectAccessibleEverywhere(page)
  await page.goto('/prehled')
  await reviewEverything(page)
  const transId = await goToGateway(page)
  await misbehave(transId, { wrongAmount: true })
  await decide(page, 'Zaplatit kartou')
  await expect(outcomeHeading(page)).toContainText('Platbu ověřujeme')
  await expectAccessibleEverywhere(page)
  await misbehave(transId, {})
  await page.reload()
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
  await expectAccessibleEverywhere(page)
  await page.goto('/platby')
  await expectAccessibleEverywhere(page)
})

test('the longest name fits the narrowest phone', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await logIn(page, 'Maximiliána Hradilová-Przybyszewská')
  for (const path of ['/prehled', '/ucet', '/ucet/prirazeni', '/platby']) {
    await page.goto(path)
    await expectAccessibleEverywhere(page)
  }
  await page.goto('/ucet/prirazeni')
  await page.getByRole('button', { name: 'Najít moje poplatky' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
  await expectAccessible(page)
})
