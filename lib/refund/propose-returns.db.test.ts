import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeJob, type Officer } from '#lib/actor/actor'
import { setClock } from '#lib/core/clock'
import { refreshPayment } from '#lib/payment/refresh.commands'
import { newAssessment, newPayer } from '#tests/db/facts'
import { differences, newCityAccount, receive } from '#tests/db/statements'
import { attemptRow, begin, newCitizen, type PaymentWorld, paymentWorld } from '#tests/fixtures/payments'
import { newOfficer } from '#tests/fixtures/refunds'
import { approveRefund, rejectRefund } from './decide.commands.ts'
import { proposeReturns } from './propose-returns.commands.ts'
import { sendRefund } from './send.commands.ts'

const job = makeJob('tend-refunds')
let world: PaymentWorld
let account: string
let accountant: Officer
let another: Officer
let symbol = 610_000
let balance = 0
beforeAll(async () => {
  world = await paymentWorld()
  account = await newCityAccount(world.db, ['urcena-castka'])
  accountant = await newOfficer(world.db)
  another = await newOfficer(world.db)
})
afterEach(async () => {
  setClock(null)
  expect(await differences()).toEqual([])
})
afterAll(() => world.close())

/** A designated amount of 500 Kč due on 29 May 2026. */
async function designated() {
  const { payerId } = await newPayer(world.db)
  const variableSymbol = String(++symbol)
  const claim = { payerId, feeKindCode: 'urcena-castka', dueOn: '2026-05-29', variableSymbol }
  return { variableSymbol, ...(await newAssessment(world.db, 500, claim)) }
}

async function transferred(on: string, vs: string, from?: string) {
  const opening = balance
  balance += 500
  const movement = { crowns: 500, on, vs, ref: vs, ...(from ? { from } : {}) }
  await receive({ account, from: on, to: on, opening, movements: [movement] })
}

const refundsOf = (accountId: number) =>
  world.db.owner<
    { id: string; state: string; bank_account: string | null; attempt_id: string | null; crowns: number }[]
  >`
    select id, state, bank_account, attempt_id, (amount_hal / 100)::int as crowns from refund where account_id = ${accountId}`

test('money in time is not returned', async () => {
  const { accountId, variableSymbol } = await designated()
  await transferred('2026-05-29', variableSymbol, '1265098001/5500')
  expect(await proposeReturns(job)).toBe(0)
  expect(await refundsOf(accountId)).toEqual([])
})

test('a transfer a day late is proposed to go back where it came from, once, and two officers agree', async () => {
  const { accountId, variableSymbol } = await designated()
  await transferred('2026-06-02', variableSymbol, '1265098001/5500')
  expect(await Promise.all([proposeReturns(job), proposeReturns(job)])).toContain(1)
  expect(await proposeReturns(job)).toBe(0)
  const [refund, ...further] = await refundsOf(accountId)
  expect(further).toEqual([])
  expect(refund).toMatchObject({ state: 'proposed', bank_account: '1265098001/5500', crowns: 500 })
  const wish = { refundId: refund?.id ?? '', seenAmountHal: 50_000n }
  expect(await approveRefund(accountant, wish)).toEqual({ ok: false, error: 'needs_second' })
  expect(await approveRefund(accountant, wish)).toEqual({ ok: false, error: 'same_officer' })
  await expect(
    world.db.owner`update refund set proposed_by = ${another.identityId} where id = ${wish.refundId}`,
  ).rejects.toThrow(/does not change/)
  expect(await approveRefund(another, wish)).toEqual({ ok: true, value: null })
})

test('money that leads nowhere back, and a proposal an officer rejected, wait for an officer', async () => {
  const nowhere = await designated()
  await transferred('2026-06-03', nowhere.variableSymbol)
  const rejected = await designated()
  await transferred('2026-06-04', rejected.variableSymbol, '19-19/0100')
  expect(await proposeReturns(job)).toBe(1)
  const [refund] = await refundsOf(rejected.accountId)
  await rejectRefund(accountant, { refundId: refund?.id ?? '', reason: 'jiná dohoda' })
  expect(await proposeReturns(job)).toBe(0)
  expect(await refundsOf(nowhere.accountId)).toEqual([])
})

test('a card late goes back to the card', async () => {
  const { payerId, accountId, assessmentId } = await designated()
  const citizen = await newCitizen(world.db, payerId)
  await world.db.owner`insert into identity_payer (identity_id, payer_id, paired_by)
    values (${citizen.identityId}, ${payerId}, 'claim')`
  setClock(() => new Date('2026-05-29T23:50:00+02:00'))
  const { attemptId } = await begin(citizen, [assessmentId], 500)
  await world.decide((await attemptRow(world.db, attemptId)).gateway_payment_id, 'pay')
  setClock(() => new Date('2026-05-30T00:05:00+02:00'))
  expect(await refreshPayment(job, attemptId)).toBe('paid')
  expect(await proposeReturns(job)).toBe(1)
  const [refund] = await refundsOf(accountId)
  expect(refund).toMatchObject({ state: 'proposed', attempt_id: attemptId, crowns: 500 })
  const wish = { refundId: refund?.id ?? '', seenAmountHal: 50_000n }
  await approveRefund(accountant, wish)
  expect(await approveRefund(another, wish)).toEqual({ ok: true, value: null })
  expect(await sendRefund(job, wish.refundId)).toBe('done')
})
