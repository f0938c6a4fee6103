import { misbehave } from '#tests/e2e/outside-world'
import { expect, test } from '#tests/e2e/portal-test'
import {
  bookedPayments,
  decide,
  goToGateway,
  logIn,
  outcomeHeading,
  pay,
  payByCardButton,
  returnInHistory,
  reviewEverything,
} from '#tests/e2e/steps'

test('a stranger who opens the address of a payment learns nothing', async ({
  page,
  browser,
  baseURL,
  newCitizen,
  sql,
}) => {
  const { fullName } = await newCitizen([{ amountKc: 1234 }])
  await logIn(page, fullName)
  const transId = await pay(page)
  const orderId = page.url().split('/').at(-1)
  const [attempt] = await sql`select id from payment_attempt where gateway_payment_id = ${transId}`
  const context = await browser.newContext({ baseURL: baseURL ?? '', locale: 'cs-CZ' })
  const stranger = await context.newPage()

  const addresses = [
    `/navrat/${orderId}`,
    `/api/gateways/comgate/return?platba=${attempt?.id}`,
    `/api/gateways/comgate/return?platba=${attempt?.id}&id=${transId}&refId=1`,
    '/api/gateways/comgate/return?platba=neco&id=jineho',
  ]
  for (const address of addresses) {
    await stranger.goto(address)
    await expect(outcomeHeading(stranger)).toHaveText('Platbu ověřujeme.')
    await expect(stranger.getByRole('main')).not.toContainText('1 234')
    await expect(stranger.getByRole('main')).not.toContainText('Zaplaceno')
  }
  await stranger.goto(`/platby/${orderId}`)
  await expect(stranger).toHaveURL(/\/prihlaseni\?/)

  // Somebody else with a login sees the same as where there is nothing.
  const other = await newCitizen()
  await logIn(stranger, other.fullName)
  expect((await stranger.goto(`/platby/${orderId}`))?.status()).toBe(404)
  await context.close()
})

test('coming back twice, and by an altered address, changes nothing', async ({ page, newCitizen, sql }) => {
  const { fullName, payerId } = await newCitizen([{}])
  await logIn(page, fullName)
  const transId = await pay(page)
  const [attempt] = await sql`select id from payment_attempt where gateway_payment_id = ${transId}`
  await page.goto(`/api/gateways/comgate/return?platba=${attempt?.id}`)
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
  await page.goto(`/api/gateways/comgate/return?platba=${attempt?.id}&id=AAAA-BBBB-CCCC&refId=2600000001`)
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
  expect(await bookedPayments(sql, payerId)).toBe(1)
})

test('an address of somebody else’s payment shows the owner of another only the way to login', async ({
  page,
  browser,
  baseURL,
  newCitizen,
  sql,
}) => {
  const owner = await newCitizen([{}])
  const context = await browser.newContext({ baseURL: baseURL ?? '', locale: 'cs-CZ' })
  const ownerPage = await context.newPage()
  await logIn(ownerPage, owner.fullName)
  const transId = await pay(ownerPage)
  const [attempt] = await sql`select id from payment_attempt where gateway_payment_id = ${transId}`
  await context.close()

  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  await page.goto(`/api/gateways/comgate/return?platba=${attempt?.id}`)
  await expect(page).toHaveURL('/navrat/neznama')
  await expect(page.getByRole('main')).not.toContainText('900 Kč')
})

test('two tabs paying the same thing pay it once', async ({ page, context, newCitizen, sql }) => {
  const { fullName, payerId } = await newCitizen([{}])
  await logIn(page, fullName)
  await reviewEverything(page)
  const second = await context.newPage()
  await second.goto('/prehled')
  await reviewEverything(second)
  const late = await context.newPage()
  await late.goto('/prehled')
  await reviewEverything(late)

  const transId = await goToGateway(page)
  expect(await goToGateway(second), 'the second tab continues the same payment').toBe(transId)
  await decide(page, 'Zaplatit kartou')
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
  await second.getByRole('button', { name: 'Zaplatit kartou', exact: true }).click()
  await expect(second.getByRole('heading', { level: 1 })).toHaveText('Platba proběhla')

  await payByCardButton(late).click()
  await expect(late.getByRole('main').getByRole('alert')).toContainText(
    'Tento poplatek je už zaplacený. Znovu ho neplaťte.',
  )
  expect(await bookedPayments(sql, payerId)).toBe(1)
})

test('going back after paying offers nothing to pay', async ({ page, newCitizen, sql }) => {
  const { fullName, payerId } = await newCitizen([{}])
  await logIn(page, fullName)
  await reviewEverything(page)
  const review = page.url()
  await goToGateway(page)
  await decide(page, 'Zaplatit kartou')
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
  await returnInHistory(page, review)
  const refusal = page.getByRole('main').getByText(/už zaplacený|mezitím zaplacené/)
  // The browser may show the page as it was; then the button itself must refuse.
  await expect(refusal.or(payByCardButton(page)).first()).toBeVisible()
  if (!(await refusal.isVisible())) await payByCardButton(page).click()
  await expect(refusal.first()).toBeVisible()
  expect(await bookedPayments(sql, payerId)).toBe(1)
})

test('the login ends while at the gateway: the same browser still learns how it ended', async ({
  page,
  newCitizen,
  sql,
}) => {
  const { fullName, familyName } = await newCitizen([{}])
  await logIn(page, fullName)
  await reviewEverything(page)
  await goToGateway(page)
  await sql`update login_session s set revoked_at = now(), revoked_because = 'test' from identity i
             where i.id = s.identity_id and i.family_name = ${familyName}`
  await decide(page, 'Zaplatit kartou')
  await expect(page).toHaveURL(/\/navrat\//)
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
  await expect(page.getByRole('main')).toContainText('900 Kč')
  // It proves the browser, not the person: nothing of the person is shown.
  await expect(page.locator('body')).not.toContainText(familyName)
  await page.getByRole('main').getByRole('link', { name: 'Přihlásit se' }).click()
  await expect(page).toHaveURL(/\/prihlaseni/)
})

test('no word from the gateway and nobody comes back: the portal asks by itself', async ({
  page,
  newCitizen,
  sql,
}) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  await reviewEverything(page)
  const transId = await goToGateway(page)
  await misbehave(transId, { pushTimes: 0, payerNeverReturns: true })
  await decide(page, 'Zaplatit kartou')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Platba proběhla')
  await sql`update payment_attempt set next_check_at = now() where gateway_payment_id = ${transId}`
  const state = async () =>
    (await sql`select state from payment_attempt where gateway_payment_id = ${transId}`)[0]?.state
  await expect.poll(state, { timeout: 20_000 }).toBe('paid')
  await page.goto('/prehled')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Máte vše zaplaceno.')
})
