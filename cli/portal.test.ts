import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const empty = mkdtempSync(join(tmpdir(), 'portal-none-'))
afterAll(() => rmSync(empty, { recursive: true }))

function portal(args: string[], environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'cli/portal.ts', ...args],
    {
      cwd: join(import.meta.dirname, '..'),
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NODE_ENV: 'test', PORTAL_DATA_DIR: empty, ...environment },
    },
  )
  return { status, stdout, stderr }
}

test('help lists every command and is no mistake', () => {
  const { status, stdout } = portal(['--help'])
  expect(status).toBe(0)
  expect(stdout).toContain('ledger verify [--json]')
  expect(stdout).toContain('import assessments SOUBOR')
})

test('help of one command is its own line', () => {
  const { status, stdout } = portal(['ledger', 'verify', '--help'])
  expect(status).toBe(0)
  expect(stdout).toContain('ledger verify')
  expect(stdout).not.toContain('import')
})

test.each([
  [['nonsense'], 'Neznámý příkaz nonsense.'],
  [['ledger', 'verifi', '--json'], 'Neznámý příkaz ledger verifi.'],
  [['ledger', 'verify', '--jsn'], 'Neznámá volba --jsn.'],
  [['fees', 'known-until', 'odpad', '1.6.2026', '--json'], 'Neznámá volba --json.'],
  [[], 'Použití:'],
])('%j is refused', (args, said) => {
  const { status, stderr } = portal(args)
  expect(stderr).toContain(said)
  expect(status).toBe(2)
})

test('a folder without a database is refused and left empty', () => {
  const { status, stderr } = portal(['ledger', 'verify'])
  expect(stderr).toContain(`Ve složce ${empty} není žádná databáze`)
  expect(stderr).not.toContain(' at ')
  expect(readdirSync(empty)).toEqual([])
  expect(status).toBe(2)
})

test('missing keys are named before anything is read, without a stack', () => {
  const { status, stderr } = portal(['import', 'assessments', 'a.csv'], {
    DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x',
  })
  expect(stderr).toContain('- BIRTH_NUMBER_LOOKUP_KEY is missing.')
  expect(stderr).not.toContain(' at ')
  expect(status).toBe(2)
})
