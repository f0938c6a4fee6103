import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeOfficer } from '#lib/actor/actor'
import type { Permission } from '#lib/actor/permissions'
import { receiveStatements, receiveUpload } from '#lib/statement/receive.commands'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment } from '#tests/db/facts'
import { confirmOpeningOf, fileOf, importer } from '#tests/db/statements'
import { listStatements, readStatement } from './statements.queries.ts'

const account = '19-2000145399/0800'
let db: TestDatabase
let payerId: string

const officer = (...permissions: Permission[]) =>
  makeOfficer({
    identityId: randomUUID(),
    sessionId: randomUUID(),
    name: 'Eva',
    roles: [],
    permissions: new Set(permissions),
  })

const may = officer('statements.read', 'payers.read')

beforeAll(async () => {
  db = await testDatabase()
  await db.owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from) values
    ('odpad', ${account}, 'CZ6508000000192000145399', '2020-01-01'),
    ('pes', '1265098001/5500', 'CZ5855000000001265098001', '2020-01-01')`
  await confirmOpeningOf(account, 1000)
  payerId = (await newAssessment(db, 900, { variableSymbol: '260100010' })).payerId
  await receiveStatements(importer, [
    fileOf({
      account,
      from: '2026-05-01',
      to: '2026-05-31',
      opening: 1000,
      number: '5',
      movements: [
        { crowns: 900, on: '2026-05-20', vs: '260100010', name: 'PŘÍKLADOVÁ JANA' },
        { crowns: 300, on: '2026-05-21', vs: '999', name: 'NEZNÁMÝ' },
        { crowns: -70, on: '2026-05-22' },
      ],
    }),
  ])
})
afterAll(() => db.close())

const firstId = async () =>
  (await listStatements(may))?.find((one) => one.account === account)?.statements[0]?.id

test('the accounts of the city with their statements, those without any too, and what waits', async () => {
  const accounts = await listStatements(may)
  expect(accounts?.map((one) => [one.account, one.statements.length, one.waiting])).toEqual([
    ['1265098001/5500', 0, { count: 0, amountHal: 0n }],
    [account, 1, { count: 1, amountHal: 30_000n }],
  ])
})

test('a statement tells how each movement stands, and the reading is recorded by person', async () => {
  const id = (await firstId()) ?? 0
  const detail = await readStatement(may, id, 1)
  expect(detail?.statement).toMatchObject({ number: '5', openingHal: 100_000n, closingHal: 213_000n })
  expect(detail?.entries.map((one) => [one.amountHal, one.standing])).toEqual([
    [90_000n, { kind: 'matched', payers: ['Jana Zkušební'], rule: 'variable_symbol' }],
    [30_000n, expect.objectContaining({ kind: 'waiting' })],
    [-7_000n, { kind: 'outgoing' }],
  ])
  const audit = await db.owner`select payer_id from audit_entry
    where action = 'statement.read' and actor_id = ${may.identityId} order by id`
  expect(audit.map((row) => row.payer_id)).toEqual([null, payerId])
  expect(await readStatement(may, id, 2)).toMatchObject({ entries: [], total: 3 })
})

test('an officer who may not learn names sees none and is recorded with none', async () => {
  const nameless = officer('statements.read')
  const detail = await readStatement(nameless, (await firstId()) ?? 0, 1)
  expect(
    JSON.stringify(detail, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
  ).not.toMatch(/Jana|PŘÍKLADOVÁ|NEZNÁMÝ|260100010/)
  const audit = await db.owner`select 1 from audit_entry
    where actor_id = ${nameless.identityId} and payer_id is not null`
  expect(audit).toHaveLength(0)
})

test('strangers and statements that are not there are alike', async () => {
  const id = (await firstId()) ?? 0
  expect(await listStatements(officer('payments.read'))).toBeNull()
  expect(await readStatement(officer('payments.read'), id, 1)).toBeNull()
  expect(await readStatement(may, id + 99, 1)).toBeNull()
  const file = fileOf({ account, from: '2026-06-01', to: '2026-06-30', opening: 2130, movements: [] })
  expect(await receiveUpload(may, file)).toBeNull()
  expect((await receiveUpload(officer('statements.import'), file))?.files[0]?.refusal).toBeNull()
})
