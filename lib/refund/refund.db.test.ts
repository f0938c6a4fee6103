import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeJob, type Officer } from '#lib/actor/actor'
import { instantAt, setClock } from '#lib/core/clock'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { type ProposedRefund, proposeRefund } from '#lib/refund/propose.commands'
import { tendRefunds } from '#lib/refund/tend.commands'
import { reportChargeback } from '#lib/settlement/chargeback/report.commands'
import { newAssessment, newPayer } from '#tests/db/facts'
import { attemptRow, type PaymentWorld, paymentWorld } from '#tests/fixtures/payments'
import { newOfficer, overpaid, resolveByTwo, standing } from '#tests/fixtures/refunds'
import { approveRefund, rejectRefund, resolveRefund } from './decide.commands.ts'
import { sendRefund } from './send.commands.ts'

const job = makeJob('send-refund')
let world: PaymentWorld
let clerk: Officer
let accountant: Officer
let another: Officer
beforeAll(async () => {
  world = await paymentWorld()
  clerk = await newOfficer(world.db, ['refunds.propose'])
  accountant = await newOfficer(world.db)
  another = await newOfficer(world.db)
})
afterEach(async () => {
  setClock(null)
  await world.beGood()
  expect((await verifyLedger(job)).differences).toEqual([])
})
afterAll(() => world.close())

type Overpaid = Awaited<ReturnType<typeof overpaid>>

const wishOf = (paid: Overpaid, crowns: number, credit: number, more: Partial<ProposedRefund> = {}) => ({
  accountId: paid.accountId,
  ground: 'credit' as const,
  entitled: { payerId: paid.payerId },
  amountHal: BigInt(crowns * 100),
  seenCreditHal: BigInt(credit * 100),
  to: { attemptId: paid.attemptId },
  ...more,
})

async function propose(wish: ProposedRefund, by = clerk) {
  const proposed = await proposeRefund(by, wish)
  if (!proposed?.ok) throw new Error(`refused: ${proposed?.error}`)
  return proposed.value
}

async function approved(paid: Overpaid, crowns: number, credit: number) {
  const { refundId } = await propose(wishOf(paid, crowns, credit))
  const wish = { refundId, seenAmountHal: BigInt(crowns * 100) }
  expect(await approveRefund(accountant, wish)).toEqual({ ok: true, value: null })
  return refundId
}

async function stateOf(refundId: string) {
  const [row] = await world.db.owner`select state from refund where id = ${refundId}`
  return row?.state
}

async function refundedAtGateway(attemptId: string) {
  const { reference } = await attemptRow(world.db, attemptId)
  const [payment] = await world.atGateway(reference)
  return payment?.refunds.map(({ amount }) => amount / 100)
}

test('proposed, approved, sent and done: each event with its entry', async () => {
  const paid = await overpaid(world, 900)
  const before = await standing(world.db, paid.accountId)
  expect(before.credit).toBe(900)
  const { refundId, state } = await propose(wishOf(paid, 900, 900))
  expect(state).toBe('proposed')
  expect(await standing(world.db, paid.accountId)).toEqual(before)

  await approveRefund(accountant, { refundId, seenAmountHal: 90_000n })
  expect(await standing(world.db, paid.accountId)).toEqual({
    ...before,
    credit: 0,
    payable: before.payable - 900,
  })
  const [job1] = await world.db.owner`select name from pgboss.job where data->>'refundId' = ${refundId}`
  expect(job1?.name).toBe('send-refund')

  expect(await sendRefund(job, refundId)).toBe('done')
  const after = { credit: 0, payable: before.payable, clearing: before.clearing - 900 }
  expect(await standing(world.db, paid.accountId)).toEqual(after)
  expect(await refundedAtGateway(paid.attemptId)).toEqual([900])
  const entries = await world.db.owner`select kind, fingerprint from journal_entry
    where source_reference = ${`refund:${refundId}`} order by id`
  expect([...entries]).toEqual([
    { kind: 'refund', fingerprint: `refund:${refundId}:approved` },
    { kind: 'refund_sent', fingerprint: `refund:${refundId}:done` },
  ])
  const acts = await world.db.owner`select action from audit_entry where subject_id = ${refundId} order by id`
  expect(acts.map((act) => act.action)).toEqual([
    'refund.propose',
    'refund.approve',
    'refund.send',
    'refund.finish',
  ])
})

describe('who may', () => {
  test('without the permission nothing is there', async () => {
    const paid = await overpaid(world, 900)
    const nobody = await newOfficer(world.db, [])
    expect(await proposeRefund(nobody, wishOf(paid, 900, 900))).toBeNull()
    const { refundId } = await propose(wishOf(paid, 900, 900))
    expect(await approveRefund(clerk, { refundId, seenAmountHal: 90_000n })).toBeNull()
    expect(await rejectRefund(clerk, { refundId, reason: 'ne' })).toBeNull()
    expect(await resolveRefund(clerk, { refundId, outcome: 'done', reason: 'ano' })).toBeNull()
  })

  test('above the limit another officer approves; up to it the same one may', async () => {
    const paid = await overpaid(world, 900)
    const { refundId } = await propose(wishOf(paid, 900, 900), accountant)
    const wish = { refundId, seenAmountHal: 90_000n }
    expect(await approveRefund(accountant, wish)).toEqual({ ok: false, error: 'same_officer' })
    const booked = world.db.database.execute(
      `update refund set state = 'approved', approved_by = proposed_by where id = '${refundId}'`,
    )
    await expect(booked).rejects.toMatchObject({ cause: { message: /another officer/ } })
    await world.db.owner`insert into city_setting (key, value, valid_from)
      values ('refundFourEyesAboveHal', '90000', '2020-01-01')`
    try {
      // The settings are kept for a while; later they are read anew.
      setClock(() => instantAt(Date.now() + 60_000))
      expect(await approveRefund(accountant, wish)).toEqual({ ok: true, value: null })
    } finally {
      await world.db.owner`delete from city_setting where key = 'refundFourEyesAboveHal'`
    }
  })

  test('the amount the officer saw must be the one', async () => {
    const paid = await overpaid(world, 900)
    expect(await proposeRefund(clerk, wishOf(paid, 900, 899))).toEqual({ ok: false, error: 'credit_changed' })
    const { refundId } = await propose(wishOf(paid, 900, 900))
    const wish = { refundId, seenAmountHal: 89_999n }
    expect(await approveRefund(accountant, wish)).toEqual({ ok: false, error: 'amount_changed' })
  })
})

describe('once', () => {
  test('of several approvals at once, one moves money', async () => {
    const paid = await overpaid(world, 900)
    const { refundId } = await propose(wishOf(paid, 900, 900))
    const wish = { refundId, seenAmountHal: 90_000n }
    const all = await Promise.all(Array.from({ length: 5 }, () => approveRefund(accountant, wish)))
    expect(all.filter((one) => one?.ok)).toHaveLength(1)
    expect((await standing(world.db, paid.accountId)).credit).toBe(0)
  })

  test('two refunds of one credit: the second finds it gone', async () => {
    const paid = await overpaid(world, 900)
    const both = [await propose(wishOf(paid, 900, 900)), await propose(wishOf(paid, 900, 900))]
    const all = await Promise.all(
      both.map(({ refundId }) => approveRefund(accountant, { refundId, seenAmountHal: 90_000n })),
    )
    expect(all.map((one) => one?.ok).toSorted()).toEqual([false, true])
    expect(all.find((one) => one && !one.ok)).toEqual({ ok: false, error: 'above_credit' })
  })

  test('of several sendings at once, one calls the gateway', async () => {
    const paid = await overpaid(world, 900)
    const refundId = await approved(paid, 900, 900)
    await world.behaveAll({ refundDelayMs: 200 })
    const states = await Promise.all(Array.from({ length: 5 }, () => sendRefund(job, refundId)))
    expect(states.filter((state) => state === 'done')).toHaveLength(1)
    expect(await sendRefund(job, refundId)).toBe('done')
    expect(await refundedAtGateway(paid.attemptId)).toEqual([900])
  })
})

describe('several parts of one payment', () => {
  test('never more than what remains of it', async () => {
    const paid = await overpaid(world, 900)
    expect(await sendRefund(job, await approved(paid, 500, 900))).toBe('done')
    // Credit from elsewhere does not make the payment greater.
    await addCredit(paid.accountId, 500)
    expect(await proposeRefund(clerk, wishOf(paid, 401, 900))).toEqual({ ok: false, error: 'above_payment' })
    const two = [await propose(wishOf(paid, 300, 900)), await propose(wishOf(paid, 300, 900))]
    const all = await Promise.all(
      two.map(({ refundId }) => approveRefund(accountant, { refundId, seenAmountHal: 30_000n })),
    )
    expect(all.find((one) => one && !one.ok)).toEqual({ ok: false, error: 'above_payment' })
    await tendRefunds(job)
    expect(await refundedAtGateway(paid.attemptId)).toEqual([500, 300])
    expect((await standing(world.db, paid.accountId)).credit).toBe(600)
  })
})

describe('when the gateway does not say yes', () => {
  test('refused: the credit is back by a reversing entry', async () => {
    const paid = await overpaid(world, 900)
    const before = await standing(world.db, paid.accountId)
    const refundId = await approved(paid, 900, 900)
    await world.behaveAll({ refundFails: '1400' })
    expect(await sendRefund(job, refundId)).toBe('failed')
    expect(await standing(world.db, paid.accountId)).toEqual(before)
    const [entry] = await world.db.owner`select e.kind from journal_entry e
      join refund r on r.reversal_entry_id = e.id and r.approved_entry_id = e.reverses_entry_id
      where r.id = ${refundId}`
    expect(entry?.kind).toBe('reversal')
  })

  test('silence after doing it: held as unknown, never sent again, closed by an officer', async () => {
    const paid = await overpaid(world, 900)
    const refundId = await approved(paid, 900, 900)
    const before = await standing(world.db, paid.accountId)
    await world.behaveAll({ refundFails: 'timeout-after-storing' })
    expect(await sendRefund(job, refundId)).toBe('unknown')
    await world.beGood()
    await tendRefunds(job)
    expect(await sendRefund(job, refundId)).toBe('unknown')
    expect(await refundedAtGateway(paid.attemptId)).toEqual([900])
    expect(await standing(world.db, paid.accountId)).toEqual(before)
    const word = { refundId, outcome: 'done', reason: 'je ve vyúčtování' } as const
    expect(await resolveRefund(accountant, word)).toEqual({ ok: false, error: 'needs_second_word' })
    expect(await resolveRefund(accountant, word)).toEqual({ ok: false, error: 'needs_second_word' })
    expect(await standing(world.db, paid.accountId)).toEqual(before)
    const differs = { ...word, outcome: 'failed' } as const
    expect(await resolveRefund(another, differs)).toEqual({ ok: false, error: 'words_differ' })
    expect(await resolveRefund(another, word)).toEqual({ ok: true, value: null })
    expect(await resolveRefund(another, word)).toEqual({ ok: false, error: 'not_unknown' })
    const after = await standing(world.db, paid.accountId)
    expect(after).toEqual({ credit: 0, payable: before.payable + 900, clearing: before.clearing - 900 })
  })

  test('an officer finds that nothing went out', async () => {
    const paid = await overpaid(world, 900)
    const refundId = await approved(paid, 900, 900)
    await world.behaveAll({ refundFails: 'html' })
    expect(await sendRefund(job, refundId)).toBe('unknown')
    await resolveByTwo([accountant, another], { refundId, outcome: 'failed', reason: 'brána o něm neví' })
    expect(await standing(world.db, paid.accountId)).toMatchObject({ credit: 900 })
    expect(await stateOf(refundId)).toBe('failed')
  })

  test('approved for an account and taken back by an officer', async () => {
    const paid = await overpaid(world, 900)
    const to = { bankAccount: '19-2000145399/0800' }
    const { refundId } = await propose(wishOf(paid, 900, 900, { to }))
    await approveRefund(accountant, { refundId, seenAmountHal: 90_000n })
    expect(await sendRefund(job, refundId)).toBe('approved')
    const word = { refundId, reason: 'špatný účet' }
    expect(await resolveRefund(accountant, { ...word, outcome: 'done' })).toMatchObject({ ok: false })
    expect(await resolveRefund(accountant, { ...word, outcome: 'failed' })).toMatchObject({ ok: true })
    expect(await standing(world.db, paid.accountId)).toMatchObject({ credit: 900 })
  })

  test('a crash between the call and the commit: held, not repeated', async () => {
    const paid = await overpaid(world, 900)
    const refundId = await approved(paid, 900, 900)
    await world.db.owner.unsafe(`create function break_it() returns trigger language plpgsql as $$
      begin raise exception 'crash'; end $$;
      create trigger broken before insert on gateway_event for each row execute function break_it()`)
    await expect(sendRefund(job, refundId)).rejects.toThrow()
    await world.db.owner.unsafe('drop function break_it() cascade')
    expect(await stateOf(refundId)).toBe('sent')
    // The queue tries again at once: somebody may still be calling.
    expect(await sendRefund(job, refundId)).toBe('sent')
    setClock(() => instantAt(Date.now() + 6 * 60_000))
    await tendRefunds(job)
    expect(await stateOf(refundId)).toBe('unknown')
    expect(await refundedAtGateway(paid.attemptId)).toEqual([900])
  })
})

describe('who is entitled', () => {
  test('the card of a relative who is not the payer gets nothing', async () => {
    const paid = await overpaid(world, 900)
    const wish = wishOf(paid, 900, 900, { to: { attemptId: paid.relativesAttemptId } })
    expect(await proposeRefund(clerk, wish)).toEqual({ ok: false, error: 'not_their_card' })
  })

  test('a pairing that ended meanwhile stops the approval', async () => {
    const paid = await overpaid(world, 900)
    const { refundId } = await propose(wishOf(paid, 900, 900))
    await world.db.owner`update identity_payer set ended_at = now() where payer_id = ${paid.payerId}`
    const wish = { refundId, seenAmountHal: 90_000n }
    expect(await approveRefund(accountant, wish)).toEqual({ ok: false, error: 'not_their_card' })
  })

  test('a third person who paid by mistake gets it on the own card (§ 165)', async () => {
    const paid = await overpaid(world, 900)
    const stranger = await newPayer(world.db)
    await world.db
      .owner`update identity_payer set payer_id = ${stranger.payerId} where payer_id = ${paid.payerId}`
    const entitled = { payerId: stranger.payerId }
    expect(await proposeRefund(clerk, wishOf(paid, 900, 900, { entitled }))).toMatchObject({ ok: false })
    const wish = wishOf(paid, 900, 900, { entitled, ground: 'third_person_mistake' })
    const { refundId } = await propose(wish)
    await approveRefund(accountant, { refundId, seenAmountHal: 90_000n })
    expect(await sendRefund(job, refundId)).toBe('done')
  })

  test('arrears elsewhere go first', async () => {
    const paid = await overpaid(world, 900)
    await newAssessment(world.db, 600, { payerId: paid.payerId, feeKindCode: 'pes', dueOn: '2020-03-31' })
    expect(await proposeRefund(clerk, wishOf(paid, 900, 900))).toEqual({ ok: false, error: 'has_arrears' })
  })

  test('arrears of a fine are no obstacle to a fee: between them an officer decides', async () => {
    const paid = await overpaid(world, 900)
    await newAssessment(world.db, 600, { payerId: paid.payerId, feeKindCode: 'pokuta', dueOn: '2020-03-31' })
    expect(await proposeRefund(clerk, wishOf(paid, 900, 900))).toMatchObject({ ok: true })
  })

  test('what a bank took back is not given back again, and is said so', async () => {
    const paid = await overpaid(world, 900)
    const { refundId } = await propose(wishOf(paid, 300, 900))
    const settler = await newOfficer(world.db, ['settlements.decide'])
    const taken = {
      attemptId: paid.attemptId,
      amountHal: 70_000n,
      seenAmountHal: 90_000n,
      reason: 'dopis banky',
    }
    expect(await reportChargeback(settler, taken)).toMatchObject({ ok: true })
    const wish = { refundId, seenAmountHal: 30_000n }
    expect(await approveRefund(accountant, wish)).toMatchObject({
      ok: false,
      error: expect.stringMatching(/above_/),
    })
  })

  test('insolvency stops proposing, approving and sending', async () => {
    const stop = (payerId: string, isStopped: boolean) =>
      world.db.owner`update payer set allocation_stopped = ${isStopped} where id = ${payerId}`
    const paid = await overpaid(world, 900)
    const { refundId } = await propose(wishOf(paid, 900, 900))
    const wish = { refundId, seenAmountHal: 90_000n }
    await stop(paid.payerId, true)
    expect(await proposeRefund(clerk, wishOf(paid, 900, 900))).toEqual({ ok: false, error: 'stopped' })
    expect(await approveRefund(accountant, wish)).toEqual({ ok: false, error: 'stopped' })
    await stop(paid.payerId, false)
    await approveRefund(accountant, wish)
    await stop(paid.payerId, true)
    expect(await sendRefund(job, refundId)).toBe('approved')
    const sent = world.db.database.execute(`update refund set state = 'sent' where id = '${refundId}'`)
    await expect(sent).rejects.toMatchObject({ cause: { message: /stopped/ } })
    expect(await refundedAtGateway(paid.attemptId)).toEqual([])
    await stop(paid.payerId, false)
    await tendRefunds(job)
    expect(await stateOf(refundId)).toBe('done')
  })
})

describe('the last look before sending', () => {
  test('arrears that came in between: the credit is back and officers decide anew', async () => {
    const paid = await overpaid(world, 900)
    const refundId = await approved(paid, 900, 900)
    await newAssessment(world.db, 500, { payerId: paid.payerId, feeKindCode: 'pes', dueOn: '2024-03-31' })
    expect(await sendRefund(job, refundId)).toBe('proposed')
    expect(await refundedAtGateway(paid.attemptId)).toEqual([])
    expect((await standing(world.db, paid.accountId)).credit).toBe(900)
    const [row] = await world.db
      .owner`select approved_by, approved_entry_id, problem from refund where id = ${refundId}`
    expect(row).toMatchObject({ approved_by: null, approved_entry_id: null })
    expect(row?.problem).toContain('nedoplatek')
    const again = await approveRefund(accountant, { refundId, seenAmountHal: 90_000n })
    expect(again).toEqual({ ok: false, error: 'has_arrears' })
  })

  test('whoever paid is their payer no more, and again: it is approved a second time and leaves once', async () => {
    const paid = await overpaid(world, 900)
    const refundId = await approved(paid, 900, 900)
    const pairing = (endedAt: string | null) =>
      world.db.owner`update identity_payer set ended_at = ${endedAt} where payer_id = ${paid.payerId}`
    await pairing('2026-01-01')
    expect(await sendRefund(job, refundId)).toBe('proposed')
    await pairing(null)
    expect(await approveRefund(accountant, { refundId, seenAmountHal: 90_000n })).toMatchObject({ ok: true })
    expect(await sendRefund(job, refundId)).toBe('done')
    expect(await refundedAtGateway(paid.attemptId)).toEqual([900])
    expect((await verifyLedger(job)).differences).toEqual([])
  })

  test('the database refuses to send what a bank has taken back', async () => {
    const paid = await overpaid(world, 900)
    const refundId = await approved(paid, 900, 900)
    await world.db.owner.unsafe(`alter table chargeback disable trigger user`)
    await world.db
      .owner`insert into chargeback (id, attempt_id, amount_hal, reason, entry_id, actor_kind, actor_id)
      select gen_random_uuid(), ${paid.attemptId}, 90000, 'zkouška', max(id), 'job', 'test' from journal_entry`
    const sent = world.db.database.execute(
      `update refund set state = 'sent', sent_at = now() where id = '${refundId}'`,
    )
    await expect(sent).rejects.toMatchObject({ cause: { message: /remains of the payment/ } })
    expect(await sendRefund(job, refundId)).toBe('proposed')
    await world.db.owner`delete from chargeback where attempt_id = ${paid.attemptId}`
    await world.db.owner.unsafe(`alter table chargeback enable trigger user`)
  })
})

describe('below 200 Kč', () => {
  test('150 waits, revives at 210 for what was asked', async () => {
    const paid = await overpaid(world, 150)
    const toAccount = { to: { bankAccount: '19-2000145399/0800' } }
    const { refundId, state } = await propose(wishOf(paid, 150, 150, toAccount))
    const byCard = await propose(wishOf(paid, 150, 150))
    expect(state).toBe('waiting')
    const wish = { refundId, seenAmountHal: 15_000n }
    expect(await approveRefund(accountant, wish)).toEqual({ ok: false, error: 'not_proposed' })
    await tendRefunds(job)
    expect(await stateOf(refundId)).toBe('waiting')
    await addCredit(paid.accountId, 60)
    await tendRefunds(job)
    const [row] = await world.db
      .owner`select state, amount_hal::int as amount from refund where id = ${refundId}`
    expect(row).toEqual({ state: 'proposed', amount: 15_000 })
    const seen = { refundId: byCard.refundId, seenAmountHal: 15_000n }
    expect(await approveRefund(accountant, seen)).toEqual({ ok: true, value: null })
    // What went back by card is missing for the other one.
    expect(await approveRefund(accountant, { refundId, seenAmountHal: 15_000n })).toEqual({
      ok: false,
      error: 'above_credit',
    })
  })

  test('lapses after 60 days', async () => {
    const paid = await overpaid(world, 150)
    const { refundId } = await propose(wishOf(paid, 150, 150))
    setClock(() => instantAt(Date.now() + 60 * 86_400_000))
    await tendRefunds(job)
    expect(await stateOf(refundId)).toBe('waiting')
    setClock(() => instantAt(Date.now() + 61 * 86_400_000))
    await tendRefunds(job)
    expect(await stateOf(refundId)).toBe('lapsed')
  })

  test('exceptionally goes back with a reason', async () => {
    const paid = await overpaid(world, 150)
    const { refundId, state } = await propose(wishOf(paid, 150, 150, { exceptionalReason: 'ruší účet' }))
    expect(state).toBe('proposed')
    await approveRefund(accountant, { refundId, seenAmountHal: 15_000n })
    expect(await sendRefund(job, refundId)).toBe('done')
  })
})

test('rejected with a reason: no money moves', async () => {
  const paid = await overpaid(world, 900)
  const { refundId } = await propose(wishOf(paid, 900, 900))
  expect(await rejectRefund(accountant, { refundId, reason: ' ' })).toEqual({ ok: false, error: 'no_reason' })
  expect(await rejectRefund(accountant, { refundId, reason: 'už je vráceno' })).toEqual({
    ok: true,
    value: null,
  })
  expect(await stateOf(refundId)).toBe('rejected')
  expect((await standing(world.db, paid.accountId)).credit).toBe(900)
})

test('a refund that the journal does not know is found', async () => {
  const paid = await overpaid(world, 900)
  const refundId = await approved(paid, 900, 900)
  await world.db.owner.unsafe(`alter table refund disable trigger refund_guard;
    update refund set amount_hal = 80000 where id = '${refundId}'`)
  expect((await verifyLedger(job)).differences.map((one) => one.what)).toEqual(['refunds payable'])
  await world.db.owner.unsafe(`update refund set amount_hal = 90000 where id = '${refundId}';
    alter table refund enable trigger refund_guard`)
})

/** Money that came otherwise and lies on no claim. */
async function addCredit(accountId: number, crowns: number) {
  await world.db.owner.begin(async (sql) => {
    const [entry] = await sql<{ id: number }[]>`insert into journal_entry
      (kind, effective_on, booked_on, actor_kind, actor_id, source_reference)
      values ('payment', '2026-05-20', '2026-05-20', 'job', 'test', 'test') returning id`
    await sql`insert into account (kind) values ('cash_desk') on conflict do nothing`
    const [desk] = await sql<{ id: number }[]>`select id from account where kind = 'cash_desk'`
    await sql`insert into journal_line values
      (${entry?.id ?? 0}, 1, ${accountId}, null, 'credit', ${-crowns * 100}),
      (${entry?.id ?? 0}, 2, ${desk?.id ?? 0}, null, null, ${crowns * 100})`
  })
}
