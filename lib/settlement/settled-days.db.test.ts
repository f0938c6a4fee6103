import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { setClock } from '#lib/core/clock'
import { addDays, pragueDate } from '#lib/core/dates'
import { env, setEnvironment } from '#lib/core/env'
import { refreshPayment } from '#lib/payment/refresh.commands'
import { fetchSettlements } from '#lib/settlement/fetch.commands'
import { newAssessment, newPayer } from '#tests/db/facts'
import { differences, newCityAccount, receive } from '#tests/db/statements'
import { attemptRow, begin, newCitizen, type PaymentWorld, paymentWorld } from '#tests/fixtures/payments'
import { startSandboxUnderTest } from '#tests/fixtures/sandbox/csob'
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

test('one that never reaches the bank is missed after three working days', async () => {
  const one = await paid(300)
  setClock(() => new Date(Date.now() + 20 * 86_400_000))
  expect((await openDifferences(job))?.map(({ kind, attemptId }) => [kind, attemptId])).toEqual([
    ['missing', one.attemptId],
  ])
})
