import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { setEnvironment, validateEnvironment } from '#lib/core/env'
import { gpcFile } from '#tests/bank/gpc-file'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { confirmOpeningOf } from '#tests/db/statements'
import { validEnvironment } from '#tests/fixtures/environment'
import { emptyStatementInbox } from './empty-inbox.commands.ts'

const folder = mkdtempSync(join(tmpdir(), 'portal-inbox-'))
const job = makeJob('empty-statement-inbox')
let db: TestDatabase

beforeAll(async () => {
  db = await testDatabase()
  await db.owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
    values ('odpad', '19-2000145399/0800', 'CZ6508000000192000145399', '2020-01-01')`
  await confirmOpeningOf('19-2000145399/0800', 0)
  const checked = validateEnvironment({ ...validEnvironment, STATEMENT_INBOX: folder })
  if (!checked.ok) throw new Error(checked.error.join())
  setEnvironment(checked.value)
})
afterAll(async () => {
  setEnvironment(null)
  rmSync(folder, { recursive: true })
  await db.close()
})

const statement = gpcFile([{ openingHal: 0, movements: [{ amountHal: 90_000, vs: '260100010' }] }])

function lay(name: string, content: string | Uint8Array, { isRested = true } = {}) {
  const path = join(folder, name)
  writeFileSync(path, content)
  if (isRested) utimesSync(path, 1_700_000_000, 1_700_000_000)
}
const entries = async () => (await db.owner`select 1 from bank_entry`).length
const listed = (name = '') => readdirSync(join(folder, name)).sort()

test('rested files are imported or refused and put away; what is still copied stays', async () => {
  lay('vypis.gpc', statement)
  lay('dopis.txt', 'to není výpis')
  lay('prichazi.gpc', statement, { isRested: false })
  lay('prichazi.gpc.part', statement)
  expect(await emptyStatementInbox(job)).toBe(2)
  expect(await entries()).toBe(1)
  expect(listed()).toEqual(['hotovo', 'odmitnuto', 'prichazi.gpc', 'prichazi.gpc.part'])
  expect(listed('hotovo')).toEqual(['vypis.gpc'])
  expect(listed('odmitnuto')).toEqual(['dopis.txt', 'dopis.txt.txt'])
  expect(readFileSync(join(folder, 'odmitnuto', 'dopis.txt.txt'), 'utf8')).toContain('soubor není výpis')
})

test('a file imported just before a crash is put away at the next look and adds nothing', async () => {
  lay('vypis.gpc', statement)
  expect(await emptyStatementInbox(job)).toBe(1)
  expect(await entries()).toBe(1)
  expect(listed('hotovo')).toEqual(['2-vypis.gpc', 'vypis.gpc'])
})

test('a folder in the folder is left alone, and without a folder there is nothing to do', async () => {
  mkdirSync(join(folder, 'archiv'))
  expect(await emptyStatementInbox(job)).toBe(0)
  setEnvironment(null)
  const checked = validateEnvironment(validEnvironment)
  if (checked.ok) setEnvironment(checked.value)
  expect(await emptyStatementInbox(job)).toBe(0)
})
