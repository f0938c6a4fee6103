import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gpcFile } from '#tests/bank/gpc-file'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment } from '#tests/db/facts'
import { confirmOpeningOf } from '#tests/db/statements'
import { ledgerVerifyCommand } from '../ledger-verify.ts'
import { matchingRunCommand } from '../matching/matching-run.ts'
import { statementImportCommand } from './statement-import.ts'

const cwd = mkdtempSync(join(tmpdir(), 'portal-statement-'))
const plain = (text: string) => text.replaceAll('\u00a0', ' ')
let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  await db.owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
    values ('odpad', '19-2000145399/0800', 'CZ6508000000192000145399', '2020-01-01')`
  await confirmOpeningOf('19-2000145399/0800', 10_000)
  await newAssessment(db, 900, { variableSymbol: '260100010' })
  const movements = [
    {
      amountHal: 90_000,
      vs: '260100010',
      counter: '0001313021140217',
      counterBank: '0300',
      name: 'PŘÍKLADOVÁ',
    },
    { amountHal: 1_500, code: '1' as const, name: 'Poplatek' },
  ]
  writeFileSync(join(cwd, 'vypis.gpc'), gpcFile([{ openingHal: 1_000_000, movements }]))
  writeFileSync(join(cwd, 'jiny.txt'), 'to není výpis')
})
afterAll(async () => {
  rmSync(cwd, { recursive: true })
  await db.close()
})

async function run(...args: string[]): Promise<[number, string]> {
  const lines: string[] = []
  const code = await statementImportCommand(args, { cwd, print: (line) => lines.push(plain(line)) })
  return [code, lines.join('\n')]
}

test.each([[[]], [['vypis.gpc', '--force']]])('%j is wrong usage', async (args) => {
  expect(await run(...args)).toEqual([2, expect.stringContaining('Použití:')])
})

test.each(['neni.gpc', '.'])('%s cannot be opened', async (path) => {
  expect(await run(path)).toEqual([2, `Soubor ${path} nejde otevřít.`])
})

test('a file that is no statement is refused, the others are imported; again they change nothing', async () => {
  const [code, text] = await run('jiny.txt', 'vypis.gpc')
  expect(code).toBe(1)
  const [refusal, statement, matching] = text.split('\n')
  expect(refusal).toMatch(/^jiny\.txt: .*soubor není výpis.* Nic se neuložilo\.$/)
  expect(statement).toMatch(/^vypis\.gpc: výpis č\. 7 účtu 19-2000145399\/0800, .*, pohybů: 2, nových: 2\.$/)
  expect(matching).toBe('Spárováno plateb: 1, čeká s návrhem: 0, čeká bez návrhu: 0.')
  const [again, json] = await run('vypis.gpc', '--json')
  expect(again).toBe(0)
  expect(JSON.parse(json)).toMatchObject({
    files: [
      { fileName: 'vypis.gpc', format: 'gpc', entries: 2, newEntries: 0, statements: [{ isKnown: true }] },
    ],
    matching: { matched: 0, proposed: 0, unknown: 0 },
  })
  const lines: string[] = []
  const print = (line: string) => lines.push(line)
  expect(await matchingRunCommand([], { print })).toBe(0)
  expect(await ledgerVerifyCommand([], { print })).toBe(0)
  expect(lines.at(-1)).toBe('Vše souhlasí.')
})
