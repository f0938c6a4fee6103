import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeJob, type Officer } from '#lib/actor/actor'
import { showCreditToDecide } from '#lib/assessment/credit/beside-arrears.queries'
import { coverArrears } from '#lib/assessment/credit/cover-arrears.commands'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment, newPayer } from '#tests/db/facts'
import { differences, newCityAccount, receive } from '#tests/db/statements'
import { newOfficer } from '#tests/fixtures/refunds'
import { moveCredit } from './move.commands.ts'

const job = makeJob('cover-arrears')
let db: TestDatabase
let account: string
let accountant: Officer
let symbols = 2_701_000
let balance: number

beforeEach(async () => {
  db = await testDatabase()
  account = await newCityAccount(db)
  accountant = await newOfficer(db)
  balance = 0
})
afterEach(async () => {
  expect(await differences()).toEqual([])
  await db.close()
})

/** A payer with so many crowns of credit on waste, and what else they are to pay. */
async function inCredit(
  credit: number,
  others: { kind: string; crowns: number; dueOn: string }[],
  payer: object = {},
) {
  const { payerId } = await newPayer(db, payer)
  const variableSymbol = String(++symbols)
  const waste = await newAssessment(db, 100, { payerId, variableSymbol, dueOn: '2026-01-31' })
  const opening = balance
  balance += 100 + credit
  await receive({
    account,
    from: '2026-01-10',
    to: '2026-01-10',
    opening,
    movements: [{ crowns: 100 + credit, on: '2026-01-10', vs: variableSymbol, ref: variableSymbol }],
  })
  const claims = []
  for (const { kind, crowns, dueOn } of others) {
    claims.push(
      await newAssessment(db, crowns, { payerId, feeKindCode: kind, dueOn, period: dueOn.slice(0, 4) }),
    )
  }
  return { payerId, waste, claims }
}

async function standingOf(accountId: number, claims: { assessmentId: string }[]) {
  const [row] =
    await db.owner`select (credit_hal / 100)::int as credit from account_balance where account_id = ${accountId}`
  const rows =
    await db.owner`select a.id, (b.paid_hal / 100)::int as paid, a.legal_state as state from assessment a
    join assessment_balance b on b.assessment_id = a.id where a.id = any(${claims.map((one) => one.assessmentId)})`
  return {
    credit: row?.credit,
    paid: claims.map((one) => rows.find((found) => found.id === one.assessmentId)?.paid),
    states: claims.map((one) => rows.find((found) => found.id === one.assessmentId)?.state),
  }
}

test('credit covers arrears of another fee, the older first, once, and what is not due yet waits', async () => {
  const { waste, claims } = await inCredit(900, [
    { kind: 'pes', crowns: 600, dueOn: '2025-03-31' },
    { kind: 'pes', crowns: 600, dueOn: '2024-03-31' },
    { kind: 'pes', crowns: 600, dueOn: '2099-03-31' },
  ])
  expect(await Promise.all([coverArrears(job), coverArrears(job), coverArrears(job)])).toContain(1)
  expect(await standingOf(waste.accountId, claims)).toEqual({
    credit: 0,
    paid: [300, 600, 0],
    // Covered late: the office assesses it all the same (§ 154 makes nobody punctual).
    states: ['to_be_assessed', 'to_be_assessed', 'expected'],
  })
  expect(await coverArrears(job)).toBe(0)
  const [entry] =
    await db.owner`select kind, count(*)::int as count from journal_entry where kind = 'credit_transfer' group by 1`
  expect(entry).toEqual({ kind: 'credit_transfer', count: 1 })
})

test('more credit than arrears stays credit', async () => {
  const { waste, claims } = await inCredit(900, [{ kind: 'pes', crowns: 250, dueOn: '2025-03-31' }])
  expect(await coverArrears(job)).toBe(1)
  expect(await standingOf(waste.accountId, claims)).toMatchObject({ credit: 650, paid: [250] })
})

test.each([
  ['rent', 'najem', {}],
  ['a fine, which an officer decides', 'pokuta', {}],
])('%s is not covered by itself', async (_what, kind, payer) => {
  const { waste, claims } = await inCredit(900, [{ kind, crowns: 600, dueOn: '2025-03-31' }], payer)
  expect(await coverArrears(job)).toBe(0)
  expect(await standingOf(waste.accountId, claims)).toMatchObject({ credit: 900, paid: [0] })
})

test('neither what is left from childhood, nor of somebody whose money is stopped', async () => {
  const child = await inCredit(900, [{ kind: 'pes', crowns: 600, dueOn: '2024-03-31' }], {
    birthDate: '2007-06-01',
  })
  const stopped = await inCredit(900, [{ kind: 'pes', crowns: 600, dueOn: '2024-03-31' }])
  await db.owner`update payer set allocation_stopped = true where id = ${stopped.payerId}`
  expect(await coverArrears(job)).toBe(0)
  expect(await standingOf(child.waste.accountId, child.claims)).toMatchObject({ credit: 900, paid: [0] })
  expect(await standingOf(stopped.waste.accountId, stopped.claims)).toMatchObject({ credit: 900, paid: [0] })
})

test('an officer moves credit to a fine, over the credit they saw and with a reason', async () => {
  const { waste, claims } = await inCredit(900, [{ kind: 'pokuta', crowns: 600, dueOn: '2025-03-31' }])
  const [fine] = claims
  if (!fine) throw new Error('no fine')
  const wish = {
    fromAccountId: waste.accountId,
    toAccountId: fine.accountId,
    seenCreditHal: 90_000n,
    reason: 'žádost',
  }
  const clerk = await newOfficer(db, ['refunds.propose'])
  expect(await showCreditToDecide(clerk)).toBeNull()
  expect(await moveCredit(clerk, wish)).toBeNull()
  expect(await showCreditToDecide(accountant)).toMatchObject([
    { fromFeeKindCode: 'odpad', toFeeKindCode: 'pokuta', creditHal: 90_000n, arrearsHal: 60_000n },
  ])
  expect(await db.owner`select 1 from audit_entry where action = 'credit.read'`).toHaveLength(1)
  expect(await moveCredit(accountant, { ...wish, seenCreditHal: 1n })).toEqual({
    ok: false,
    error: 'credit_changed',
  })
  expect(await moveCredit(accountant, { ...wish, reason: ' ' })).toEqual({ ok: false, error: 'no_reason' })
  const stranger = await inCredit(300, [])
  expect(await moveCredit(accountant, { ...wish, fromAccountId: stranger.waste.accountId })).toBeNull()
  const moved = await Promise.all([moveCredit(accountant, wish), moveCredit(accountant, wish)])
  expect(moved.filter((one) => one?.ok)).toEqual([{ ok: true, value: 60_000n }])
  expect(await standingOf(waste.accountId, claims)).toMatchObject({ credit: 300, paid: [600] })
  expect(await showCreditToDecide(accountant)).toEqual([])
})

test.each([0, 1])('no officer moves credit where another system keeps the money (side %i)', async (side) => {
  const one = await inCredit(900, [{ kind: 'pokuta', crowns: 500, dueOn: '2024-03-31' }])
  const fine = one.claims[0]
  if (!fine) throw new Error('no claim')
  const kinds = ['odpad', 'pokuta']
  await db.owner`update fee_kind set posting = 'mirror' where code = ${kinds[side] ?? ''}`
  const wish = { fromAccountId: one.waste.accountId, toAccountId: fine.accountId, reason: 'rozhodnutí' }
  const moved = await moveCredit(accountant, { ...wish, seenCreditHal: 90_000n })
  expect(moved).toEqual({ ok: false, error: 'mirror' })
})
