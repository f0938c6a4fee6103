import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setEnvironment } from '#lib/core/env'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { officeFile, setTestKeys } from '#tests/fixtures/office-file'
import { importAssessmentsCommand } from './import-assessments.ts'

const cwd = mkdtempSync(join(tmpdir(), 'portal-import-'))
const row = { id_predpisu: 'P1', id_poplatnika: 'O1' }
let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  setTestKeys()
  writeFileSync(join(cwd, 'dobry.csv'), officeFile([row]))
  writeFileSync(join(cwd, 'spatny.csv'), officeFile([{ ...row, castka: '12,345' }]))
})
afterAll(async () => {
  setEnvironment(null)
  rmSync(cwd, { recursive: true })
  await db.close()
})

async function run(...args: string[]): Promise<[number, string]> {
  const lines: string[] = []
  const code = await importAssessmentsCommand(args, { cwd, print: (line) => lines.push(line) })
  return [code, lines.join('\n')]
}

test.each<{ args: string[] }>([
  { args: [] },
  { args: ['a.csv', 'b.csv'] },
  { args: ['dobry.csv', '--force'] },
  { args: ['dobry.csv', '--known-until', '31.6.2026'] },
])('$args is wrong usage', async ({ args }) => {
  expect(await run(...args)).toEqual([2, expect.stringContaining('Použití:')])
})

test.each(['neni.csv', '.'])('%s cannot be opened', async (path) => {
  expect(await run(path)).toEqual([2, `Soubor ${path} nejde otevřít.`])
})

test('a file with faults gives sentences and code 1', async () => {
  expect(await run('spatny.csv')).toEqual([
    1,
    'Řádek 2, sloupec castka: „12,345“ – částka smí mít nejvýš dvě desetinná místa.\nNic se neuložilo. Řádků: 1, chyb: 1.',
  ])
})

test('a rehearsal, the import itself and its repetition', async () => {
  const kept = 'Den, do kterého jsou platby známé, se nemění; posouvá ho --known-until DEN.'
  const dryRun = [0, `Zkouška, nic se neuložilo. Řádků: 1, nových: 1, opravených: 0, beze změny: 0.\n${kept}`]
  expect(await run('dobry.csv', '--dry-run')).toEqual(dryRun)
  expect(await run('dobry.csv')).toEqual([0, `Řádků: 1, nových: 1, opravených: 0, beze změny: 0.\n${kept}`])
  const [code, text] = await run('dobry.csv', '--json')
  expect([code, JSON.parse(text)]).toEqual([
    0,
    {
      rows: 1,
      created: 0,
      corrected: 0,
      unchanged: 1,
      knownUntil: [],
      rejected: [],
      rejectedTotal: 0,
      warnings: [],
      warningsTotal: 0,
    },
  ])
})

test('the day until which payments are known is moved only when told, and never to the future', async () => {
  expect(await run('dobry.csv', '--known-until', '31.12.2999')).toEqual([2, 'Takový den teprve přijde.'])
  const [, text] = await run('dobry.csv', '--known-until=1.2.2026')
  expect(text.replaceAll('\u00a0', ' ')).toContain('Platby druhu odpad jsou nově známé do 1. února 2026.')
  const days = await db.owner`select code, payments_known_until::text as day from fee_kind
    where payments_known_until is not null`
  expect(days).toEqual([{ code: 'odpad', day: '2026-02-01' }])
})
