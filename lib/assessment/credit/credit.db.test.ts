import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeJob, type Officer } from '#lib/actor/actor'
import { readClaims } from '#lib/assessment/claims.queries'
import { showCreditToDecide } from '#lib/assessment/credit/beside-arrears.queries'
import { coverArrears } from '#lib/assessment/credit/cover-arrears.commands'
import { updateOverdueLegalStates } from '#lib/assessment/update-legal-states.commands'
import { setClock } from '#lib/core/clock'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment, newPayer } from '#tests/db/facts'
import { differences, newCityAccount, receive } from '#tests/db/statements'
import { newCitizen } from '#tests/fixtures/payments'
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
  await knownUntil('2026-06-30')
})
afterEach(async () => {
  setClock(null)
  expect(await differences()).toEqual([])
  await db.close()
})

const knownUntil = (day: string | null) => db.owner`update fee_kind set payments_known_until = ${day}`

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

test('nothing moves onto a claim before transfers until its last day are known, and none of its payers is late', async () => {
  setClock(() => new Date('2026-04-01T01:00:00Z'))
  await knownUntil('2026-03-30')
  const { payerId, waste, claims } = await inCredit(900, [{ kind: 'pes', crowns: 600, dueOn: '2026-03-31' }])
  expect(await coverArrears(job)).toBe(0)
  expect(await updateOverdueLegalStates(makeJob('update-legal-states'))).toBe(0)
  // Another part of the claim comes late: the claim still waits for what was sent in time.
  const dogAccount = await newCityAccount(db, ['pes'])
  const [dog] = claims
  const symbol = String(++symbols)
  await db.owner`update assessment set variable_symbol = ${symbol} where id = ${dog?.assessmentId ?? ''}`
  const paid = (crowns: number, on: string) => ({ crowns, on, vs: symbol, ref: `${symbol}:${on}` })
  const statement = { account: dogAccount, from: '2026-03-01', to: '2026-03-30', opening: 0, movements: [] }
  await receive(statement)
  await knownUntil('2026-03-30')
  // Read out of order: what came on 1 April before what came on 31 March.
  await receive({ ...statement, from: '2026-04-01', to: '2026-04-01', movements: [paid(100, '2026-04-01')] })
  await knownUntil('2026-03-30')
  expect(await standingOf(waste.accountId, claims)).toEqual({
    credit: 900,
    paid: [100],
    states: ['expected'],
  })
  const citizen = await newCitizen(db, payerId)
  const [seen] = (await readClaims(citizen)).filter((claim) => claim.feeKindCode === 'pes')
  expect(seen).toMatchObject({ legalState: 'expected', paymentsKnownUntil: '2026-03-30' })

  await knownUntil('2026-03-31')
  expect(await updateOverdueLegalStates(makeJob('update-legal-states'))).toBe(1)
  expect(await coverArrears(job)).toBe(1)
  expect(await standingOf(waste.accountId, claims)).toEqual({
    credit: 400,
    paid: [600],
    states: ['to_be_assessed'],
  })
})

test('a punctual transfer read two days later finds its claim untouched', async () => {
  setClock(() => new Date('2026-04-01T01:00:00Z'))
  await knownUntil('2026-03-30')
  const { waste, claims } = await inCredit(900, [{ kind: 'pes', crowns: 600, dueOn: '2026-03-31' }])
  const symbol = String(++symbols)
  await db.owner`update assessment set variable_symbol = ${symbol} where id = ${claims[0]?.assessmentId ?? ''}`
  expect(await coverArrears(job)).toBe(0)
  setClock(() => new Date('2026-04-02T08:00:00Z'))
  await receive({
    account: await newCityAccount(db, ['pes']),
    ...{ from: '2026-03-31', to: '2026-03-31', opening: 0 },
    movements: [{ crowns: 600, on: '2026-03-31', vs: symbol, ref: symbol }],
  })
  await knownUntil('2026-03-31')
  await updateOverdueLegalStates(makeJob('update-legal-states'))
  expect(await coverArrears(job)).toBe(0)
  expect(await standingOf(waste.accountId, claims)).toEqual({
    credit: 900,
    paid: [600],
    states: ['settled_on_time'],
  })
})

test('a claim paid in full too late is decided only when all that came in time is known', async () => {
  setClock(() => new Date('2026-04-02T08:00:00Z'))
  await knownUntil('2026-03-30')
  const { waste, claims } = await inCredit(0, [{ kind: 'pes', crowns: 600, dueOn: '2026-03-31' }])
  const symbol = String(++symbols)
  await db.owner`update assessment set variable_symbol = ${symbol} where id = ${claims[0]?.assessmentId ?? ''}`
  await receive({
    account: await newCityAccount(db, ['pes']),
    ...{ from: '2026-04-01', to: '2026-04-01', opening: 0 },
    movements: [{ crowns: 600, on: '2026-04-01', vs: symbol, ref: symbol }],
  })
  const job = makeJob('update-legal-states')
  const states = async () => (await standingOf(waste.accountId, claims)).states
  await knownUntil('2026-03-30')
  expect([await updateOverdueLegalStates(job), await states()]).toEqual([0, ['expected']])
  await knownUntil('2026-03-31')
  expect([await updateOverdueLegalStates(job), await states()]).toEqual([1, ['to_be_assessed']])
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
