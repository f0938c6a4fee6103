import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment } from '#tests/db/facts'
import { differences, newCityAccount, receive } from '#tests/db/statements'
import { matchingAssignCommand } from './matching-assign.ts'
import { matchingUndoCommand } from './matching-undo.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  const [row] = await db.owner<{ id: string }[]>`insert into identity (realm, issuer, subject, family_name)
    values ('office', 'http://localhost/id', 'parovacka', 'Úřední') returning id`
  await db.owner`insert into login_session
    (token_hash, realm, identity_id, roles, idle_expires_at, absolute_expires_at)
    values (${randomUUID()}, 'office', ${row?.id ?? ''}, '{accountant}', now() + interval '1 hour', now() + interval '1 hour')`
})
afterAll(async () => {
  await db.close()
})

type Command = typeof matchingAssignCommand

async function run(command: Command, ...args: string[]): Promise<[number, string]> {
  const lines: string[] = []
  const code = await command(args, { print: (line) => lines.push(line) })
  return [code, lines.join('\n').replaceAll('\u00a0', ' ')]
}

/** What stands on the payer's claim, in crowns. */
async function paidOn(accountId: number): Promise<number> {
  const [row] = await db.owner<{ crowns: number }[]>`
    select (sum(b.paid_hal) / 100)::int as crowns from assessment a
      join assessment_balance b on b.assessment_id = a.id where a.account_id = ${accountId}`
  return row?.crowns ?? 0
}

test('a receipt nobody knows is given to a payer and taken back, each once', async () => {
  const account = await newCityAccount(db)
  const { accountId, payerId } = await newAssessment(db, 900, { variableSymbol: '2611777' })
  const [payer] = await db.owner<
    { external_id: string }[]
  >`select external_id from payer where id = ${payerId}`
  await receive({
    account,
    from: '2026-05-04',
    to: '2026-05-04',
    opening: 0,
    movements: [{ crowns: 900, on: '2026-05-04', vs: '99' }],
  })
  const [entry] = await db.owner<{ id: string }[]>`select id from bank_entry where bank_account = ${account}`
  const id = entry?.id ?? ''
  const officer = ['--as', 'parovacka', '--reason', 'telefonát']
  const whose = ['--payer', payer?.external_id ?? '', '--fee', 'odpad']

  expect(await run(matchingAssignCommand, id, ...officer, ...whose, '--amount', '800')).toEqual([
    1,
    'Platba má jinou částku, než uvádíte. Nic se nezměnilo.',
  ])
  expect(
    await run(matchingAssignCommand, id, ...officer, '--payer', '?', '--fee', 'odpad', '--amount', '900'),
  ).toEqual([1, 'K tomu nemá úředník oprávnění, nebo takový poplatník či účet tu není.'])
  expect(await paidOn(accountId)).toBe(0)
  expect(await run(matchingAssignCommand, id, ...officer, ...whose, '--amount', '900')).toEqual([
    0,
    'Platba je přiřazená.',
  ])
  expect(await paidOn(accountId)).toBe(900)
  expect(await run(matchingAssignCommand, id, ...officer, ...whose, '--amount', '900')).toEqual([
    1,
    'Platba už na určení nečeká. Nic se nezměnilo.',
  ])
  expect(await run(matchingUndoCommand, id, ...officer, '--amount', '900')).toEqual([
    0,
    'Přiřazení je zrušené, platba znovu čeká na určení.',
  ])
  expect(await paidOn(accountId)).toBe(0)
  expect(await run(matchingUndoCommand, id, ...officer, '--amount', '900')).toEqual([
    1,
    'Platba není přiřazená. Nic se nezměnilo.',
  ])
  expect(await differences()).toEqual([])
})
