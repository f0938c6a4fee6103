import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { readClaims } from '#lib/assessment/claims.queries'
import { instantAt, setClock } from '#lib/core/clock'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { readLaidMoney } from '#lib/payment/laid-money.queries'
import { newAssessment, newPayer } from '#tests/db/facts'
import {
  attemptRow,
  begin,
  creditOn,
  crownsOn,
  newCitizen,
  type PaymentWorld,
  paymentWorld,
  returnBy,
  testGateway,
} from '#tests/fixtures/payments'
import { recordReturn } from './hint.commands.ts'
import { refreshPayment } from './refresh.commands.ts'

const job = makeJob('poll-payments')
let world: PaymentWorld
beforeAll(async () => {
  world = await paymentWorld()
})
afterEach(() => setClock(null))
afterAll(async () => {
  expect((await verifyLedger(job)).differences).toEqual([])
  await world.close()
})

const at = (instant: string) => setClock(() => instantAt(Date.parse(instant)))

/** Begins now, pays at the gateway, and comes back at the given instant. */
async function pay(
  payerId: string,
  ids: string[],
  crowns: number,
  options: { way?: 'pay' | 'pay-by-bank'; at?: string } = {},
) {
  const citizen = await newCitizen(world.db, payerId)
  const { attemptId } = await begin(citizen, ids, crowns)
  await world.decide((await attemptRow(world.db, attemptId)).gateway_payment_id, options.way ?? 'pay')
  if (options.at) at(options.at)
  const gateway = testGateway()
  await recordReturn(gateway, attemptId, await returnBy('http://localhost/return'))
  expect(await refreshPayment(job, attemptId)).toBe('paid')
  return { attemptId, citizen, paidOn: (await attemptRow(world.db, attemptId)).paid_on }
}

describe('where the crowns lie', () => {
  test('worked case 6: 900 for 2024 goes 660 on 2023, 240 on 2024, nothing on the increase', async () => {
    const { payerId } = await newPayer(world.db)
    const old = await newAssessment(world.db, 660, {
      payerId,
      period: '2023',
      dueOn: '2023-05-31',
      legalState: 'assessed',
    })
    const increase = await newAssessment(world.db, 1320, {
      payerId,
      period: '2023',
      dueOn: '2024-01-31',
      component: 'increase',
      parentId: old.assessmentId,
      legalState: 'assessed',
    })
    const ticked = await newAssessment(world.db, 900, { payerId, period: '2024', dueOn: '2024-05-31' })
    at('2024-05-20T10:00:00Z')
    const { attemptId } = await pay(payerId, [ticked.assessmentId], 900)
    expect(await crownsOn(world.db, old.assessmentId)).toEqual({ paid: 660, legalState: 'assessed' })
    expect(await crownsOn(world.db, ticked.assessmentId)).toEqual({ paid: 240, legalState: 'expected' })
    expect(await crownsOn(world.db, increase.assessmentId)).toMatchObject({ paid: 0 })
    const laid = await readLaidMoney(attemptId)
    expect(laid.parts.map((part) => [part.assessmentId, part.amountHal])).toEqual([
      [old.assessmentId, 66000n],
      [ticked.assessmentId, 24000n],
    ])
    expect(laid.creditHal).toBe(0n)
  })

  test('a civil debt: the chosen one first, though an older one waits', async () => {
    const { payerId } = await newPayer(world.db)
    const facts = { payerId, feeKindCode: 'najem' }
    const older = await newAssessment(world.db, 500, { ...facts, period: '2024-01', dueOn: '2024-01-31' })
    const chosen = await newAssessment(world.db, 700, { ...facts, period: '2024-05', dueOn: '2024-05-31' })
    at('2024-05-20T10:00:00Z')
    await pay(payerId, [chosen.assessmentId], 700)
    expect(await crownsOn(world.db, chosen.assessmentId)).toMatchObject({ paid: 700 })
    expect(await crownsOn(world.db, older.assessmentId)).toMatchObject({ paid: 0 })
  })

  test('a payer whose allocation is stopped: all of it waits as credit', async () => {
    const { payerId } = await newPayer(world.db)
    const claim = await newAssessment(world.db, 900, { payerId, dueOn: '2099-05-31' })
    await world.db.owner`update payer set allocation_stopped = true where id = ${payerId}`
    await pay(payerId, [claim.assessmentId], 900)
    expect(await crownsOn(world.db, claim.assessmentId)).toMatchObject({ paid: 0 })
    expect(await creditOn(world.db, claim.accountId)).toBe(900)
  })

  test('a designated amount that comes after its day: all of it is credit', async () => {
    const { payerId } = await newPayer(world.db)
    const claim = await newAssessment(world.db, 500, {
      payerId,
      feeKindCode: 'urcena-castka',
      dueOn: '2026-05-29',
    })
    at('2026-05-29T21:30:00Z')
    await pay(payerId, [claim.assessmentId], 500, { at: '2026-05-29T22:10:00Z' })
    expect(await crownsOn(world.db, claim.assessmentId)).toMatchObject({ paid: 0 })
    expect(await creditOn(world.db, claim.accountId)).toBe(500)
  })

  test('one payment for two fees of two people', async () => {
    const mother = await newPayer(world.db)
    const father = await newPayer(world.db)
    await world.db.owner`insert into payer_link (acting_payer_id, for_payer_id, kind, valid_from, source)
      values (${mother.payerId}, ${father.payerId}, 'common_remitter', '2020-01-01', 'test')`
    const hers = await newAssessment(world.db, 900, { payerId: mother.payerId, dueOn: '2099-05-31' })
    const dog = await newAssessment(world.db, 600, {
      payerId: mother.payerId,
      feeKindCode: 'pes',
      dueOn: '2099-03-31',
    })
    const his = await newAssessment(world.db, 900, { payerId: father.payerId, dueOn: '2099-05-31' })
    const ids = [hers, dog, his].map((claim) => claim.assessmentId)
    await pay(mother.payerId, ids, 2400)
    expect(await Promise.all(ids.map((id) => crownsOn(world.db, id)))).toMatchObject([
      { paid: 900 },
      { paid: 600 },
      { paid: 900 },
    ])
  })
})

describe('the legal day', () => {
  const last = { dueOn: '2026-05-31', lastDay: '2026-06-01' }
  // A bank button counts for certain only by the bank's statement; until then nothing is decided.
  const cases = [
    [
      'a card at 23:59 in Prague on the last day',
      'pay',
      '2026-06-01T21:59:30Z',
      '2026-06-01',
      'settled_on_time',
    ],
    ['a card at midnight after it', 'pay', '2026-06-01T22:00:00Z', '2026-06-02', 'to_be_assessed'],
    [
      'a bank button two working days before',
      'pay-by-bank',
      '2026-05-28T10:00:00Z',
      '2026-05-29',
      'expected',
    ],
    ['a bank button on Friday', 'pay-by-bank', '2026-05-29T10:00:00Z', '2026-06-01', 'expected'],
    ['a bank button on the Sunday before', 'pay-by-bank', '2026-05-31T10:00:00Z', '2026-06-02', 'expected'],
    ['a bank button on the last day', 'pay-by-bank', '2026-06-01T10:00:00Z', '2026-06-02', 'expected'],
  ] as const

  test.each(cases)('%s', async (_, way, instant, paidOn, legalState) => {
    const { payerId } = await newPayer(world.db)
    const { assessmentId } = await newAssessment(world.db, 900, { payerId, ...last })
    await world.db.owner`update fee_kind set payments_known_until = ${last.lastDay}`
    at('2026-05-20T10:00:00Z')
    const paid = await pay(payerId, [assessmentId], 900, { way, at: instant })
    expect(paid.paidOn).toBe(paidOn)
    expect(await crownsOn(world.db, assessmentId)).toEqual({ paid: 900, legalState })
    const [claim] = await readClaims(paid.citizen, { assessmentIds: [assessmentId] })
    expect(claim?.dayIsProvisional).toBe(way === 'pay-by-bank' && paidOn > last.lastDay)
    const [entry] = await world.db.owner`select effective_on::text, day_is_provisional from journal_entry
      where source_reference = ${`payment_attempt:${paid.attemptId}`}`
    expect(entry).toEqual({ effective_on: paidOn, day_is_provisional: true })
  })

  test('counts from the first sign, however late the gateway answers', async () => {
    const { payerId } = await newPayer(world.db)
    const { assessmentId } = await newAssessment(world.db, 900, { payerId, ...last })
    at('2026-06-01T21:50:00Z')
    const { attemptId } = await begin(await newCitizen(world.db, payerId), [assessmentId], 900)
    await world.decide((await attemptRow(world.db, attemptId)).gateway_payment_id, 'pay')
    const gateway = testGateway()
    await recordReturn(gateway, attemptId, await returnBy('http://localhost/return'))
    await world.behaveAll({ statusFails: 'http500', statusFailsTimes: 1 })
    await refreshPayment(job, attemptId)
    at('2026-06-02T08:00:00Z')
    expect(await refreshPayment(job, attemptId)).toBe('paid')
    await world.beGood()
    expect(await attemptRow(world.db, attemptId)).toMatchObject({ paid_on: '2026-06-01' })
    expect(await crownsOn(world.db, assessmentId)).toMatchObject({ legalState: 'settled_on_time' })
  })
})
