import type { Page } from '@playwright/test'
import { database } from '#db/client'
import { enqueue } from '#lib/queue/enqueue.commands'
import { stopSending } from '#lib/queue/sender.commands'
import { expectAccessible } from '#tests/e2e/accessibility'
import { importFees } from '#tests/e2e/fees'
import { portalCommand } from '#tests/e2e/portal-command'
import { expect, test } from '#tests/e2e/portal-test'
import {
  bookedPayments,
  chooseIdentity,
  decide,
  logIn,
  outcomeHeading,
  payByCardButton,
  reviewEverything,
} from '#tests/e2e/steps'

/**
 * Every outcome page at every gateway, and money back by two officers. Paid and cancelled at once stand in
 * gateways.spec.ts; „Platba neproběhla.“ cannot arise where no call creates the payment, and Comgate's is told in
 * everywhere/gateway-fails.spec.ts.
 */
const ways = [
  {
    gateway: 'comgate',
    kind: 'odpad',
    idField: 'transId',
    settles: null,
    paysOut: null,
    reopens: true,
    silence: { statusFails: 'http500', pushTimes: 0 },
    declines: null,
    createFails: null,
  },
  {
    gateway: 'csob',
    kind: 'pes',
    idField: 'payId',
    settles: 'settle',
    paysOut: null,
    reopens: true,
    silence: { statusFails: 'http500' },
    declines: 'Nechat banku platbu zamítnout',
    createFails: { createFails: '900' },
  },
  {
    gateway: 'gpwebpay',
    kind: 'verejne-prostranstvi',
    idField: 'orderNumber',
    settles: 'close-batch',
    paysOut: 'close-refund-batch',
    reopens: false,
    silence: { serviceFails: 'http500' },
    declines: 'Zkusit kartu, kterou banka odmítne',
    createFails: null,
  },
  {
    gateway: 'gopay',
    kind: 'pobyt',
    idField: 'id',
    settles: null,
    paysOut: null,
    reopens: true,
    silence: { statusFails: 'http500', notifyTimes: 0 },
    declines: null,
    createFails: { createFails: 'http500' },
  },
] as const
type Way = (typeof ways)[number]

const addressOf = (gateway: Way['gateway']) => process.env[`E2E_${gateway.toUpperCase()}_URL`] ?? ''

async function behave({ gateway, idField }: Way, id: string | null, behaviour: object) {
  const which = id === null ? { next: 1 } : { [idField]: idField === 'id' ? Number(id) : id }
  const answer = await fetch(`${addressOf(gateway)}/sandbox/behaviour`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...which, behaviour }),
  })
  expect(answer.status, await answer.text()).toBeLessThan(300)
}

async function refundedHal({ gateway, idField }: Way, id: string): Promise<number> {
  const answer = await fetch(`${addressOf(gateway)}/sandbox/payments`)
  const payments = (await answer.json()) as Record<string, unknown>[]
  const payment = payments.find((one) => String(one[idField]) === id)
  if (Array.isArray(payment?.refunds)) {
    return (payment.refunds as { amount: number }[]).reduce((sum, one) => sum + one.amount, 0)
  }
  if (gateway === 'csob') return Number(payment?.refundedAmount)
  return Number(payment?.refundAmount) + Number(payment?.approveAmount) - Number(payment?.captureAmount)
}

async function goToGateway(page: Page) {
  await reviewEverything(page)
  await payByCardButton(page).click()
  await expect(page.getByRole('button', { name: 'Zrušit platbu' })).toBeVisible()
}

const zeroSum = 'select coalesce(sum(amount_hal), 0)::int as hal from journal_line'

for (const way of ways) {
  test(`${way.gateway}: not finished, being verified, paid, and back by two officers`, async ({
    page,
    browser,
    baseURL,
    newCitizen,
    sql,
  }) => {
    test.setTimeout(180_000)
    const { kind } = way
    const citizen = await newCitizen([{ kind, amountKc: 900 }])
    await logIn(page, citizen.fullName)
    await goToGateway(page)
    const attempt = async () => {
      const [row] = await sql<{ reference: string; state: string; gateway_payment_id: string }[]>`
        select t.reference, t.state, coalesce(t.gateway_payment_id, t.reference) as gateway_payment_id
          from payment_attempt t join payment_order_item i on i.order_id = t.order_id
          join account a on a.id = i.account_id join payer p on p.id = a.payer_id
         where p.external_id = ${citizen.payerId} and t.gateway = ${way.gateway} order by t.created_at desc`
      if (!row) throw new Error('There is no attempt.')
      return row
    }
    const first = await attempt()

    await test.step('gone from the gateway without deciding', async () => {
      await page.goto('/platby')
      await page.getByRole('main').getByRole('listitem').getByRole('link').first().click()
      await expect(outcomeHeading(page)).toHaveText('Platba ještě není dokončená.')
      await expect(page.getByRole('main')).toContainText('Z karty zatím nic neodešlo.')
      // A click of the same second would be its twin.
      await sql`update payment_attempt set created_at = created_at - interval '1 minute' where reference = ${first.reference}`
      await page.getByRole('link', { name: 'Pokračovat v platbě' }).click()
      // Where the gateway's page opens once only, the way leads by a new payment.
      if (!way.reopens) await payByCardButton(page).click()
      await expect(page.getByRole('button', { name: 'Zaplatit kartou', exact: true })).toBeVisible()
    })
    const { reference, gateway_payment_id: paymentId } = await attempt()
    expect(reference === first.reference).toBe(way.reopens)

    await test.step('paid, while the gateway tells nobody', async () => {
      await behave(way, paymentId, way.silence)
      await decide(page, 'Zaplatit kartou')
      await expect(outcomeHeading(page)).toHaveText('Platbu ověřujeme. Neplaťte prosím znovu.')
      expect(await bookedPayments(sql, citizen.payerId)).toBe(0)
    })

    await test.step('asked again, it is paid once', async () => {
      await behave(way, paymentId, {})
      await page.getByRole('link', { name: 'Zjistit stav znovu' }).click()
      await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
      expect(await bookedPayments(sql, citizen.payerId)).toBe(1)
    })

    await test.step('the office lowers the fee, and two officers give the rest back by command', async () => {
      const paymentPage = page.url()
      await importFees(citizen, [{ kind, amountKc: 600 }])
      for (const name of ['Alena Říhová', 'Pavel Urban']) {
        const office = await (await browser.newContext({ baseURL: baseURL ?? '', locale: 'cs-CZ' })).newPage()
        await office.goto('/urad/vstup')
        await chooseIdentity(office, name)
        await expect(office).toHaveURL('/urad')
        await office.context().close()
      }
      const where = { DATABASE_URL: process.env.E2E_DATABASE_URL ?? '' }
      const run = (...words: string[]) => portalCommand(where, 'refund', ...words)
      const proposed = await run(
        ...['propose', '--as', 'urad-02', '--payer', citizen.payerId, '--fee', kind, '--ground', 'credit'],
        ...['--amount', '300', '--seen-credit', '300', '--attempt', reference],
      )
      expect(proposed).toMatchObject({ code: 0 })
      const refund = /^Vratka (\d+):/.exec(proposed.said)?.[1] ?? ''
      expect(await run('approve', refund, '--as', 'urad-02', '--amount', '300')).toMatchObject({ code: 1 })
      expect(await refundedHal(way, paymentId)).toBe(0)
      expect(await run('approve', refund, '--as', 'urad-01', '--amount', '300')).toMatchObject({ code: 0 })
      const state = async () => (await sql`select state from refund where reference = ${refund}`)[0]?.state
      const night = async (what: string) => {
        const path = `${addressOf(way.gateway)}/sandbox/payments/${paymentId}/${what}`
        expect((await fetch(path, { method: 'POST' })).status).toBeLessThan(300)
        // The next round comes in ten minutes; here at once.
        const [row] = await sql<{ id: string }[]>`select id from refund where reference = ${refund}`
        await enqueue(database(), 'send-refund', { refundId: row?.id ?? '' })
        await stopSending()
      }
      if (way.settles) {
        // A part of a payment goes back only once the gateway has settled it, where it makes that difference.
        await expect.poll(state).toBe('approved')
        await night(way.settles)
      }
      if (way.paysOut) {
        // Taken over is not out: that is said only after the night in which it leaves.
        await expect.poll(state, { timeout: 60_000 }).toBe('sent')
        await night(way.paysOut)
      }
      await expect.poll(state, { timeout: 60_000 }).toBe('done')
      expect(await refundedHal(way, paymentId)).toBe(30_000)
      await page.goto(paymentPage)
      await expect(page.getByRole('main')).toContainText(/jsme vám vrátili 300\s*Kč stejnou cestou/)
      await page.goto('/prehled')
      await expect(page.getByRole('main')).toContainText(/jsme vám vrátili 300\s*Kč/)
      await expect(page.getByRole('main')).not.toContainText('Máte přeplatek')
      expect(await sql.unsafe(zeroSum)).toMatchObject([{ hal: 0 }])
    })
  })

  if (way.declines !== null) {
    test(`${way.gateway}: declined by the bank, nothing is booked and it can be tried again`, async ({
      page,
      newCitizen,
      sql,
    }) => {
      const { fullName, payerId } = await newCitizen([{ kind: way.kind, amountKc: 900 }])
      await logIn(page, fullName)
      await goToGateway(page)
      await page.getByRole('button', { name: way.declines }).click()
      await expect(outcomeHeading(page)).toHaveText('Platba byla zrušena.')
      expect(await bookedPayments(sql, payerId)).toBe(0)
      await page.getByRole('link', { name: 'Zkusit znovu' }).click()
      await payByCardButton(page).click()
      await decide(page, 'Zaplatit kartou')
      await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
      expect(await bookedPayments(sql, payerId)).toBe(1)
    })
  }
}

test.describe('no payment can be made', () => {
  test.use({ gatewayIsMine: true })
  for (const way of ways) {
    if (way.createFails === null) continue
    test(`${way.gateway}: said plainly, and then it did not happen`, async ({ page, newCitizen }) => {
      const { fullName } = await newCitizen([{ kind: way.kind, amountKc: 900 }])
      await logIn(page, fullName)
      await reviewEverything(page)
      await behave(way, null, way.createFails)
      await payByCardButton(page).click()
      await expect(page.getByRole('main').getByRole('alert')).toContainText('Kartou teď zaplatit nejde.')
      await page.goto('/platby')
      await page.getByRole('main').getByRole('listitem').getByRole('link').first().click()
      await expect(outcomeHeading(page)).toHaveText('Platba neproběhla.')
      await expect(page.getByRole('main')).toContainText('Město žádné peníze nedostalo.')
    })
  }
})

test('a gateway that fails its checks is said to fail, and transfers are offered', async ({
  page,
  newCitizen,
  sql,
}) => {
  const { fullName } = await newCitizen([{ kind: 'pobyt', amountKc: 900 }])
  await logIn(page, fullName)
  await expect(async () => {
    // The worker asks each minute and finds it well.
    await sql`insert into gateway_health (gateway, failures, ill_since, checked_at) values ('gopay', 3, now(), now())
      on conflict (gateway) do update set failures = 3, ill_since = now(), checked_at = now()`
    await page.goto('/prehled')
    await reviewEverything(page)
    await expect(page.getByRole('main')).toContainText('Platba kartou teď možná nepůjde', { timeout: 1000 })
  }).toPass({ timeout: 30_000 })
  await expectAccessible(page)
  await sql`delete from gateway_health where gateway = 'gopay'`
  await page.getByRole('link', { name: 'Zaplatit převodem nebo QR kódem' }).click()
  await expect(page).toHaveURL(/\/prevod\?/)
})
