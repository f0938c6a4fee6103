import { expectAccessible, expectNoSidewaysScroll } from '#tests/e2e/accessibility'
import { misbehave } from '#tests/e2e/outside-world'
import { expect, test } from '#tests/e2e/portal-test'
import { decide, goToGateway, logIn, outcomeHeading, pay, reviewEverything } from '#tests/e2e/steps'

test.afterEach(async ({ page, javaScriptEnabled }) => {
  await expectNoSidewaysScroll(page)
  if (javaScriptEnabled) await expectAccessible(page)
})

test('cancelled at the gateway: nothing left the card, and it can be tried again', async ({
  page,
  newCitizen,
}) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  await pay(page, 'Zrušit platbu')
  await expect(outcomeHeading(page)).toHaveText('Platba byla zrušena.')
  await expect(page.getByRole('main')).toContainText('Z karty nic neodešlo')
  await page.getByRole('link', { name: 'Zkusit znovu' }).click()
  await goToGateway(page)
  await decide(page, 'Zaplatit kartou')
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
})

test('left at the gateway: being verified, and the same payment goes on', async ({ page, newCitizen }) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  const transId = await pay(page, 'Rozhodnout se později')
  await expect(outcomeHeading(page)).toHaveText('Platbu ověřujeme. Neplaťte prosím znovu.')
  await page.getByRole('link', { name: 'Vrátit se na stránku pro platbu' }).click()
  await expect(page).toHaveURL(new RegExp(transId))
  await decide(page, 'Zaplatit kartou')
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
})

test('left at the gateway without an e-mail: the result will be seen, not written', async ({
  page,
  newCitizen,
}) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  await reviewEverything(page)
  await page.getByLabel('E-mail pro potvrzení').fill('')
  await goToGateway(page)
  await decide(page, 'Rozhodnout se později')
  await expect(outcomeHeading(page)).toHaveText('Platbu ověřujeme. Neplaťte prosím znovu.')
  const main = page.getByRole('main')
  await expect(main).toContainText('výsledek uvidíte tady')
  await page.goto('/prehled')
  await expect(main).toContainText('výsledek uvidíte tady')
  await expect(main).not.toContainText('napíšeme')
})

test('never come back from the gateway: not finished, and the same payment goes on', async ({
  page,
  newCitizen,
}) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  await reviewEverything(page)
  const transId = await goToGateway(page)
  await page.goto('/platby')
  await page.getByRole('main').getByRole('listitem').getByRole('link').first().click()
  await expect(outcomeHeading(page)).toHaveText('Platba ještě není dokončená.')
  await expect(page.getByRole('main')).toContainText('Z karty zatím nic neodešlo.')
  await page.getByRole('link', { name: 'Pokračovat v platbě' }).click()
  await expect(page).toHaveURL(new RegExp(transId))
  await decide(page, 'Zaplatit kartou')
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
})

test('the gateway tells another amount: being verified, not to be paid again', async ({
  page,
  newCitizen,
}) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  await reviewEverything(page)
  await misbehave(await goToGateway(page), { wrongAmount: true })
  await decide(page, 'Zaplatit kartou')
  await expect(outcomeHeading(page)).toHaveText('Platbu ověřujeme. Neplaťte prosím znovu.')
  await page.getByRole('link', { name: 'Zpět na přehled' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Platbu ověřujeme. Neplaťte prosím znovu.')
  await expect(page.getByRole('link', { name: /^Zaplatit / })).toHaveCount(0)
})

test('the gateway does not say how it ended: being verified, and later paid', async ({
  page,
  newCitizen,
}) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  await reviewEverything(page)
  const transId = await goToGateway(page)
  await misbehave(transId, { statusFails: 'http500', pushTimes: 0 })
  await decide(page, 'Zaplatit kartou')
  await expect(outcomeHeading(page)).toHaveText('Platbu ověřujeme. Neplaťte prosím znovu.')
  await misbehave(transId, {})
  await page.getByRole('link', { name: 'Zjistit stav znovu' }).click()
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
})
