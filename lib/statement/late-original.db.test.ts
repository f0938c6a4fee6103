import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMonthObstacles } from '#lib/close/obstacles.queries'
import { readMonth } from '#lib/close/rules'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { differences, newCityAccount, receive, standing } from '#tests/db/statements'
import { newOfficer } from '#tests/fixtures/refunds'
import { listStatements } from './statements.queries.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(async () => {
  await db.close()
})

test('a payment whose reversal came in an earlier import waits for nobody, on the page and at closing', async () => {
  const account = await newCityAccount(db)
  const told = { vs: '2612999', from: '1265098001/5500' }
  const back = { ...told, crowns: -500, on: '2026-03-12', reversal: true }
  await receive({ account, from: '2026-03-12', to: '2026-03-12', opening: 500, movements: [back] })
  const came = { ...told, crowns: 500, on: '2026-03-11' }
  await receive({ account, from: '2026-03-11', to: '2026-03-11', opening: 0, movements: [came] })
  expect(await standing(db, account)).toEqual({})

  const officer = await newOfficer(db, ['statements.read', 'payers.read'])
  const listed = await listStatements(officer)
  expect(listed?.find((one) => one.account === account)).toMatchObject({ waiting: { count: 0 } })
  const month = readMonth('2026-03')
  if (!month) throw new Error('no month')
  const kinds = (await readMonthObstacles(db.database, month)).map(({ kind }) => kind)
  expect(kinds).not.toContain('receipts_waiting')
  expect(await differences()).toEqual([])
})
