import { PgDialect } from 'drizzle-orm/pg-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeJob, type Officer } from '#lib/actor/actor'
import { coverArrears } from '#lib/assessment/credit/cover-arrears.commands'
import { readMonthObstacles } from '#lib/close/obstacles.queries'
import { monthOfDay } from '#lib/close/rules'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { nextWorkingDay } from '#lib/core/working-days'
import { takenBackDifferences } from '#lib/ledger/verify-taken-back.queries'
import { matchWaiting } from '#lib/matching/match-waiting.commands'
import { approveRefund } from '#lib/refund/decide.commands'
import { followBankRefunds } from '#lib/refund/follow.commands'
import { createRefundOrder } from '#lib/refund/order/create.commands'
import { waitingForOrder } from '#lib/refund/order/orders.queries'
import { proposeRefund } from '#lib/refund/propose.commands'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment, newPayer } from '#tests/db/facts'
import { differences, importer, type Movement, receive, standing } from '#tests/db/statements'
import { newOfficer } from '#tests/fixtures/refunds'
import { coverReturned } from './cover-returned.commands.ts'
import { followReversals } from './follow-reversals.commands.ts'
import { decideReceivable } from './receivable/decide.commands.ts'
import { showReceivables } from './receivable/listing.queries.ts'
import { openReceivable } from './receivable/open.commands.ts'
import { settleByCredit, settleByReceipt } from './receivable/settle.commands.ts'
import { agreeToWriteOff, proposeWriteOff } from './receivable/write-off.commands.ts'
import { undoMatch } from './undo-match.commands.ts'

const today = pragueDate(now())
const theirs = '1265098001/5500'
const job = makeJob('tend-refunds')
let db: TestDatabase
const account = '19-2000145399/0800'
let clerk: Officer
let accountant: Officer
let another: Officer
let balance = 0
let symbols = 4_200_000

beforeAll(async () => {
  db = await testDatabase()
  await db.owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
    select code, ${account}, 'CZ6508000000192000145399', '2020-01-01' from fee_kind`
  clerk = await newOfficer(db, ['refunds.propose', 'matching.write'])
  accountant = await newOfficer(db, ['refunds.approve', 'settlements.decide'])
  another = await newOfficer(db, ['refunds.approve', 'settlements.decide'])
})
afterEach(async () => expect(await differences()).toEqual([]))
afterAll(() => db.close())

/** A statement of today with these movements; the numbers of its entries. */
async function bring(...movements: Omit<Movement, 'on'>[]) {
  const opening = balance
  balance += movements.reduce((sum, one) => sum + one.crowns, 0)
  const told = movements.map((one) => ({ ref: String(++symbols), ...one, on: today }))
  const number = String(++symbols)
  const report = await receive({ account, number, from: today, to: today, opening, movements: told })
  expect(report.file.refusal).toBeNull()
  const rows = await db.owner<
    { id: string }[]
  >`select id from bank_entry order by id desc limit ${told.length}`
  return { ids: rows.map((row) => Number(row.id)).toReversed(), reversals: report.reversals }
}

/** A payer with a waste claim of 100 crowns, paid together with so much credit by one transfer. */
async function inCredit(credit: number) {
  const { payerId } = await newPayer(db)
  const vs = String(++symbols)
  const waste = await newAssessment(db, 100, { payerId, variableSymbol: vs, dueOn: '2099-05-31' })
  const { ids } = await bring({ crowns: 100 + credit, vs, from: theirs })
  return { payerId, vs, waste, accountId: waste.accountId, receipt: ids[0] ?? 0, crowns: 100 + credit }
}
type InCredit = Awaited<ReturnType<typeof inCredit>>
const takenByBank = (one: InCredit) =>
  bring({ crowns: -one.crowns, vs: one.vs, from: theirs, reversal: true })

const dog = (payerId: string, crowns: number, dueOn = '2024-03-31') =>
  newAssessment(db, crowns, { payerId, feeKindCode: 'pes', dueOn, period: String(++symbols) })

const hal = (crowns: number) => BigInt(crowns * 100)

async function approved(one: { payerId: string; accountId: number }, crowns: number, seen = crowns) {
  const proposed = await proposeRefund(clerk, {
    ...{ accountId: one.accountId, ground: 'credit', entitled: { payerId: one.payerId } },
    ...{ amountHal: hal(crowns), seenCreditHal: hal(seen) },
    ...{ to: { bankAccount: theirs }, exceptionalReason: 'zkouška' },
  })
  if (!proposed?.ok) throw new Error(`not proposed: ${proposed?.error}`)
  const { refundId, reference } = proposed.value
  return {
    refundId,
    reference,
    ended: await approveRefund(accountant, { refundId, seenAmountHal: hal(crowns) }),
  }
}

async function inOrder() {
  const waiting = await waitingForOrder(db.database)
  const seenTotalHal = waiting.reduce((sum, one) => sum + one.amountHal, 0n)
  const order = { bankAccount: account, format: 'abo', dueOn: nextWorkingDay(today), seenTotalHal } as const
  expect(await createRefundOrder(accountant, order)).toMatchObject({ ok: true })
}

/** So much of the credit is out: approved, ordered, and gone by the bank's statement. */
async function refunded(one: { payerId: string; accountId: number }, crowns: number, seen = crowns) {
  const { refundId, reference } = await approved(one, crowns, seen)
  await inOrder()
  const { ids } = await bring({ crowns: -crowns, vs: reference, from: theirs })
  await followBankRefunds(job)
  expect(await stateOf(refundId)).toBe('done')
  return { refundId, reference, line: ids[0] ?? 0 }
}

const stateOf = async (refundId: string) =>
  (await db.owner`select state from refund where id = ${refundId}`)[0]?.state
const paid = async (claim: { assessmentId: string }) =>
  Number(
    (await db.owner`select paid_hal from assessment_balance where assessment_id = ${claim.assessmentId}`)[0]
      ?.paid_hal,
  ) / 100
const credit = async (accountId: number) =>
  Number(
    (await db.owner`select credit_hal from account_balance where account_id = ${accountId}`)[0]?.credit_hal ??
      0,
  ) / 100
const unidentified = async () => (await standing(db, account)).unidentified ?? 0
/** The receivables of what a bank took back, in crowns. */
const receivables = (one: { receipt: number }) => db.owner<
  { id: string; account_id: string; refund_id: string | null; crowns: number; remains: number }[]
>`
  select id, account_id, refund_id, (amount_hal / 100)::int as crowns, (remains_of_receivable(id) / 100)::int as remains
    from receivable where bank_entry_id = ${one.receipt} order by id`

describe('the bank takes a transfer back after its money moved on', () => {
  test('credit that covered arrears of another fee comes back, and both claims are open again', async () => {
    const one = await inCredit(900)
    const arrears = await dog(one.payerId, 600)
    await coverArrears(makeJob('cover-arrears'))
    expect([await paid(arrears), await credit(one.accountId)]).toEqual([600, 300])
    const before = await unidentified()
    const { reversals } = await takenByBank(one)
    expect(reversals).toEqual({ takenBack: 1, receivables: 0 })
    expect([await paid(one.waste), await paid(arrears), await credit(one.accountId)]).toEqual([0, 0, 0])
    expect(await unidentified()).toBe(before)
    expect(await receivables(one)).toEqual([])
  })

  test('of credit that is partly another payment’s, the rest stays, and covers again', async () => {
    const one = await inCredit(900)
    const arrears = await dog(one.payerId, 1300)
    await bring({ crowns: 500, vs: one.vs, from: '19/0800' })
    await coverArrears(makeJob('cover-arrears'))
    expect([await paid(arrears), await credit(one.accountId)]).toEqual([1300, 100])
    await takenByBank(one)
    // The other 500 belong on the waste claim that is open again, and then on the dog.
    expect([await paid(one.waste), await paid(arrears), await credit(one.accountId)]).toEqual([100, 0, 400])
    await coverArrears(makeJob('cover-arrears'))
    expect([await paid(arrears), await credit(one.accountId)]).toEqual([400, 0])
  })

  test('an approved refund that nobody has sent is cancelled', async () => {
    const one = await inCredit(900)
    const { refundId } = await approved(one, 900)
    await takenByBank(one)
    expect(await stateOf(refundId)).toBe('failed')
    expect([await paid(one.waste), await credit(one.accountId)]).toEqual([0, 0])
    expect(await receivables(one)).toEqual([])
    expect((await waitingForOrder(db.database)).map((item) => item.refundId)).not.toContain(refundId)
  })

  test('a refund that left is a receivable, and nothing of it can be sent out again', async () => {
    const one = await inCredit(900)
    const { refundId } = await refunded(one, 900)
    const before = await unidentified()
    const { reversals } = await takenByBank(one)
    expect(reversals).toEqual({ takenBack: 1, receivables: 1 })
    expect([await paid(one.waste), await credit(one.accountId)]).toEqual([0, 0])
    expect(await unidentified()).toBe(before)
    expect(await receivables(one)).toMatchObject([
      { account_id: String(one.accountId), refund_id: refundId, crowns: 900, remains: 900 },
    ])
    // The same money comes once more, and is credit of somebody who owes the city as much.
    await bring({ crowns: 1000, vs: one.vs, from: theirs })
    expect(await credit(one.accountId)).toBe(900)
    await expect(approved(one, 900)).rejects.toThrow('owes_city')
  })

  test('claims paid by other money stay paid', async () => {
    const one = await inCredit(900)
    await refunded(one, 900)
    const later = await newAssessment(db, 700, {
      ...{ payerId: one.payerId, variableSymbol: one.vs, dueOn: '2099-06-30', period: '2099' },
    })
    await bring({ crowns: 700, vs: one.vs, from: '19/0800' })
    await takenByBank(one)
    expect([await paid(one.waste), await paid(later)]).toEqual([0, 700])
    expect(await receivables(one)).toMatchObject([{ crowns: 900 }])
  })

  test('through another account: its claim was cancelled and the money given back from there', async () => {
    const one = await inCredit(900)
    const arrears = await dog(one.payerId, 600)
    await coverArrears(makeJob('cover-arrears'))
    await db.owner.begin(async (sql) => {
      const [entry] = await sql<{ id: string }[]>`insert into journal_entry
        (kind, effective_on, booked_on, actor_kind, actor_id, source_reference)
        values ('cancellation', ${today}, ${today}, 'job', 'test', 'test') returning id`
      await sql`insert into journal_line values
        (${Number(entry?.id)}, 1, ${arrears.accountId}, ${arrears.assessmentId}, 'debit', -60000),
        (${Number(entry?.id)}, 2, ${arrears.revenueId}, null, null, 60000),
        (${Number(entry?.id)}, 3, ${arrears.accountId}, ${arrears.assessmentId}, 'credit', 60000),
        (${Number(entry?.id)}, 4, ${arrears.accountId}, null, 'credit', -60000)`
    })
    const { refundId } = await refunded({ payerId: one.payerId, accountId: arrears.accountId }, 400, 600)
    await takenByBank(one)
    expect([await paid(one.waste), await credit(one.accountId), await credit(arrears.accountId)]).toEqual([
      0, 0, 0,
    ])
    expect(await receivables(one)).toMatchObject([
      { account_id: String(arrears.accountId), refund_id: refundId, crowns: 400 },
    ])
  })

  test('what the bank had returned of a refund and takes back again: the refund is out', async () => {
    const one = await inCredit(900)
    const { refundId, reference } = await refunded(one, 900)
    const back = { crowns: 900, vs: reference, from: theirs }
    await bring(back)
    await followBankRefunds(job)
    expect([await stateOf(refundId), await credit(one.accountId)]).toEqual(['returned', 900])
    await bring({ ...back, crowns: -900, reversal: true })
    expect([await stateOf(refundId), await credit(one.accountId)]).toEqual(['done', 0])
  })

  test('five rounds at the same time take it back once', async () => {
    const one = await inCredit(300)
    const { reversals } = await takenByBank(one)
    const again = await Promise.all(Array.from({ length: 5 }, () => followReversals(importer)))
    expect([reversals, ...again].reduce((sum, round) => sum + round.takenBack, 0)).toBe(1)
  })

  test('its reversal is itself reversed: the money waits for its payer again', async () => {
    const one = await inCredit(200)
    await takenByBank(one)
    expect(await paid(one.waste)).toBe(0)
    await bring({ crowns: 300, vs: one.vs, from: theirs, reversal: true })
    expect([await paid(one.waste), await credit(one.accountId)]).toEqual([100, 200])
    await takenByBank(one)
    expect([await paid(one.waste), await credit(one.accountId)]).toEqual([0, 0])
  })
})

describe('an officer takes a match back whose money left', () => {
  test('it is refused and nothing changes, unless the officer says that it becomes a receivable', async () => {
    const one = await inCredit(900)
    const arrears = await dog(one.payerId, 300)
    await coverArrears(makeJob('cover-arrears'))
    await refunded(one, 600)
    const wish = { bankEntryId: one.receipt, seenAmountHal: hal(1000), reason: 'omyl' }
    expect(await undoMatch(clerk, wish)).toEqual({ ok: false, error: 'money_gone' })
    expect([await paid(one.waste), await paid(arrears)]).toEqual([100, 300])
    expect(await undoMatch(clerk, { ...wish, leavesReceivable: true })).toEqual({ ok: true, value: null })
    expect([await paid(one.waste), await paid(arrears)]).toEqual([0, 0])
    expect(await receivables(one)).toMatchObject([{ crowns: 600 }])
    expect(await matchWaiting(importer)).toMatchObject({ matched: 0 })
  })
})

describe('how a receivable ends', () => {
  async function owed() {
    const one = await inCredit(900)
    const { refundId, reference } = await refunded(one, 900)
    await takenByBank(one)
    const [row] = await receivables(one)
    const receivableId = Number(row?.id)
    const remains = async () => (await receivables(one))[0]?.remains
    return { ...one, receivableId, remains, refundId, reference }
  }
  const decide = (receivableId: number, debtor: { payerExternalId: string } | { name: string }) =>
    decideReceivable(accountant, {
      ...{ receivableId, seenRemainsHal: hal(900), debtor },
      ...{ ground: 'unjust_enrichment', reason: 'peníze dostal neprávem' },
    })
  const numberOf = async (payerId: string) =>
    (await db.owner`select external_id from payer where id = ${payerId}`)[0]?.external_id as string

  test('an officer decides; money comes and is laid on it, once; what is over is the payer’s', async () => {
    const one = await owed()
    expect(await decideReceivable(clerk, { receivableId: one.receivableId } as never)).toBeNull()
    const { ids } = await bring({ crowns: 950, vs: '777', from: theirs })
    const bankEntryId = ids[0] ?? 0
    const lay = { receivableId: one.receivableId, bankEntryId, seenAmountHal: hal(950), reason: 'zaplatil' }
    expect(await settleByReceipt(accountant, lay)).toEqual({ ok: false, error: 'not_decided' })
    expect(await decide(one.receivableId, { name: 'Jan Příjemce' })).toEqual({ ok: true, value: null })
    expect(await settleByReceipt(accountant, lay)).toEqual({ ok: false, error: 'above_remains' })
    expect(await decide(one.receivableId, { payerExternalId: await numberOf(one.payerId) })).toMatchObject({
      ok: true,
    })
    const laid = await Promise.all(Array.from({ length: 5 }, () => settleByReceipt(accountant, lay)))
    expect(laid.filter((end) => end?.ok)).toHaveLength(1)
    expect([await one.remains(), await paid(one.waste)]).toEqual([0, 50])
    // The bank takes that back too: it is owed again.
    await bring({ crowns: -950, vs: '777', from: theirs, reversal: true })
    expect([await one.remains(), await paid(one.waste)]).toEqual([900, 0])
  })

  test('credit of the payer is laid on it, not of somebody else’s debt', async () => {
    const one = await owed()
    await bring({ crowns: 500, vs: one.vs, from: theirs })
    expect(await credit(one.accountId)).toBe(400)
    await decide(one.receivableId, { name: 'Jan Příjemce' })
    const wish = { receivableId: one.receivableId, seenRemainsHal: hal(900), reason: 'započteno' }
    expect(await settleByCredit(accountant, wish)).toEqual({ ok: false, error: 'not_theirs' })
    await decide(one.receivableId, { payerExternalId: await numberOf(one.payerId) })
    expect(await settleByCredit(accountant, wish)).toEqual({ ok: true, value: hal(400) })
    expect([await one.remains(), await credit(one.accountId)]).toEqual([500, 0])
  })

  test('two officers write it off; the database wants two as well', async () => {
    const one = await owed()
    const wish = { receivableId: one.receivableId, seenRemainsHal: hal(900), reason: 'nedobytné' }
    expect(await agreeToWriteOff(another, wish)).toEqual({ ok: false, error: 'not_proposed' })
    expect(await proposeWriteOff(accountant, wish)).toEqual({ ok: false, error: 'not_decided' })
    await decide(one.receivableId, { name: 'Jan Příjemce' })
    expect(await proposeWriteOff(clerk, wish)).toBeNull()
    expect(await proposeWriteOff(accountant, wish)).toEqual({ ok: true, value: null })
    expect(await agreeToWriteOff(accountant, wish)).toEqual({ ok: false, error: 'same_officer' })
    const ends = await Promise.all(Array.from({ length: 5 }, () => agreeToWriteOff(another, wish)))
    expect(ends.filter((end) => end?.ok)).toHaveLength(1)
    expect(await one.remains()).toBe(0)
    await expect(db.owner`update receivable set amount_hal = 1`).rejects.toThrow(/append-only/)
    await expect(db.owner`insert into receivable_move
      (receivable_id, kind, amount_hal, entry_id, reason, actor_kind, actor_id)
      select receivable_id, 'credit', 1, entry_id, 'x', 'job', 'x' from receivable_move where write_off_id is not null
       order by id desc limit 1`).rejects.toThrow(/more is settled/)
  })

  test('the refund by which it left comes back: that covers it, and it does not leave twice', async () => {
    const one = await owed()
    await bring({ crowns: 900, vs: one.reference, from: theirs })
    await followBankRefunds(job)
    expect(await coverReturned(job)).toBe(1)
    expect([await one.remains(), await credit(one.accountId), await stateOf(one.refundId)]).toEqual([
      0,
      0,
      'returned',
    ])
    expect(await coverReturned(job)).toBe(0)
  })
})

test('a reversal nobody knows the original of is told, and becomes a receivable once', async () => {
  const { ids } = await bring({ crowns: -250, vs: String(++symbols), from: theirs, reversal: true })
  const bankEntryId = ids[0] ?? 0
  const obstacles = async () =>
    (await readMonthObstacles(db.database, monthOfDay(today))).filter((one) =>
      ['reversals_unknown', 'receivables_undecided'].includes(one.kind),
    )
  expect(await obstacles()).toContainEqual({ kind: 'reversals_unknown', count: 1, amountHal: hal(250) })
  expect(await openReceivable(clerk, { bankEntryId, seenAmountHal: hal(250) })).toBeNull()
  const wish = { bankEntryId, seenAmountHal: hal(250) }
  const opened = await Promise.all(Array.from({ length: 3 }, () => openReceivable(accountant, wish)))
  expect(opened.filter((one) => one?.ok)).toHaveLength(1)
  expect((await obstacles()).map((one) => one.kind)).toEqual(['receivables_undecided'])
})

test('the office sees receivables; whose they are only who may, and the reading is recorded', async () => {
  const one = await inCredit(900)
  await refunded(one, 900)
  await takenByBank(one)
  const [payer] = await db.owner<
    { external_id: string }[]
  >`select external_id from payer where id = ${one.payerId}`
  const of = { payerExternalId: payer?.external_id ?? '' }
  const viewer = await newOfficer(db, ['payments.read'])
  expect(await showReceivables(clerk, of)).toBeNull()
  expect(await showReceivables(viewer, of)).toMatchObject([
    { state: 'open', source: 'transfer', payerExternalId: null },
  ])
  const reader = await newOfficer(db, ['payments.read', 'payers.read'])
  expect(await showReceivables(reader, of)).toMatchObject([{ remainsHal: hal(900), ...of }])
  expect(
    await db.owner`select 1 from audit_entry where action = 'receivable.list'
    and actor_id = ${reader.identityId} and payer_id = ${one.payerId}`,
  ).toHaveLength(1)
})

describe('ledger verify speaks when somebody undoes it by hand', () => {
  /** What it says of a change that is taken back afterwards. */
  async function said(change: (sql: TestDatabase['owner']) => Promise<unknown>): Promise<string[]> {
    const undone = new Error('undone')
    let whats: string[] = []
    await db.owner
      .begin(async (sql) => {
        for (const table of ['bank_match', 'journal_entry', 'journal_line', 'receivable'])
          await sql`alter table ${sql(table)} disable trigger user`
        await change(sql as unknown as TestDatabase['owner'])
        const rows = await sql<{ what: string }[]>`${sql.unsafe(takenBackText)}`
        whats = [...new Set(rows.map((row) => row.what))]
        throw undone
      })
      .catch((error) => {
        if (error !== undone) throw error
      })
    return whats
  }
  const takenBackText = new PgDialect().sqlToQuery(takenBackDifferences).sql

  test.each<[string, string, (one: InCredit, sql: TestDatabase['owner']) => Promise<unknown>]>([
    [
      'a receipt the bank took back lies on its payers',
      'receipt the bank took back still lies on its payers',
      (one, sql) => sql`delete from bank_match where bank_entry_id = ${one.receipt} and state = 'undone'`,
    ],
    [
      'a reversal without its counterpart',
      'bank reversal: not the opposite of what it takes back',
      (one, sql) => sql`update journal_line set amount_hal = amount_hal + 100
        where entry_id = (select journal_entry_id from bank_entry where reverses_bank_entry_id = ${one.receipt})
          and line_number = 1`,
    ],
    [
      'a match taken back by another entry',
      'match taken back: its reversal is another entry',
      (one, sql) => sql`update journal_entry set reverses_entry_id = null where id = (
        select journal_entry_id from bank_match where bank_entry_id = ${one.receipt} and state = 'undone')`,
    ],
    [
      'a transfer of credit whose source is gone',
      'receivable: credit moved from its money still covers another account',
      (one, sql) => sql`update journal_entry set reverses_entry_id = null
        where reverses_entry_id in (select id from journal_entry where kind = 'credit_transfer'
          and id in (select entry_id from journal_line where account_id = ${one.accountId}))`,
    ],
    [
      'a receivable nobody wrote down',
      'receivables: told and in the journal',
      (one, sql) => sql`delete from receivable where bank_entry_id = ${one.receipt}`,
    ],
    [
      'a receivable of another amount',
      'receivable: booked otherwise than it is told',
      (one, sql) =>
        sql`update receivable set amount_hal = amount_hal + 1 where bank_entry_id = ${one.receipt}`,
    ],
  ])('%s', async (_, what, change) => {
    const one = await inCredit(900)
    await dog(one.payerId, 300)
    await coverArrears(makeJob('cover-arrears'))
    await refunded(one, 600)
    await takenByBank(one)
    expect(await said(async () => null)).toEqual([])
    expect(await said((sql) => change(one, sql))).toContain(what)
  })
})
