import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { commandList } from '../command-list.ts'

const cwd = mkdtempSync(join(tmpdir(), 'portal-officers-'))
let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  writeFileSync(join(cwd, 'castky.csv'), 'vs;castka\n1;900\n')
  writeFileSync(join(cwd, 'symboly.csv'), 'vs\n1\n')
  writeFileSync(join(cwd, 'pravidla.json'), '[]')
  const [row] = await db.owner<{ id: string }[]>`insert into identity (realm, issuer, subject, family_name)
    values ('office', 'http://localhost/id', 'nesmi', 'Úřední') returning id`
  await db.owner`insert into login_session
    (token_hash, realm, identity_id, roles, idle_expires_at, absolute_expires_at)
    values (${randomUUID()}, 'office', ${row?.id ?? ''}, '{}', now() + interval '1 hour', now() + interval '1 hour')`
})
afterAll(async () => {
  rmSync(cwd, { recursive: true })
  await db.close()
})

/** Every command of an officer, as one writes it, with what it says to one who may nothing. */
const noReceivable = 'K tomu nemá úředník oprávnění, nebo taková pohledávka či platba není.'

const lines: [line: string, refusal: string][] = [
  ['statement held', 'K tomu nemá úředník oprávnění.'],
  ['statement release 7 --opening 900 --reason x', 'K tomu nemá úředník oprávnění, nebo takový výpis není.'],
  ['statement reject 7 --reason x', 'K tomu nemá úředník oprávnění, nebo takový výpis není.'],
  ['statement withdraw 7 --closing 900 --reason x', 'K tomu nemá úředník oprávnění, nebo takový výpis není.'],
  ['statement opening 19-2000145399/0800 --amount 900', 'K tomu nemá úředník oprávnění.'],
  ['statement rules pravidla.json', 'K tomu nemá úředník oprávnění.'],
  [
    'matching kind 7 --kind receipt --amount 900 --reason x',
    'K tomu nemá úředník oprávnění, nebo taková platba není.',
  ],
  ['matching waiting', 'K tomu nemá úředník oprávnění, nebo taková platba není.'],
  [
    'matching split 7 --list castky.csv --amount 900 --reason x',
    'K tomu nemá úředník oprávnění, nebo taková platba není.',
  ],
  [
    'matching assign 7 --payer 1 --fee odpad --amount 900 --reason x',
    'K tomu nemá úředník oprávnění, nebo takový poplatník či účet tu není.',
  ],
  ['matching undo 7 --amount 900 --reason x', 'K tomu nemá úředník oprávnění, nebo taková platba není.'],
  [
    'matching agree --name A --counter-account 1265098001/5500 --vs 7 --from 2026-01-01 --list symboly.csv',
    'K tomu nemá úředník oprávnění, nebo taková platba není.',
  ],
  ['matching agreed', 'K tomu nemá úředník oprávnění, nebo taková platba není.'],
  ['matching end 7', 'K tomu nemá úředník oprávnění, nebo taková platba není.'],
  [
    'refund propose --payer 1 --fee odpad --ground credit --amount 1 --seen-credit 1 --attempt 7',
    'Takový poplatník nebo jeho účet tu není.',
  ],
  ['refund approve 7 --amount 1', 'K tomu nemá úředník oprávnění, nebo taková vratka není.'],
  ['refund reject 7 --reason x', 'K tomu nemá úředník oprávnění, nebo taková vratka není.'],
  ['refund resolve 7 --outcome done --reason x', 'K tomu nemá úředník oprávnění, nebo taková vratka není.'],
  [
    'refund stray 7 --meaning paid_twice --amount 1 --reason x',
    'K tomu nemá úředník oprávnění, nebo takový příkaz není.',
  ],
  ['refund list', 'K vratkám nemá úředník oprávnění.'],
  ['refund-order list', 'K tomu nemá úředník oprávnění, nebo takový příkaz není.'],
  [
    'refund-order create --account 19-2000145399/0800 --format abo --due 2026-06-01 --amount 1 --out x',
    'K tomu nemá úředník oprávnění, nebo takový příkaz není.',
  ],
  ['refund-order file 7 --out x', 'K tomu nemá úředník oprávnění, nebo takový příkaz není.'],
  ['refund-order cancel 7 --reason x', 'K tomu nemá úředník oprávnění, nebo takový příkaz není.'],
  ['receivable list', 'K tomu nemá úředník oprávnění.'],
  ['receivable open 7 --amount 1', noReceivable],
  ['receivable decide 7 --seen 1 --payer 1 --ground damage --reason x', noReceivable],
  ['receivable settle 7 --payment 7 --amount 1 --reason x', noReceivable],
  ['receivable offset 7 --seen 1 --reason x', noReceivable],
  ['receivable write-off 7 --seen 1 --reason x', noReceivable],
  ['receivable agree 7 --seen 1', noReceivable],
  ['credit list', 'K tomu nemá úředník oprávnění, nebo takový poplatník či účet tu není.'],
  [
    'credit move --payer 1 --from odpad --to pes --seen-credit 1 --reason x',
    'K tomu nemá úředník oprávnění, nebo takový poplatník či účet tu není.',
  ],
  ['settlement close 7 --amount 1 --reason x', 'K tomu nemá úředník oprávnění.'],
  [
    'chargeback report 7 --amount 1 --seen 1 --reason x',
    'K tomu nemá úředník oprávnění, nebo taková zaplacená platba není.',
  ],
  [
    'chargeback won 7 --amount 1 --reason x',
    'K tomu nemá úředník oprávnění, nebo taková zaplacená platba není.',
  ],
  ['documents confirm 2026-01-01 --amount 1', 'K tomu nemá úředník oprávnění.'],
  ['close month 2026-01 --seen x', 'K tomu nemá úředník oprávnění.'],
  ['close reopen 2026-01 --reason x', 'K tomu nemá úředník oprávnění.'],
  ['close year 2026', 'K tomu nemá úředník oprávnění.'],
]

async function run(line: string): Promise<[number, string]> {
  const [family, verb, ...args] = line.split(' ')
  const command = commandList.find(({ declaration }) => declaration.words === `${family} ${verb}`)
  if (!command) throw new Error(`There is no command ${family} ${verb}.`)
  const said: string[] = []
  const code = await command(args, { cwd, print: (text) => said.push(text) })
  return [code, said.join('\n').replaceAll('\u00a0', ' ')]
}

test('every command of an officer is tried here', () => {
  const ofOfficers = commandList.filter(({ declaration }) => declaration.options.as)
  expect(lines.map(([line]) => line.split(' ').slice(0, 2).join(' ')).toSorted()).toEqual(
    ofOfficers.map(({ declaration }) => declaration.words).toSorted(),
  )
})

test.each(lines)('%s is refused to one who may nothing and to one nobody knows', async (line, refusal) => {
  expect(await run(`${line} --as nikdo`)).toEqual([1, 'Úředník nikdo se do portálu ještě nepřihlásil.'])
  expect(await run(`${line} --as nesmi`)).toEqual([1, refusal])
})
