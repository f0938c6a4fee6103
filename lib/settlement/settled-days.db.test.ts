import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { setClock } from '#lib/core/clock'
import { addDays, pragueDate } from '#lib/core/dates'
import { env, setEnvironment } from '#lib/core/env'
import { refreshPayment } from '#lib/payment/refresh.commands'
import { approveRefund } from '#lib/refund/decide.commands'
import { proposeRefund } from '#lib/refund/propose.commands'
import { sendRefund } from '#lib/refund/send.commands'
import { fetchSettlements } from '#lib/settlement/fetch.commands'
import { newAssessment, newPayer } from '#tests/db/facts'
import { differences, newCityAccount, receive } from '#tests/db/statements'
import { attemptRow, begin, newCitizen, type PaymentWorld, paymentWorld } from '#tests/fixtures/payments'
import { newOfficer, overpaid } from '#tests/fixtures/refunds'
import { startSandboxUnderTest } from '#tests/fixtures/sandbox/csob'
import { reportChargeback } from './chargeback/report.commands.ts'
import { openDifferences } from './differences/open.queries.ts'
import { followSettlements } from './follow.commands.ts'
import { readLabels } from './labels.queries.ts'

/** A gateway without any settlement: its status tells the day, the bank's line the rest. */
const job = makeJob('fetch-settlements')
const today = pragueDate(new Date())
let world: PaymentWorld
let csob: Awaited<ReturnType<typeof startSandboxUnderTest>>
beforeAll(async () => {
  world = await paymentWorld()
  csob = await startSandboxUnderTest({ toleranceMs: 90 * 86_400_000 })
  setEnvironment({ ...env(), gateways: { csob: csob.connection } })
  const rules = [{ kind: 'gateway_payout', gateway: 'csob', counterAccount: '1000000005/0300' }]
  await world.db.owner`insert into city_setting (key, value, valid_from)
    values ('bankRules', ${world.db.owner.json(rules)}, '2020-01-01')`
})
afterEach(async () => {
  setClock(null)
  expect(await differences()).toEqual([])
})
afterAll(async () => {
  await csob.close()
  await world.close()
})

async function paid(crowns: number) {
  const { payerId } = await newPayer(world.db)
  const { assessmentId } = await newAssessment(world.db, crowns, { payerId, dueOn: '2099-05-31' })
  const { attemptId } = await begin(await newCitizen(world.db, payerId), [assessmentId], crowns)
  const { gateway_payment_id: payId } = await attemptRow(world.db, attemptId)
  await csob.decide(payId, 'pay')
  await refreshPayment(job, attemptId)
  return { attemptId, payId }
}

test('payments of a day, their bank line, and the fee that only the line tells', async () => {
  const one = await paid(900)
  const other = await paid(600)
  await csob.decide(one.payId, 'settle')
  await csob.decide(other.payId, 'settle')
  await fetchSettlements(job)
  // The day is not over: more of it may come.
  expect(await readLabels(job, one.attemptId)).toMatchObject({ isReported: false })
  setClock(() => new Date(Date.now() + 86_400_000))
  await Promise.all([fetchSettlements(job), fetchSettlements(job)])
  expect(await readLabels(job, one.attemptId)).toMatchObject({
    isReported: true,
    feeHal: null,
    isCashed: false,
  })

  const account = await newCityAccount(world.db)
  const on = addDays(today, 1)
  const movement = { crowns: 1485, on, from: '1000000005/0300', ref: randomUUID() }
  await receive({ account, from: on, to: on, opening: 0, movements: [movement] })
  await Promise.all([followSettlements(job), followSettlements(job)])
  expect(await readLabels(job, other.attemptId)).toMatchObject({ isCashed: true, creditedOn: on })
  const [fees] = await world.db.owner`select (sum(l.amount_hal) / 100)::int as crowns
    from journal_line l join account a on a.id = l.account_id where a.kind = 'gateway_fees'`
  expect(fees?.crowns).toBe(15)
  setClock(() => new Date(Date.now() + 20 * 86_400_000))
  expect(await openDifferences(job)).toEqual([])
})

/** Payments worth 1 000, of which 30 were given back after the gateway had paid them out to us. */
async function thousandWithRefund() {
  const pay = async ({ gateway_payment_id: payId }: { gateway_payment_id: string }) =>
    csob.decide(payId, 'pay')
  const twice = await overpaid({ db: world.db, pay }, 30)
  const ids = [await paid(940).then((one) => one.payId)]
  for (const attemptId of [twice.attemptId, twice.relativesAttemptId]) {
    ids.push((await attemptRow(world.db, attemptId)).gateway_payment_id)
  }
  for (const id of ids) await csob.decide(id, 'settle')
  const proposed = await proposeRefund(await newOfficer(world.db), {
    ...{ accountId: twice.accountId, ground: 'posted_twice', entitled: { payerId: twice.payerId } },
    ...{ amountHal: 3000n, seenCreditHal: 3000n, to: { attemptId: twice.attemptId } },
  })
  if (!proposed?.ok) throw new Error(`refused: ${proposed?.error}`)
  const { refundId } = proposed.value
  await approveRefund(await newOfficer(world.db), { refundId, seenAmountHal: 3000n })
  await sendRefund(job, refundId)
  setClock(() => new Date(Date.now() + 86_400_000))
  await fetchSettlements(job)
  return { refundId }
}

const onAccount = async (kind: 'gateway_fees' | 'gateway_clearing') => {
  const [row] = await world.db.owner`select coalesce(sum(l.amount_hal) / 100, 0)::int as crowns
    from journal_line l join account a on a.id = l.account_id where a.kind = ${kind}`
  return Number(row?.crowns)
}
const on = addDays(today, 1)
/** Statements of one more account of the city, each after the one before. */
async function bank() {
  const account = await newCityAccount(world.db)
  let opening = 0
  let number = 0
  return async (crowns: number, more: object = {}) => {
    const movement = { crowns, on, from: '1000000005/0300', ref: randomUUID(), ...more }
    await receive({ account, from: on, to: on, number: String(++number), opening, movements: [movement] })
    opening += crowns
    await followSettlements(job)
  }
}

test('a refund missing in the payout is no fee; and a line the bank takes back takes its fee along', async () => {
  const before = await onAccount('gateway_fees')
  await thousandWithRefund()
  const line = await bank()
  const ref = randomUUID()
  await line(960, { ref, vs: '77' })
  expect((await onAccount('gateway_fees')) - before).toBe(10)
  expect(await onAccount('gateway_clearing')).toBe(0)
  expect(await world.db.owner`select amount_hal::int from settlement_deduction`).toMatchObject([
    { amount_hal: 3000 },
  ])
  await line(-960, { vs: '77', reversal: true })
  expect((await onAccount('gateway_fees')) - before).toBe(0)
  expect(await onAccount('gateway_clearing')).toBe(970)
  expect(await differences()).toEqual([])
  await Promise.all([line(960, { vs: '78' }), followSettlements(job)])
  expect((await onAccount('gateway_fees')) - before).toBe(10)
  expect(await onAccount('gateway_clearing')).toBe(0)
})

test('a fee that was not agreed is a difference, until the office says what is missing', async () => {
  await world.db.owner`insert into city_setting (key, value, valid_from) values
    ('gatewayFees', ${world.db.owner.json({ csob: { fromBasisPoints: 80, toBasisPoints: 120 } })}, '2020-01-01')`
  const before = [await onAccount('gateway_fees'), await onAccount('gateway_clearing')]
  const one = await paid(1000)
  await csob.decide(one.payId, 'settle')
  setClock(() => new Date(Date.now() + 86_400_000))
  await fetchSettlements(job)
  await (await bank())(960)
  const ours = await newOfficer(world.db, ['payments.read', 'settlements.decide'])
  expect(await openDifferences(ours)).toMatchObject([
    { kind: 'fee_outside', amountHal: 96_000n, otherHal: 100_000n },
  ])
  expect(await onAccount('gateway_fees')).toBe(before[0])
  const wish = { attemptId: one.attemptId, amountHal: 3000n, seenAmountHal: 100_000n, reason: 'reklamace' }
  expect((await reportChargeback(ours, wish))?.ok).toBe(true)
  await followSettlements(job)
  expect(await openDifferences(ours)).toEqual([])
  expect(await onAccount('gateway_fees')).toBe((before[0] ?? 0) + 10)
  expect(await onAccount('gateway_clearing')).toBe(before[1])
  await world.db.owner`delete from city_setting where key = 'gatewayFees'`
})

test('the check speaks when a refund is booked among fees', async () => {
  await thousandWithRefund()
  const owner = world.db.owner
  const move = (crowns: number) =>
    owner.begin(async (sql) => {
      const [entry] =
        await sql`insert into journal_entry (kind, effective_on, booked_on, actor_kind, actor_id, source_reference)
        values ('gateway_fee', ${today}, ${today}, 'job', 'test', 'test') returning id`
      const id = (kind: string) => sql`(select id from account where kind = ${kind} and gateway = 'csob')`
      await sql`insert into journal_line values (${entry?.id}, 1, ${id('gateway_fees')}, null, null, ${crowns * 100}),
        (${entry?.id}, 2, ${id('gateway_clearing')}, null, null, ${-crowns * 100})`
    })
  await (await bank())(960)
  await move(30)
  expect((await differences()).map(({ what }) => what).toSorted()).toEqual([
    'gateway clearing: what it owes',
    'gateway fees: told by settlements',
  ])
  await move(-30)
})

test('one that never reaches the bank is missed after three working days', async () => {
  const one = await paid(300)
  setClock(() => new Date(Date.now() + 20 * 86_400_000))
  expect((await openDifferences(job))?.map(({ kind, attemptId }) => [kind, attemptId])).toEqual([
    ['missing', one.attemptId],
  ])
})
