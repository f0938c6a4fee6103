import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'
import { newAssessment } from './facts.ts'
import { differences, newCityAccount, receive, standing } from './statements.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

const may = (account: string, movements: Parameters<typeof receive>[0]['movements'], facts = {}) => ({
  account,
  from: '2026-05-01',
  to: '2026-05-31',
  opening: 1000,
  movements,
  ...facts,
})

test('a transfer with the right symbol is on the claim, with the day it was credited', async () => {
  const account = await newCityAccount(db)
  const claim = await newAssessment(db, 900, { variableSymbol: '777001' })
  const { file, matching } = await receive(may(account, [{ crowns: 900, on: '2026-05-20', vs: '777001' }]))
  expect(file).toMatchObject({ refusal: null, newEntries: 1, warnings: [] })
  expect(matching.matched).toBe(1)
  const [paid] = await db.owner`select b.paid_hal, a.legal_state, e.way, e.effective_on::text, e.kind
    from assessment a join assessment_balance b on b.assessment_id = a.id
    join journal_line l on l.assessment_id = a.id and l.side = 'credit' join journal_entry e on e.id = l.entry_id
    where a.id = ${claim.assessmentId}`
  expect(paid).toEqual({
    paid_hal: '90000',
    legal_state: 'settled_on_time',
    way: 'transfer',
    effective_on: '2026-05-20',
    kind: 'payment',
  })
  expect(await standing(db, account)).toEqual({ bank_account: 1900, opening_balances: -1000 })
  expect(await differences()).toEqual([])
})

describe('each entry once', () => {
  test('the same file twice', async () => {
    const account = await newCityAccount(db)
    const statement = may(account, [{ crowns: 900, on: '2026-05-20', vs: '1' }])
    await receive(statement)
    const { file } = await receive(statement)
    expect(file).toMatchObject({ newEntries: 0, entries: 1, refusal: null })
    expect(file.statements[0]?.isKnown).toBe(true)
    expect(await standing(db, account)).toEqual({
      bank_account: 1900,
      opening_balances: -1000,
      unidentified: -900,
    })
  })
})
