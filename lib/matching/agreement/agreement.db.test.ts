import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Officer } from '#lib/actor/actor'
import { isoDate } from '#lib/core/dates'
import { showAgreed } from '#lib/matching/agreement/agreed.queries'
import { endAgreement } from '#lib/matching/agreement/end.commands'
import { splitByList } from '#lib/matching/agreement/split.commands'
import { listWaiting } from '#lib/matching/waiting-list.queries'
import { undoMatch } from '#lib/recovery/undo-match.commands'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment, newPayer } from '#tests/db/facts'
import { differences, newCityAccount, receive, standing } from '#tests/db/statements'
import { newOfficer } from '#tests/fixtures/refunds'
import { agreeOnList } from './agree.commands.ts'
import type { ListRow } from './payment-list.ts'

const landlord = '1265098001/5500'
const symbol = '770001'
let db: TestDatabase
let account: string
let clerk: Officer
let balance: number
let days: number

beforeEach(async () => {
  db = await testDatabase()
  account = await newCityAccount(db, ['odpad', 'pes'])
  clerk = await newOfficer(db, ['matching.write', 'payers.read'])
  balance = 0
  days = 10
})
afterEach(async () => {
  expect(await differences()).toEqual([])
  await db.close()
})

/** Three tenants, each with a fee for waste of so many crowns. */
async function tenants(...crowns: number[]) {
  const found = []
  for (const [index, amount] of crowns.entries()) {
    const { payerId } = await newPayer(db)
    const variableSymbol = String(880_001 + index)
    found.push({
      variableSymbol,
      ...(await newAssessment(db, amount, { payerId, variableSymbol, dueOn: '2099-05-31' })),
    })
  }
  return found
}

/** A transfer of the landlord; its number at the bank. */
async function transfer(crowns: number, vs = symbol, from = landlord) {
  const on = `2026-03-${days++}`
  const opening = balance
  balance += crowns
  const { matching } = await receive({
    account,
    from: on,
    to: on,
    opening,
    movements: [{ crowns, on, vs, from }],
  })
  const [row] = await db.owner<{ id: string }[]>`select id from bank_entry order by id desc limit 1`
  return { bankEntryId: Number(row?.id), matched: matching.matched }
}

const rowsOf = (...rows: [string, number][]): ListRow[] =>
  rows.map(([variableSymbol, crowns], index) => ({
    line: index + 2,
    variableSymbol,
    specificSymbol: null,
    amountHal: BigInt(crowns * 100),
  }))

const paid = async (claims: { assessmentId: string }[]) => {
  const rows = await db.owner`select assessment_id, (paid_hal / 100)::int as paid from assessment_balance`
  return claims.map((claim) => rows.find((row) => row.assessment_id === claim.assessmentId)?.paid)
}

describe('an uploaded list', () => {
  const split = (bankEntryId: number, crowns: number, rows: ListRow[], by = clerk) =>
    splitByList(by, { bankEntryId, seenAmountHal: BigInt(crowns * 100), rows, reason: 'seznam nájemníků' })

  test('splits the receipt to the haléř, once, and is undone as a whole', async () => {
    const claims = await tenants(900, 900, 540)
    const { bankEntryId } = await transfer(2340)
    const rows = rowsOf(['880001', 900], ['880002', 900], ['880003', 340], ['880003', 200])
    const both = await Promise.all([split(bankEntryId, 2340, rows), split(bankEntryId, 2340, rows)])
    expect(both.filter((one) => one?.ok)).toEqual([{ ok: true, value: { parts: 3 } }])
    expect(await paid(claims)).toEqual([900, 900, 540])
    expect(await listWaiting(clerk)).toEqual([])
    expect(await split(bankEntryId, 2340, rows)).toEqual({ ok: false, error: { kind: 'not_waiting' } })
    const undo = { bankEntryId, seenAmountHal: 234_000n, reason: 'jiný seznam' }
    expect(await undoMatch(clerk, undo)).toMatchObject({ ok: true })
    expect(await paid(claims)).toEqual([0, 0, 0])
    expect(await standing(db, account)).toEqual({ bank_account: 2340, unidentified: -2340 })
    expect(await split(bankEntryId, 2340, rows), 'and split again').toMatchObject({ ok: true })
  })

  test.each<[string, [string, number][], object]>([
    [
      'of another sum',
      [
        ['880001', 900],
        ['880002', 900],
      ],
      { kind: 'sum_differs', listHal: 180_000n },
    ],
    [
      'with an unknown symbol',
      [
        ['880001', 900],
        ['999', 1440],
      ],
      { kind: 'unknown_rows', lines: [3] },
    ],
  ])('%s lays nothing', async (_what, rows, error) => {
    const claims = await tenants(900, 900, 540)
    const { bankEntryId } = await transfer(2340)
    expect(await split(bankEntryId, 2340, rowsOf(...rows))).toEqual({ ok: false, error })
    expect(await paid(claims)).toEqual([0, 0, 0])
    expect(await listWaiting(clerk)).toHaveLength(1)
  })

  test('needs the permission, the seen amount and a reason', async () => {
    await tenants(900)
    const { bankEntryId } = await transfer(900)
    const rows = rowsOf(['880001', 900])
    expect(await split(bankEntryId, 900, rows, await newOfficer(db, ['payers.read']))).toBeNull()
    expect(await split(bankEntryId + 1, 900, rows)).toBeNull()
    expect(await split(bankEntryId, 800, rows)).toMatchObject({ error: { kind: 'amount_changed' } })
    const wish = { bankEntryId, seenAmountHal: 90_000n, rows, reason: ' ' }
    expect(await splitByList(clerk, wish)).toMatchObject({ error: { kind: 'no_reason' } })
  })
})

describe('an agreed list', () => {
  const agree = (members: string[], more: object = {}) =>
    agreeOnList(clerk, {
      name: 'Dům č. 5',
      counterAccount: '1265098001/5500',
      variableSymbol: symbol,
      validFrom: isoDate('2026-01-01'),
      members: rowsOf(...members.map((vs): [string, number] => [vs, 0])),
      ...more,
    })

  test('splits exactly what its members owe by itself, and nothing else', async () => {
    const claims = await tenants(900, 900, 540)
    expect(await agree(['880001', '880002', '880003'])).toEqual({ ok: true, value: { id: 1, members: 3 } })
    expect((await transfer(2000)).matched, 'another sum').toBe(0)
    expect((await transfer(2340, symbol, '19-19/0100')).matched, 'another account').toBe(0)
    expect((await transfer(2340, '770002')).matched, 'another symbol').toBe(0)
    const { matched, bankEntryId } = await transfer(2340)
    expect(matched).toBe(1)
    expect(await paid(claims)).toEqual([900, 900, 540])
    const [match] = await db.owner`select rule, reasons from bank_match where bank_entry_id = ${bankEntryId}`
    expect(match).toEqual({ rule: 'agreed_list', reasons: ['agreed_list'] })
    expect((await transfer(2340)).matched, 'nobody owes any more').toBe(0)
  })

  test('is refused where something does not fit, and ends once', async () => {
    await tenants(900, 900)
    expect(await agree(['880001', '999'])).toEqual({ ok: false, error: { kind: 'unknown_rows', lines: [3] } })
    expect(await agree(['880001'], { variableSymbol: '880002' })).toEqual({
      ok: false,
      error: { kind: 'symbol_taken' },
    })
    expect(await agree(['880001'], { counterAccount: '1265098001' })).toEqual({
      ok: false,
      error: { kind: 'wrong_account' },
    })
    expect(await agree(['880001'], { name: ' ' })).toEqual({ ok: false, error: { kind: 'no_name' } })
    expect(await agree(['880001', '880002'])).toMatchObject({ ok: true })
    expect(await agree(['880001'])).toEqual({ ok: false, error: { kind: 'agreed_before' } })
    const [list] = (await showAgreed(clerk)) ?? []
    expect(list?.members).toHaveLength(2)
    const reads = await db.owner`select 1 from audit_entry where action = 'payment_list.read'`
    expect(reads).toHaveLength(2)
    expect(await showAgreed(await newOfficer(db, ['matching.write']))).toBeNull()
    await expect(db.owner`update payment_list set name = 'x'`).rejects.toThrow(/only ends/)
    expect([await endAgreement(clerk, list?.id ?? 0), await endAgreement(clerk, list?.id ?? 0)]).toEqual([
      true,
      false,
    ])
  })

  test('an officer who took the split back is not overruled', async () => {
    const claims = await tenants(900, 900)
    await agree(['880001', '880002'])
    const { bankEntryId } = await transfer(1800)
    expect(await paid(claims)).toEqual([900, 900])
    await undoMatch(clerk, { bankEntryId, seenAmountHal: 180_000n, reason: 'nechtějí' })
    await transfer(5)
    expect(await paid(claims)).toEqual([0, 0])
  })
})

test('one transfer whose symbol serves several claims of an account goes by § 152: arrears, then due, then the increase', async () => {
  const { payerId } = await newPayer(db)
  const variableSymbol = '990001'
  const claim = (crowns: number, more: object) =>
    newAssessment(db, crowns, { payerId, variableSymbol, ...more })
  const increase = await claim(1320, { period: '2024', dueOn: '2024-12-31', component: 'increase' }).catch(
    () => null,
  )
  const due = await claim(900, { period: '2099', dueOn: '2099-05-31' })
  const older = await claim(660, { period: '2023', dueOn: '2023-05-31' })
  const newer = await claim(660, { period: '2024', dueOn: '2024-05-31' })
  await transfer(1000, variableSymbol)
  expect(await paid([older, newer, due])).toEqual([660, 340, 0])
  await transfer(1000, variableSymbol)
  expect(await paid([older, newer, due])).toEqual([660, 660, 680])
  if (increase) expect(await paid([increase])).toEqual([0])
})
