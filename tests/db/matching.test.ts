import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCitizen, makeOfficer } from '#lib/actor/actor'
import type { Permission } from '#lib/actor/permissions'
import { readClaim } from '#lib/assessment/claims.queries'
import { setClock } from '#lib/core/clock'
import { assignReceipt } from '#lib/matching/assign.commands'
import { matchWaiting } from '#lib/matching/match-waiting.commands'
import { undoMatch } from '#lib/matching/undo.commands'
import { type TestDatabase, testDatabase } from './database.ts'
import { newAssessment, newPayer } from './facts.ts'
import {
  confirmOpeningOf,
  differences,
  importer,
  type Movement,
  newCityAccount,
  receive,
  standing,
} from './statements.ts'

let db: TestDatabase
let account: string
let heldCrowns = 0
beforeAll(async () => {
  // Each statement is of another month, some of them of years to come.
  setClock(() => new Date('2040-01-15T12:00:00Z'))
  db = await testDatabase()
  account = await newCityAccount(db, ['odpad', 'pes'])
  await confirmOpeningOf(account, 0)
})
afterAll(() => {
  setClock(null)
  return db.close()
})

const officer = (permissions: Permission[] = ['matching.write']) =>
  makeOfficer({
    identityId: randomUUID(),
    sessionId: randomUUID(),
    name: 'Eva',
    roles: ['clerk'],
    permissions: new Set(permissions),
  })

let nextSymbol = 40_100_017
/** Symbols far apart, so that none is a slip of another. */
function newSymbol(): string {
  nextSymbol += 1_234_567
  return String(nextSymbol)
}

let month = 0
/** One statement a month of the one account, each following the last; the numbers of its entries. */
async function bring(...movements: Omit<Movement, 'on'>[]) {
  month++
  const on = `2026-${String((month % 12) + 1).padStart(2, '0')}-15`
  const year = 2026 + Math.floor(month / 12)
  const day = on.replace('2026', String(year))
  const report = await receive({
    account,
    from: day,
    to: day,
    opening: heldCrowns,
    movements: movements.map((movement) => ({ ...movement, on: day, ref: randomUUID() })),
  })
  heldCrowns += movements.reduce((sum, one) => sum + one.crowns, 0)
  expect(report.file.refusal).toBeNull()
  const rows = await db.owner<
    { id: string }[]
  >`select b.id from bank_entry b join bank_statement s on s.id = b.statement_id
    where s.bank_account = ${account} and s.to_on = ${day} order by b.position`
  return { ids: rows.map((row) => Number(row.id)), day, matching: report.matching }
}

async function paid(assessmentId: string) {
  const [row] = await db.owner<{ paid_hal: string; legal_state: string }[]>`
    select b.paid_hal, a.legal_state from assessment_balance b join assessment a on a.id = b.assessment_id
     where b.assessment_id = ${assessmentId}`
  return { crowns: Number(row?.paid_hal) / 100, state: row?.legal_state }
}

async function credit(accountId: number) {
  const [row] = await db.owner`select credit_hal from account_balance where account_id = ${accountId}`
  return Number(row?.credit_hal ?? 0) / 100
}

interface Proposed {
  score: number
  reasons: string[]
  parts: { accountId: number; amountHal: string }[]
}
const proposals = (bankEntryId: number) => db.owner<Proposed[]>`
  select score, reasons, parts from bank_proposal p where bank_entry_id = ${bankEntryId} and position > 0
     and round = (select max(round) from bank_proposal where bank_entry_id = p.bank_entry_id) order by position`

const turns = (bankEntryId: number) => db.owner`
  select state, rule, actor_kind from bank_match where bank_entry_id = ${bankEntryId} order by turn`

describe('what is certain is laid by itself', () => {
  test('the citizen sees the transfer with its day', async () => {
    const vs = newSymbol()
    const { payerId } = await newPayer(db)
    const claim = await newAssessment(db, 900, { payerId, variableSymbol: vs, dueOn: '2028-05-31' })
    const { day, ids } = await bring({ crowns: 900, vs })
    const citizen = makeCitizen({
      identityId: randomUUID(),
      sessionId: randomUUID(),
      payerId,
      givenName: null,
      familyName: null,
      email: null,
    })
    const seen = await readClaim(citizen, claim.assessmentId)
    expect(seen?.movements.at(-1)).toMatchObject({
      kind: 'payment',
      way: 'transfer',
      effectiveOn: day,
      dayIsProvisional: false,
      side: 'credit',
      amountHal: 90000n,
    })
    expect(seen?.claim.legalState).toBe('settled_on_time')
    expect(await turns(ids[0] ?? 0)).toEqual([
      { state: 'matched', rule: 'variable_symbol', actor_kind: 'job' },
    ])
  })

  test('the order of § 152, and the rest is credit', async () => {
    const vs = newSymbol()
    const old = await newAssessment(db, 660, { variableSymbol: vs, period: '2024', dueOn: '2024-05-31' })
    const { payerId } = old
    const recent = await newAssessment(db, 900, {
      payerId,
      variableSymbol: vs,
      period: '2028',
      dueOn: '2028-05-31',
    })
    await bring({ crowns: 700, vs }, { crowns: 1000, vs })
    expect(await paid(old.assessmentId)).toEqual({ crowns: 660, state: 'to_be_assessed' })
    expect(await paid(recent.assessmentId)).toEqual({ crowns: 900, state: 'settled_on_time' })
    expect(await credit(old.accountId)).toBe(140)
  })

  test('two equal payments are two', async () => {
    const vs = newSymbol()
    const claim = await newAssessment(db, 900, { variableSymbol: vs })
    await bring({ crowns: 900, vs }, { crowns: 900, vs })
    expect(await paid(claim.assessmentId)).toMatchObject({ crowns: 900 })
    expect(await credit(claim.accountId)).toBe(900)
  })

  test('a claim that comes after its money is paid by the next round', async () => {
    const vs = newSymbol()
    const { ids } = await bring({ crowns: 600, vs })
    expect(await turns(ids[0] ?? 0)).toEqual([])
    const claim = await newAssessment(db, 600, { feeKindCode: 'pes', variableSymbol: vs })
    expect(await matchWaiting(importer)).toMatchObject({ matched: 1 })
    expect(await paid(claim.assessmentId)).toMatchObject({ crowns: 600 })
  })
})

describe('what is not certain waits with its reasons', () => {
  /** Nothing is laid; the best proposal. */
  async function expectWaiting(bankEntryId: number | undefined) {
    expect(await turns(bankEntryId ?? 0)).toEqual([])
    const [best] = await proposals(bankEntryId ?? 0)
    return best
  }

  test('two digits swapped', async () => {
    const claim = await newAssessment(db, 900, { variableSymbol: '5512345678' })
    const { ids } = await bring({ crowns: 900, vs: '5512354678' })
    const best = await expectWaiting(ids[0])
    expect(best).toMatchObject({ score: 60, reasons: ['symbol_one_digit', 'amount_open'] })
    expect(best?.parts).toMatchObject([{ accountId: claim.accountId, amountHal: '90000' }])
    expect(await paid(claim.assessmentId)).toMatchObject({ crowns: 0 })
  })

  test('the symbol only in the message, with last year’s amount', async () => {
    const vs = newSymbol()
    const { payerId } = await newAssessment(db, 660, {
      variableSymbol: vs,
      period: '2025',
      dueOn: '2025-05-31',
    })
    await bring({ crowns: 660, vs })
    await newAssessment(db, 900, { payerId, variableSymbol: vs, period: '2026' })
    const { ids } = await bring({ crowns: 660, message: `odpad Jana ${vs}` })
    expect(await expectWaiting(ids[0])).toMatchObject({
      reasons: ['symbol_in_message', 'amount_last_year'],
      score: 65,
    })
  })

  test('one symbol of two payers', async () => {
    const vs = newSymbol()
    const first = await newAssessment(db, 900, { variableSymbol: vs })
    const second = await newAssessment(db, 540, { variableSymbol: vs })
    const { ids } = await bring({ crowns: 540, vs })
    const best = await expectWaiting(ids[0])
    expect(best?.parts[0]?.accountId).toBe(second.accountId)
    expect(best?.reasons).toEqual(['symbol_of_several', 'amount_open'])
    expect(await paid(first.assessmentId)).toMatchObject({ crowns: 0 })
  })

  test('the sum of a household', async () => {
    const vs = newSymbol()
    const mother = await newAssessment(db, 900, { variableSymbol: vs })
    const child = await newAssessment(db, 540, { variableSymbol: newSymbol() })
    await db.owner`insert into payer_link (acting_payer_id, for_payer_id, kind, valid_from, source)
      values (${mother.payerId}, ${child.payerId}, 'common_remitter', '2020-01-01', 'test')`
    const { ids } = await bring({ crowns: 1440, vs })
    const best = await expectWaiting(ids[0])
    expect(best?.reasons).toEqual(['household_sum', 'amount_open'])
    expect(best?.parts.map((part) => [part.accountId, part.amountHal])).toEqual([
      [mother.accountId, '90000'],
      [child.accountId, '54000'],
    ])
  })

  test('a payer known from before, and the name', async () => {
    const vs = newSymbol()
    const { payerId } = await newPayer(db, { familyName: 'Šťáhlavský' })
    await newAssessment(db, 100, { payerId, variableSymbol: vs, period: '2025' })
    await bring({ crowns: 100, vs, from: '4321/0300' })
    const claim = await newAssessment(db, 900, { payerId, period: '2027', dueOn: '2027-05-31' })
    const { ids } = await bring({ crowns: 900, from: '000000-0000004321/0300', name: 'STAHLAVSKY JANA' })
    const best = await expectWaiting(ids[0])
    expect(best?.parts[0]?.accountId).toBe(claim.accountId)
    expect(best?.reasons).toEqual(['payer_account_known', 'name_and_amount', 'amount_open'])
  })

  test('far more than is owed, and an account kept elsewhere', async () => {
    const vs = newSymbol()
    await newAssessment(db, 900, { variableSymbol: vs })
    const far = await bring({ crowns: 90_000, vs })
    expect((await expectWaiting(far.ids[0]))?.reasons).toContain('far_above_open')
    await db.owner`update fee_kind set posting = 'mirror' where code = 'pes'`
    const mirrored = newSymbol()
    await newAssessment(db, 600, { feeKindCode: 'pes', variableSymbol: mirrored })
    const elsewhere = await bring({ crowns: 600, vs: mirrored })
    expect((await expectWaiting(elsewhere.ids[0]))?.reasons).toContain('kept_elsewhere')
    await db.owner`update fee_kind set posting = 'book' where code = 'pes'`
  })

  test('a symbol of a fee that is paid to another account', async () => {
    const vs = newSymbol()
    await newAssessment(db, 500, { feeKindCode: 'pokuta', variableSymbol: vs })
    const { ids } = await bring({ crowns: 500, vs })
    expect(await expectWaiting(ids[0])).toBeUndefined()
  })

  test('the same proposals are not stored again', async () => {
    await matchWaiting(importer, { proposeAgain: true })
    const count = async () => (await db.owner`select count(*) as n from bank_proposal`)[0]?.n
    const before = await count()
    await matchWaiting(importer, { proposeAgain: true })
    expect(await count()).toBe(before)
  })
})

describe('an officer', () => {
  async function waiting(crowns: number) {
    const { ids } = await bring({ crowns, message: 'za nás' })
    return ids[0] ?? 0
  }
  const part = (claim: { payerId: string }, crowns: number, feeKindCode = 'odpad') => ({
    payerId: claim.payerId,
    feeKindCode,
    amountHal: BigInt(crowns * 100),
  })

  test('splits a receipt, five times at once does it once, and takes it back', async () => {
    const first = await newAssessment(db, 900)
    const second = await newAssessment(db, 540)
    const bankEntryId = await waiting(1500)
    const wish = {
      bankEntryId,
      seenAmountHal: 150_000n,
      parts: [part(first, 900), part(second, 600)],
      reason: 'dopis',
    }
    expect(await assignReceipt(importer, wish)).toBeNull()
    expect(await assignReceipt(officer(['payments.read']), wish)).toBeNull()
    expect(await assignReceipt(officer(), { ...wish, bankEntryId: 999_999 })).toBeNull()
    expect(await assignReceipt(officer(), { ...wish, seenAmountHal: 150_100n })).toEqual({
      ok: false,
      error: 'parts_differ',
    })
    expect(await assignReceipt(officer(), { ...wish, reason: ' ' })).toEqual({
      ok: false,
      error: 'no_reason',
    })
    const all = await Promise.all(Array.from({ length: 5 }, () => assignReceipt(officer(), wish)))
    expect(all.filter((one) => one?.ok)).toHaveLength(1)
    expect(await paid(first.assessmentId)).toMatchObject({ crowns: 900 })
    expect(await credit(second.accountId)).toBe(60)
    expect(await differences()).toEqual([])

    const undo = { bankEntryId, seenAmountHal: 150_000n, reason: 'patřilo jinam' }
    expect(await undoMatch(importer, undo)).toBeNull()
    expect(await undoMatch(officer(), { ...undo, seenAmountHal: 1n })).toEqual({
      ok: false,
      error: 'amount_changed',
    })
    const backs = await Promise.all(Array.from({ length: 5 }, () => undoMatch(officer(), undo)))
    expect(backs.filter((one) => one?.ok)).toHaveLength(1)
    expect(await paid(first.assessmentId)).toMatchObject({ crowns: 0 })
    expect(await credit(second.accountId)).toBe(0)
    expect(await differences()).toEqual([])
    const audits = await db.owner`select action, actor_kind, payer_id from audit_entry
      where subject_kind = 'bank_entry' and subject_id = ${String(bankEntryId)}`
    expect(audits.map((row) => row.action).sort()).toEqual([
      'receipt.match',
      'receipt.match',
      'receipt.undo',
      'receipt.undo',
    ])
  })

  test('what was taken back is never laid by itself again, only proposed', async () => {
    const vs = newSymbol()
    const claim = await newAssessment(db, 900, { variableSymbol: vs })
    const { ids } = await bring({ crowns: 900, vs })
    const bankEntryId = ids[0] ?? 0
    await undoMatch(officer(), { bankEntryId, seenAmountHal: 90_000n, reason: 'omyl' })
    await matchWaiting(importer)
    expect(await paid(claim.assessmentId)).toEqual({ crowns: 0, state: 'to_be_assessed' })
    expect((await proposals(bankEntryId))[0]?.reasons).toContain('undone_before')
    const again = { bankEntryId, seenAmountHal: 90_000n, parts: [part(claim, 900)], reason: 'přece jen' }
    expect(await assignReceipt(officer(), again)).toEqual({ ok: true, value: null })
    expect(await paid(claim.assessmentId)).toMatchObject({ crowns: 900 })
  })

  test('takes back money that was laid further in between', async () => {
    const vs = newSymbol()
    const claim = await newAssessment(db, 100, { variableSymbol: vs, period: '2025' })
    const { ids } = await bring({ crowns: 500, vs }, { crowns: 300, vs })
    const later = await newAssessment(db, 600, {
      payerId: claim.payerId,
      period: '2027',
      dueOn: '2027-05-31',
    })
    // The credit of 700 pays the later claim, as an import of assessments would do.
    await db.owner.begin(async (sql) => {
      const [entry] = await sql<{ id: string }[]>`insert into journal_entry
        (kind, effective_on, booked_on, actor_kind, actor_id, source_reference)
        values ('allocation', '2027-01-01', '2026-11-01', 'job', 'test', 'test') returning id`
      await sql`insert into journal_line values
        (${Number(entry?.id)}, 1, ${claim.accountId}, null, 'credit', 60000),
        (${Number(entry?.id)}, 2, ${claim.accountId}, ${later.assessmentId}, 'credit', -60000)`
    })
    const undo = { bankEntryId: ids[0] ?? 0, seenAmountHal: 50_000n, reason: 'omyl' }
    expect(await undoMatch(officer(), undo)).toEqual({ ok: true, value: null })
    const sum = (await paid(claim.assessmentId)).crowns + (await paid(later.assessmentId)).crowns
    expect(sum + (await credit(claim.accountId))).toBe(300)
    expect(await differences()).toEqual([])
  })
})

test('the bank takes a matched payment back: the claim is open again', async () => {
  const vs = newSymbol()
  const claim = await newAssessment(db, 900, { variableSymbol: vs })
  await bring({ crowns: 900, vs, from: '19/0800' })
  expect(await paid(claim.assessmentId)).toMatchObject({ crowns: 900 })
  const before = (await standing(db, account)).unidentified
  const { matching } = await bring({ crowns: -900, vs, from: '19/0800', reversal: true })
  expect(matching.takenBack).toBe(1)
  expect(await paid(claim.assessmentId)).toMatchObject({ crowns: 0 })
  expect((await standing(db, account)).unidentified).toBe(before)
  expect(await matchWaiting(importer)).toMatchObject({ matched: 0, takenBack: 0 })
  expect(await paid(claim.assessmentId)).toMatchObject({ crowns: 0 })
  expect(await differences()).toEqual([])
})
