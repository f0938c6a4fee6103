import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { readClaims } from '#lib/assessment/claims.queries'
import { updateOverdueLegalStates } from '#lib/assessment/update-legal-states.commands'
import { instantAt, setClock } from '#lib/core/clock'
import { isoDate } from '#lib/core/dates'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { recordReturn } from '#lib/payment/hint.commands'
import { refreshPayment } from '#lib/payment/refresh.commands'
import { newAssessment, newPayer } from '#tests/db/facts'
import {
  attemptRow,
  begin,
  click,
  creditOn,
  crownsOn,
  newCitizen,
  type PaymentWorld,
  paymentWorld,
  returnBy,
  testGateway,
} from '#tests/fixtures/payments'
import { readPreview } from '../preview.queries.ts'
import { assessmentsBeingPaid } from './orders.queries.ts'

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

const stateOf = async (id: string) =>
  (await world.db.owner<{ legal_state: string }[]>`select legal_state from assessment where id = ${id}`)[0]
    ?.legal_state
const comeBack = async (attemptId: string, outcome: string) => {
  const gateway = testGateway()
  const url = new URL(`http://localhost:3000/api/gateways/x/return?platba=${attemptId}&vysledek=${outcome}`)
  return recordReturn(gateway, attemptId, await returnBy(url))
}
async function payAndAsk(attemptId: string) {
  await world.decide((await attemptRow(world.db, attemptId)).gateway_payment_id, 'pay')
  return refreshPayment(job, attemptId)
}

describe('arrears of childhood', () => {
  async function grownUp() {
    const { payerId } = await newPayer(world.db, { birthDate: '2008-01-01' })
    const child = await newAssessment(world.db, 540, {
      payerId,
      period: '2024',
      dueOn: '2024-05-31',
      legalState: 'to_be_assessed',
    })
    const own = await newAssessment(world.db, 900, { payerId, period: '2098', dueOn: '2098-05-31' })
    return { payerId, child, own, citizen: await newCitizen(world.db, payerId) }
  }

  test('are neither shown to the grown-up child nor paid by their money', async () => {
    const { child, own, citizen } = await grownUp()
    const claims = await readClaims(citizen)
    expect(claims.map((claim) => claim.assessmentId)).toEqual([own.assessmentId])
    const preview = await readPreview(citizen, claims, isoDate('2026-05-20'))
    expect(preview).toMatchObject({ differsFromChoice: false, creditHal: 0n })
    expect(await payAndAsk((await begin(citizen, [own.assessmentId], 900)).attemptId)).toBe('paid')
    expect((await crownsOn(world.db, own.assessmentId)).paid).toBe(900)
    expect((await crownsOn(world.db, child.assessmentId)).paid).toBe(0)
  })

  test('are paid by the guardian who means them', async () => {
    const { payerId, child } = await grownUp()
    const { payerId: guardianId } = await newPayer(world.db)
    await world.db.owner`insert into payer_link (acting_payer_id, for_payer_id, kind, valid_from, source)
      values (${guardianId}, ${payerId}, 'guardian', '2008-01-01', 'test')`
    const guardian = await newCitizen(world.db, guardianId)
    expect(await payAndAsk((await begin(guardian, [child.assessmentId], 540)).attemptId)).toBe('paid')
    expect((await crownsOn(world.db, child.assessmentId)).paid).toBe(540)
  })
})

describe('money sent in time and learned of later', () => {
  async function dueFirstOfJune() {
    const { payerId } = await newPayer(world.db)
    const claim = await newAssessment(world.db, 900, { payerId, dueOn: '2026-06-01' })
    return { ...claim, citizen: await newCitizen(world.db, payerId) }
  }
  const known = (day: string) =>
    world.db.owner`update fee_kind set payments_known_until = ${day} where code = 'odpad'`

  test('the night moves nobody while payments of the last day are not known', async () => {
    const { assessmentId } = await dueFirstOfJune()
    setClock(() => new Date('2026-06-02T00:10:00+02:00'))
    await known('2026-05-29')
    await updateOverdueLegalStates(job)
    expect(await stateOf(assessmentId)).toBe('expected')
    await known('2026-06-01')
    await updateOverdueLegalStates(job)
    expect(await stateOf(assessmentId)).toBe('to_be_assessed')
  })

  test('a card paid before midnight and confirmed after the night is on time', async () => {
    const { assessmentId, citizen } = await dueFirstOfJune()
    await known('2026-06-01')
    setClock(() => new Date('2026-06-01T23:50:00+02:00'))
    const { attemptId } = await begin(citizen, [assessmentId], 900)
    await comeBack(attemptId, 'paid')
    setClock(() => new Date('2026-06-02T00:10:00+02:00'))
    await updateOverdueLegalStates(job)
    expect(await stateOf(assessmentId)).toBe('expected')
    expect(await payAndAsk(attemptId)).toBe('paid')
    expect(await stateOf(assessmentId)).toBe('settled_on_time')
  })

  test('a claim already called late comes back when the money proves to be in time', async () => {
    const { assessmentId, citizen } = await dueFirstOfJune()
    setClock(() => new Date('2026-06-01T23:50:00+02:00'))
    const { attemptId } = await begin(citizen, [assessmentId], 900)
    await comeBack(attemptId, 'paid')
    await world.db.owner`update assessment set legal_state = 'to_be_assessed' where id = ${assessmentId}`
    setClock(() => new Date('2026-06-02T08:00:00+02:00'))
    expect(await payAndAsk(attemptId)).toBe('paid')
    expect(await stateOf(assessmentId)).toBe('settled_on_time')
  })
})

describe('a payment the gateway still calls pending', () => {
  async function pending(outcome: string, receiptEmail?: string) {
    const { payerId } = await newPayer(world.db)
    const claim = await newAssessment(world.db, 900, { payerId, dueOn: '2098-05-31' })
    const dog = await newAssessment(world.db, 600, { payerId, feeKindCode: 'pes', dueOn: '2098-03-31' })
    const citizen = await newCitizen(world.db, payerId)
    const { attemptId } = await begin(citizen, [claim.assessmentId, dog.assessmentId], 1500, {
      ...(receiptEmail ? { receiptEmail } : {}),
    })
    await comeBack(attemptId, outcome)
    await refreshPayment(job, attemptId)
    return { claim, citizen, attemptId }
  }

  test.each([
    ['paid', 'platici@posta.example'],
    ['pending', undefined],
  ])(
    'after a return that says %s is being verified, and blocks every part of it; written to %s',
    async (outcome, receiptEmail) => {
      const { claim, citizen } = await pending(outcome, receiptEmail)
      const mailed = receiptEmail !== undefined
      const beingPaid = await assessmentsBeingPaid(citizen)
      expect([...beingPaid.values()].map((order) => order.isResultMailed)).toEqual([mailed, mailed])
      expect(await click(citizen, [claim.assessmentId], 900)).toEqual({ ok: false, error: 'verifying' })
    },
  )

  test('after a return that says cancelled is no sign of an order', async () => {
    const { attemptId, citizen } = await pending('cancelled')
    expect((await attemptRow(world.db, attemptId)).first_evidence_at).toBeNull()
    expect((await assessmentsBeingPaid(citizen)).size).toBe(0)
  })

  test('cannot be conjured by counting our references', async () => {
    const { payerId } = await newPayer(world.db)
    const { assessmentId } = await newAssessment(world.db, 900, { payerId, dueOn: '2098-05-31' })
    const { attemptId } = await begin(await newCitizen(world.db, payerId), [assessmentId], 900)
    const { reference } = await attemptRow(world.db, attemptId)
    const gateway = testGateway()
    const url = new URL(`http://localhost:3000/return?refId=${reference}`)
    expect(await recordReturn(gateway, null, await returnBy(url))).toEqual({ kind: 'unknown' })
    expect((await attemptRow(world.db, attemptId)).first_evidence_at).toBeNull()
  })
})

describe('a second try of the same set', () => {
  async function twoClaims() {
    const { payerId } = await newPayer(world.db)
    const waste = await newAssessment(world.db, 900, { payerId, dueOn: '2098-05-31' })
    const dog = await newAssessment(world.db, 600, { payerId, feeKindCode: 'pes', dueOn: '2098-03-31' })
    return {
      waste,
      dog,
      ids: [waste.assessmentId, dog.assessmentId],
      citizen: await newCitizen(world.db, payerId),
    }
  }
  async function change(
    claim: { assessmentId: string; accountId: number; revenueId: number },
    crowns: number,
  ) {
    await world.db.owner.begin(async (sql) => {
      const [entry] = await sql<{ id: string }[]>`insert into journal_entry
        (kind, effective_on, booked_on, actor_kind, actor_id, source_reference)
        values ('correction', '2026-05-20', '2026-05-20', 'job', 'test', 'test') returning id`
      const id = Number(entry?.id)
      await sql`insert into journal_line values (${id}, 1, ${claim.accountId}, ${claim.assessmentId}, 'debit', ${crowns * 100}),
        (${id}, 2, ${claim.revenueId}, null, null, ${-crowns * 100})`
    })
  }

  test('pays the shares of today, though the sum is the same', async () => {
    const { waste, dog, ids, citizen } = await twoClaims()
    const first = await begin(citizen, ids, 1500)
    await world.decide((await attemptRow(world.db, first.attemptId)).gateway_payment_id, 'cancel')
    await refreshPayment(job, first.attemptId)
    await change(waste, -100)
    await change(dog, 100)
    const second = await begin(citizen, ids, 1500)
    expect(second.orderId).not.toBe(first.orderId)
    expect(await payAndAsk(second.attemptId)).toBe('paid')
    expect((await crownsOn(world.db, waste.assessmentId)).paid).toBe(800)
    expect((await crownsOn(world.db, dog.assessmentId)).paid).toBe(700)
    expect(await creditOn(world.db, waste.accountId)).toBe(0)
  })

  test('writes to the address typed last', async () => {
    const { ids, citizen } = await twoClaims()
    const first = await begin(citizen, ids, 1500, { receiptEmail: 'spatne@posta.example' })
    await begin(citizen, ids, 1500, { receiptEmail: 'dobre@posta.example' })
    const [order] = await world.db.owner`select receipt_email from payment_order where id = ${first.orderId}`
    expect(order?.receipt_email).toBe('dobre@posta.example')
  })

  test('a refused click leaves no order behind', async () => {
    const { ids, citizen } = await twoClaims()
    const countOrders = async () =>
      (await world.db.owner`select id from payment_order where identity_id = ${citizen.identityId}`).length
    expect(await click(citizen, ids, 1499)).toEqual({ ok: false, error: 'amount_changed' })
    expect(await countOrders()).toBe(0)
  })

  test('stops after thirty attempts in an hour', async () => {
    const { ids, citizen } = await twoClaims()
    const { orderId } = await begin(citizen, ids, 1500)
    await world.db
      .owner`insert into payment_attempt (order_id, gateway, amount_hal, is_test, expires_at, state)
      select ${orderId}, 'comgate', 100, true, now(), 'cancelled' from generate_series(1, 30)`
    await world.db
      .owner`update payment_attempt set state = 'cancelled' where order_id = ${orderId} and state = 'waiting'`
    expect(await click(citizen, ids, 1500)).toEqual({ ok: false, error: 'gateway_unavailable' })
    setClock(() => instantAt(Date.now() + 3_700_000))
    expect((await click(citizen, ids, 1500)).ok).toBe(true)
  })
})

test('the gateway learns no address of the payer', async () => {
  const { payerId } = await newPayer(world.db)
  const { assessmentId } = await newAssessment(world.db, 900, { payerId, dueOn: '2098-05-31' })
  const { attemptId } = await begin(await newCitizen(world.db, payerId), [assessmentId], 900, {
    receiptEmail: 'nekdo.cizi@posta.example',
  })
  const { reference } = await attemptRow(world.db, attemptId)
  expect(JSON.stringify(await world.atGateway(reference))).not.toContain('nekdo.cizi')
  await refreshPayment(job, attemptId)
  const rows = await world.db.owner<
    { body: string }[]
  >`select body from gateway_event where attempt_id = ${attemptId}`
  for (const { body } of rows) expect(body).not.toMatch(/@/)
})
