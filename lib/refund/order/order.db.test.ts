import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeJob, type Officer } from '#lib/actor/actor'
import { instantAt, now, setClock } from '#lib/core/clock'
import { addDays, isoDate, pragueDate } from '#lib/core/dates'
import { type Environment, setEnvironment } from '#lib/core/env'
import { nextWorkingDay } from '#lib/core/working-days'
import { undoMatch } from '#lib/matching/undo.commands'
import { tellRefund } from '#lib/notice/refund/tell.commands'
import { cancelRefundOrder } from '#lib/refund/order/cancel.commands'
import { proposeRefund } from '#lib/refund/propose.commands'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment } from '#tests/db/facts'
import { differences, importAndMatch, standing } from '#tests/db/statements'
import { newOfficer, resolveByTwo } from '#tests/fixtures/refunds'
import { approveRefund, resolveRefund } from '../decide.commands.ts'
import { decideStray } from '../decide-stray.commands.ts'
import { followBankRefunds } from '../follow.commands.ts'
import { createRefundOrder, type NewRefundOrder } from './create.commands.ts'
import { orderFile } from './file.ts'
import { leftToSend, showOrderOverview, showRefundOrder } from './orders.queries.ts'

const job = makeJob('tend-refunds')
const today = pragueDate(now())
const account = '19-2000145399/0800'
const theirs = '1265098001/5500'
let db: TestDatabase
let clerk: Officer
let accountant: Officer
let another: Officer
let symbols = 2_601_000
let balance: number

beforeEach(async () => {
  db = await testDatabase()
  await db.owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
    values ('odpad', ${account}, 'CZ6508000000192000145399', '2020-01-01')`
  clerk = await newOfficer(db, ['refunds.propose'])
  accountant = await newOfficer(db)
  another = await newOfficer(db)
  balance = 0
})
afterEach(async () => {
  expect(await differences()).toEqual([])
  await db.close()
})

/** The next statement of today, in which these movements follow what was there; nothing follows from it by itself. */
async function bring(...movements: { crowns: number; vs?: string; from?: string; reversal?: boolean }[]) {
  const opening = balance
  balance += movements.reduce((sum, one) => sum + one.crowns, 0)
  const told = movements.map((one) => ({ ...one, on: today }))
  return importAndMatch({ account, from: today, to: today, opening, movements: told })
}

/** A refund of so many crowns to the payer's account, approved by two officers. */
async function approved(crowns = 900) {
  const variableSymbol = String(++symbols)
  const { accountId, payerId } = await newAssessment(db, 100, { variableSymbol })
  await bring({ crowns: 100 + crowns, vs: variableSymbol })
  const amountHal = BigInt(crowns * 100)
  const proposed = await proposeRefund(clerk, {
    accountId,
    ground: 'credit',
    entitled: { payerId },
    amountHal,
    seenCreditHal: amountHal,
    to: { bankAccount: theirs },
  })
  if (!proposed?.ok) throw new Error(`refused: ${proposed?.error}`)
  const { refundId, reference } = proposed.value
  expect(await approveRefund(accountant, { refundId, seenAmountHal: amountHal })).toMatchObject({ ok: true })
  return { refundId, reference, accountId }
}

const wish = (crowns: number, more: Partial<NewRefundOrder> = {}): NewRefundOrder => ({
  bankAccount: account,
  format: 'abo',
  dueOn: nextWorkingDay(today),
  seenTotalHal: BigInt(crowns * 100),
  ...more,
})

async function order(crowns: number, by = accountant) {
  const made = await createRefundOrder(by, wish(crowns))
  if (!made?.ok) throw new Error(`refused: ${made?.error}`)
  return made.value
}

/** Another officer says what each stray movement is. */
async function decideStrays() {
  for (const { bankEntryId, amountHal } of (await showOrderOverview(another))?.strayMovements ?? []) {
    const wish = { bankEntryId, meaning: 'paid_twice' as const, seenAmountHal: amountHal, reason: 'výpis' }
    expect(await decideStray(another, wish)).toEqual({ ok: true, value: null })
  }
}

async function stateOf(refundId: string) {
  const [row] = await db.owner`select state from refund where id = ${refundId}`
  return row?.state
}

async function creditOf(accountId: number) {
  const [row] =
    await db.owner`select (credit_hal / 100)::int as credit from account_balance where account_id = ${accountId}`
  return row?.credit
}

test('approved refunds leave in one order and are done when the statement shows them', async () => {
  const one = await approved(900)
  const two = await approved(250)
  const made = await order(1150)
  expect(made.items.map((item) => item.reference)).toEqual([one.reference, two.reference])
  expect([await stateOf(one.refundId), await stateOf(two.refundId)]).toEqual(['sent', 'sent'])
  const again = await showRefundOrder(accountant, made.number)
  if (!again) throw new Error('no order')
  expect(orderFile(again).equals(orderFile(made))).toBe(true)

  await bring({ crowns: -900, vs: one.reference, from: theirs })
  expect(await followBankRefunds(job)).toEqual({ done: 1, returned: 0 })
  expect(await followBankRefunds(job)).toEqual({ done: 0, returned: 0 })
  expect([await stateOf(one.refundId), await stateOf(two.refundId)]).toEqual(['done', 'sent'])
  expect(await standing(db, account)).toEqual({ bank_account: balance })
  await bring({ crowns: -250, vs: two.reference })
  expect(await followBankRefunds(job)).toEqual({ done: 1, returned: 0 })
  expect(await showOrderOverview(accountant)).toMatchObject({
    waiting: [],
    orders: [{ number: made.number, seen: 2, items: 2 }],
    strayMovements: [],
  })
})

test('the entitled payer is told once that the money left, and of no account', async () => {
  setEnvironment({ PORTAL_URL: 'https://platby.opava.example' } as Environment)
  const { refundId, reference, accountId } = await approved(900)
  const [person] = await db.owner<{ id: string }[]>`insert into identity (realm, issuer, subject, email)
    values ('citizen', 'https://id.example', ${reference}, 'jana@example.cz') returning id`
  await db.owner`insert into identity_payer (identity_id, payer_id, paired_by)
    select ${person?.id ?? ''}, payer_id, 'clerk' from account where id = ${accountId}`
  expect(await tellRefund(job, refundId), 'nothing left yet').toBe(0)
  await order(900)
  await bring({ crowns: -900, vs: reference })
  await followBankRefunds(job)
  const [queued] = await db.owner`select data from pgboss.job where name = 'refund-done'`
  expect(queued?.data).toEqual({ refundId })
  expect([await tellRefund(job, refundId), await tellRefund(job, refundId)]).toEqual([1, 0])
  const [mail] = await db.owner`select recipient, subject, body from outgoing_mail`
  expect(mail?.recipient).toBe('jana@example.cz')
  expect(mail?.body.replaceAll('\u00a0', ' ')).toContain('jsme vám poslali 900 Kč na váš bankovní účet')
  expect(`${mail?.subject} ${mail?.body}`).not.toMatch(/1265098001|odpad|2700000/)
  setEnvironment(null)
})

test.each(['1265098002/5500', '1265098001', '0000001265098001/5500', 'CZ5855000000001265098001'])(
  'no refund to %s is proposed',
  async (bankAccount) => {
    const { accountId, payerId } = await newAssessment(db, 100, {})
    const wish = {
      ...{ accountId, ground: 'credit' as const, entitled: { payerId } },
      ...{ amountHal: 100n, seenCreditHal: 0n, to: { bankAccount } },
    }
    expect(await proposeRefund(clerk, wish)).toEqual({ ok: false, error: 'wrong_account' })
  },
)

test.each<[string, Partial<NewRefundOrder>, string]>([
  ['from an account that is not the city’s', { bankAccount: '19-19/0100' }, 'not_city_account'],
  ['yesterday', { dueOn: addDays(today, -1) }, 'due_past'],
  ['in two years', { dueOn: addDays(today, 700) }, 'due_far'],
  ['over another sum than waits', { seenTotalHal: 89_999n }, 'total_changed'],
])('no order %s', async (_what, more, error) => {
  const { refundId } = await approved(900)
  expect(await createRefundOrder(accountant, wish(900, more))).toEqual({ ok: false, error })
  expect(await stateOf(refundId)).toBe('approved')
})

test('whoever may not approve makes, sees and cancels none; nothing waiting makes none', async () => {
  expect(await createRefundOrder(clerk, wish(900))).toBeNull()
  expect(await showOrderOverview(clerk)).toBeNull()
  expect(await createRefundOrder(accountant, wish(0))).toEqual({ ok: false, error: 'nothing_waits' })
  await approved(900)
  const { number } = await order(900)
  expect(await showRefundOrder(clerk, number)).toBeNull()
  expect(await cancelRefundOrder(clerk, { number, reason: 'x' })).toBeNull()
  expect(await cancelRefundOrder(accountant, { number: number + 1, reason: 'x' })).toBeNull()
})

test('whoever reads what waits, or an order, reads of its people, and that is recorded', async () => {
  const { accountId } = await approved(900)
  await showOrderOverview(accountant)
  const { number } = await order(900)
  await showRefundOrder(accountant, number)
  expect(await showRefundOrder(clerk, number)).toBeNull()
  const reads =
    await db.owner`select e.subject_id, e.actor_id from audit_entry e join account a on a.payer_id = e.payer_id
    where a.id = ${accountId} and e.action = 'refund_order.read' order by e.id`
  expect([...reads]).toEqual([
    { subject_id: 'waiting', actor_id: accountant.identityId },
    { subject_id: String(number), actor_id: accountant.identityId },
  ])
})

test('of five officers at once, one makes the order', async () => {
  const { refundId } = await approved(900)
  const made = await Promise.all(Array.from({ length: 5 }, () => createRefundOrder(accountant, wish(900))))
  expect(made.filter((one) => one?.ok)).toHaveLength(1)
  expect(await db.owner`select 1 from refund_order_item where refund_id = ${refundId}`).toHaveLength(1)
})

test('a refund of somebody whose money is stopped waits', async () => {
  const { refundId, accountId } = await approved(900)
  await db.owner`update payer set allocation_stopped = true from account a where a.id = ${accountId} and payer.id = a.payer_id`
  expect(await createRefundOrder(accountant, wish(900))).toEqual({ ok: false, error: 'nothing_waits' })
  expect(await stateOf(refundId)).toBe('approved')
})

describe('cancelling', () => {
  test('by another officer its refunds go into another order; the bank’s late movement still counts once', async () => {
    const { refundId, reference } = await approved(900)
    const first = await order(900)
    expect(await cancelRefundOrder(accountant, { number: first.number, reason: 'chyba' })).toEqual({
      ok: false,
      error: 'same_officer',
    })
    const other = await newOfficer(db)
    expect(await cancelRefundOrder(other, { number: first.number, reason: ' ' })).toMatchObject({
      error: 'no_reason',
    })
    expect(await cancelRefundOrder(other, { number: first.number, reason: 'chyba' })).toMatchObject({
      ok: true,
    })
    expect(await cancelRefundOrder(other, { number: first.number, reason: 'x' })).toMatchObject({
      error: 'cancelled_before',
    })
    expect(await stateOf(refundId)).toBe('approved')
    await order(900)
    await bring({ crowns: -900, vs: reference }, { crowns: -900, vs: reference })
    expect(await followBankRefunds(job)).toEqual({ done: 1, returned: 0 })
    // Paid twice: the second one is nobody's, and is shown.
    expect((await showOrderOverview(accountant))?.strayMovements).toMatchObject([
      { amountHal: -90_000n, reference },
    ])
    expect(await standing(db, account)).toEqual({ bank_account: balance, other_movements: 900 })
    expect((await differences()).map((one) => one.what)).toEqual([
      'movement with the number of a refund that nobody has decided about',
    ])
    await decideStrays()
  })

  test('not what was seen at the bank, nor by the database', async () => {
    const one = await approved(900)
    await approved(250)
    const { number } = await order(1150)
    await bring({ crowns: -900, vs: one.reference })
    await followBankRefunds(job)
    const other = await newOfficer(db)
    expect(await cancelRefundOrder(other, { number, reason: 'chyba' })).toMatchObject({
      error: 'seen_at_bank',
    })
    await expect(db.owner`update refund_order set cancelled_by = created_by, cancelled_at = now(), cancel_reason = 'x'
      where id = ${number}`).rejects.toThrow(/seen at the bank/)
    await expect(db.owner`update refund_order set total_hal = 1 where id = ${number}`).rejects.toThrow(
      /only cancelled/,
    )
  })
})

describe('another movement', () => {
  test.each([
    ['of another amount', { crowns: -901 }],
    ['to another account', { crowns: -900, from: '19-19/0100' }],
    ['with another number', { crowns: -900, vs: '2799999999' }],
  ])('%s is left for an officer', async (_what, movement) => {
    const { refundId, reference } = await approved(900)
    await order(900)
    await bring({ vs: reference, ...movement })
    expect(await followBankRefunds(job)).toEqual({ done: 0, returned: 0 })
    expect(await stateOf(refundId)).toBe('sent')
    const isItsNumber = !('vs' in movement)
    expect((await showOrderOverview(accountant))?.strayMovements).toHaveLength(isItsNumber ? 1 : 0)
    await decideStrays()
  })

  test('the bank booked the order as one: an officer says so', async () => {
    const one = await approved(900)
    const two = await approved(250)
    await order(1150)
    await bring({ crowns: -1150 })
    await followBankRefunds(job)
    for (const { refundId } of [one, two]) {
      const told = { refundId, outcome: 'done' as const, reason: 'výpis, jedna položka' }
      expect(await resolveRefund(accountant, told)).toEqual({ ok: false, error: 'needs_second_word' })
      expect(await stateOf(refundId)).toBe('sent')
      expect(await resolveRefund(another, told)).toEqual({ ok: true, value: null })
    }
    expect(await stateOf(two.refundId)).toBe('done')
    // Nobody knows its own movement; the money comes back all the same.
    await bring({ crowns: 250, vs: two.reference })
    expect(await followBankRefunds(job)).toEqual({ done: 0, returned: 1 })
    expect([await stateOf(two.refundId), await creditOf(two.accountId)]).toEqual(['returned', 250])
    expect(await standing(db, account)).toEqual({ bank_account: balance })
  })

  test('the bank refused an item: the credit is back', async () => {
    const { refundId, accountId } = await approved(900)
    await order(900)
    expect(
      await resolveByTwo([accountant, another], { refundId, outcome: 'failed', reason: 'účet je zrušený' }),
    ).toMatchObject({
      ok: true,
    })
    expect([await stateOf(refundId), await creditOf(accountId)]).toEqual(['failed', 900])
  })
})

describe('a movement tells more than what was said before', () => {
  const saidFailed = (refundId: string) =>
    resolveByTwo([accountant, another], { refundId, outcome: 'failed', reason: 'banka odmítla' })

  test('of a cancelled order: done, and no other order sends it again', async () => {
    const { refundId, reference } = await approved(900)
    const { number } = await order(900)
    await cancelRefundOrder(another, { number, reason: 'chyba' })
    await bring({ crowns: -900, vs: reference, from: theirs })
    expect(await followBankRefunds(job)).toEqual({ done: 1, returned: 0 })
    expect(await stateOf(refundId)).toBe('done')
    expect(await createRefundOrder(accountant, wish(900))).toMatchObject({ error: 'nothing_waits' })
    expect(await standing(db, account)).toEqual({ bank_account: balance })
  })

  test('of one said to have failed: its credit is taken again', async () => {
    const { refundId, reference, accountId } = await approved(900)
    await order(900)
    await saidFailed(refundId)
    expect(await creditOf(accountId)).toBe(900)
    await bring({ crowns: -900, vs: reference, from: theirs })
    expect(await followBankRefunds(job)).toEqual({ done: 1, returned: 0 })
    expect([await stateOf(refundId), await creditOf(accountId)]).toEqual(['done', 0])
    expect(await standing(db, account)).toEqual({ bank_account: balance })
  })

  test('where the credit is used by now: nothing of that account leaves before another officer decides', async () => {
    const { refundId, reference, accountId } = await approved(900)
    await order(900)
    await saidFailed(refundId)
    const [row] = await db.owner<{ payer_id: string }[]>`select payer_id from account where id = ${accountId}`
    const entitled = { payerId: row?.payer_id ?? '' }
    const again = await proposeRefund(clerk, {
      ...{ accountId, ground: 'credit', entitled, amountHal: 90_000n, seenCreditHal: 90_000n },
      to: { bankAccount: theirs },
    })
    if (!again?.ok) throw new Error(again?.error)
    const second = { refundId: again.value.refundId, seenAmountHal: 90_000n }
    expect(await approveRefund(accountant, second)).toEqual({ ok: true, value: null })
    await bring({ crowns: -900, vs: reference, from: theirs })
    expect(await followBankRefunds(job)).toEqual({ done: 0, returned: 0 })
    expect([await stateOf(refundId), await stateOf(second.refundId)]).toEqual(['failed', 'approved'])
    expect(await createRefundOrder(accountant, wish(900))).toMatchObject({ error: 'nothing_waits' })
    const byHand = db.owner`update refund set state = 'sent', sent_at = now() where id = ${second.refundId}`
    await expect(byHand).rejects.toThrow(/waits for a decision/)
    const [stray] = (await showOrderOverview(accountant))?.strayMovements ?? []
    const decided = { bankEntryId: stray?.bankEntryId ?? 0, meaning: 'paid_twice', reason: 'výpis' } as const
    const seen = { ...decided, seenAmountHal: -90_000n }
    expect(await decideStray(clerk, seen)).toBeNull()
    expect(await decideStray(accountant, seen)).toMatchObject({ error: 'same_officer' })
    expect(await decideStray(another, { ...seen, reason: ' ' })).toMatchObject({ error: 'no_reason' })
    expect(await decideStray(another, { ...seen, seenAmountHal: 1n })).toMatchObject({
      error: 'amount_changed',
    })
    expect(await decideStray(another, seen)).toEqual({ ok: true, value: null })
    expect(await decideStray(another, seen)).toMatchObject({ error: 'not_stray' })
    expect((await order(900)).items).toHaveLength(1)
  })

  test('the first of two with one number went elsewhere: the second closes it, the first waits for an officer', async () => {
    const { refundId, reference } = await approved(900)
    await order(900)
    await bring(
      { crowns: -900, vs: reference, from: '1000000005/0100' },
      { crowns: -900, vs: reference, from: theirs },
    )
    expect(await followBankRefunds(job)).toEqual({ done: 1, returned: 0 })
    expect(await stateOf(refundId)).toBe('done')
    expect((await showOrderOverview(accountant))?.strayMovements).toHaveLength(1)
    await decideStrays()
  })

  test('what the movement of a refund says is found missing when it is taken away by hand', async () => {
    const { refundId, reference } = await approved(900)
    await order(900)
    await bring({ crowns: -900, vs: reference, from: theirs })
    await followBankRefunds(job)
    await db.owner.begin(async (sql) => {
      await sql`alter table refund_bank_line disable trigger refund_bank_line_append_only`
      await sql`delete from refund_bank_line where refund_id = ${refundId}`
    })
    expect((await differences()).map((one) => one.what)).toEqual([
      'refund said to be out without a movement at the bank',
      'movement with the number of a refund that nobody has decided about',
    ])
    await db.owner`insert into refund_bank_line (bank_entry_id, refund_id, kind)
      select b.id, ${refundId}, 'sent' from bank_entry b where b.variable_symbol = ${reference}`
  })
})

test('arrears that came after the approval: it is put back, and the order is made of what is left', async () => {
  const one = await approved(900)
  const two = await approved(250)
  const [row] = await db.owner<
    { payer_id: string }[]
  >`select payer_id from account where id = ${one.accountId}`
  await newAssessment(db, 500, { payerId: row?.payer_id ?? '', feeKindCode: 'pes', dueOn: '2024-03-31' })
  expect(await createRefundOrder(accountant, wish(1150))).toEqual({ ok: false, error: 'put_back' })
  expect([await stateOf(one.refundId), await creditOf(one.accountId)]).toEqual(['proposed', 900])
  expect((await order(250)).items.map((item) => item.reference)).toEqual([two.reference])
})

test('a file written again leaves out what has been resolved, and none is written of nothing', async () => {
  const one = await approved(900)
  const two = await approved(250)
  const { number } = await order(1150)
  await bring({ crowns: -900, vs: one.reference, from: theirs })
  await followBankRefunds(job)
  const standingOrder = await showRefundOrder(accountant, number)
  if (!standingOrder) throw new Error('no order')
  const left = leftToSend(standingOrder)
  expect(left).toMatchObject({ totalHal: 25_000n, items: [{ reference: two.reference }] })
  await resolveByTwo([accountant, another], { refundId: two.refundId, outcome: 'failed', reason: 'x' })
  const after = await showRefundOrder(accountant, number)
  expect(after && leftToSend(after)).toBeNull()
})

test.each(['2026-12-24', '2026-11-28', '2027-03-26'])(
  'no order for %s, when banks send nothing',
  async (day) => {
    setClock(() => instantAt(Date.parse('2026-11-26T10:00:00Z')))
    expect(await createRefundOrder(accountant, wish(900, { dueOn: isoDate(day) }))).toEqual({
      ok: false,
      error: 'due_not_working',
    })
    setClock(null)
  },
)

describe('sent back', () => {
  test.each([
    ['by a payment', { crowns: 900, from: theirs }],
    ['by the bank’s own reversal', { crowns: 900, from: theirs, reversal: true }],
  ])('%s: the credit is back, once, and nobody can take it as a payment', async (_what, movement) => {
    const { refundId, reference, accountId } = await approved(900)
    await order(900)
    await bring({ crowns: -900, vs: reference, from: theirs })
    expect(await followBankRefunds(job)).toEqual({ done: 1, returned: 0 })
    expect(await creditOf(accountId)).toBe(0)
    await bring({ ...movement, vs: reference })
    expect(await followBankRefunds(job)).toEqual({ done: 0, returned: 1 })
    expect(await followBankRefunds(job)).toEqual({ done: 0, returned: 0 })
    expect([await stateOf(refundId), await creditOf(accountId)]).toEqual(['returned', 900])
    expect(await standing(db, account)).toEqual({ bank_account: balance })
    const matcher = await newOfficer(db, ['matching.write'])
    const [line] = await db.owner`select bank_entry_id from refund_bank_line where kind = 'returned'`
    const undo = { bankEntryId: Number(line?.bank_entry_id), seenAmountHal: 90_000n, reason: 'x' }
    const undone = await undoMatch(matcher, undo)
    expect(undone?.ok ?? false).toBe(false)
  })
})

test('the database lets no refund to an account be sent without an order, nor back without a cancelled one', async () => {
  const { refundId } = await approved(900)
  const set = (change: string) => db.owner.unsafe(`update refund set ${change} where id = '${refundId}'`)
  await expect(set("state = 'sent', sent_at = now()")).rejects.toThrow(/no order sends it/)
  const { number } = await order(900)
  await expect(set("state = 'approved', sent_at = null")).rejects.toThrow(/was not cancelled/)
  await expect(
    db.owner`insert into refund_order_item (order_id, position, refund_id) values (${number}, 2, ${refundId})`,
  ).rejects.toThrow(/does not wait for an order/)
  await expect(set("state = 'returned'")).rejects.toThrow(/no way/)
})
