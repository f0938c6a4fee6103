import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { commandList } from './command-list.ts'
import type { Command } from './declaration/command.ts'
import type { Option } from './declaration/declaration.ts'
import type { Kind } from './declaration/kinds.ts'
import { commandLinePage } from './declaration/page.ts'

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
  expect(stdout).toContain('import assessments SOUBOR')
  for (const { declaration } of commandList) expect(stdout).toContain(`  ${declaration.words}`)
})

test('help of a family lists its commands only', () => {
  const { status, stdout } = portal(['refund', '--help'])
  expect(status).toBe(0)
  expect(stdout).toContain('refund approve VRATKA')
  expect(stdout).not.toContain('ledger')
})

test('help of one command is its own line', () => {
  const { status, stdout } = portal(['ledger', 'verify', '--help'])
  expect(status).toBe(0)
  expect(stdout).toContain('ledger verify [--json]')
  expect(stdout).not.toContain('import')
})

test.each([
  [['nonsense'], 'Neznámý příkaz nonsense.'],
  [['ledger', 'verifi', '--json'], 'Neznámý příkaz ledger verifi.'],
  [['ledger', 'verify', '--jsn'], 'Neznámá volba --jsn.'],
  [['fees', 'known-until', 'odpad', '1.6.2026', '--json'], 'Neznámá volba --json.'],
  [[], 'Použití:'],
  [['refund'], 'Použití: npm run portal -- refund PŘÍKAZ'],
  [['refund', '--as', 'urad-01'], 'Neznámá volba --as.'],
  [['refund', 'approve', '1', '--as', 'a'], 'Chybí volba --amount KČ. Čeká se: částka'],
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

type Case = [words: string, command: Command]
const cases = commandList.map((one): Case => [one.declaration.words, one])

/** What one of these kinds reads; the first that fits stands for it in a line without mistakes. */
const samples = ['1440,50', '2026-05-31', '2026-05', '2026', '19-2000145399/0800', '7', '0800']
const choices = ['credit', 'done', 'abo', 'damage', 'paid_twice']
function sample({ expected, read }: Kind<unknown>): string {
  const fitting = [...samples, ...choices].find((one) => read(one) !== null)
  return expected === null ? 'slovo' : (fitting ?? '')
}

/** An option with a value, as two words; a flag as one. */
const written = (name: string, option: Option) =>
  option.need === 'flag' ? [`--${name}`] : [`--${name}`, sample(option.kind)]

/** A line without mistakes, less an option. */
function lineOf({ declaration }: Command, without?: string): string[] {
  const { groups, options } = declaration
  const isAsked = (name: string) =>
    options[name]?.need === 'required' || groups.some(({ need, of }) => need === 'one' && of[0] === name)
  return [
    ...Object.values(declaration.arguments).map(({ kind }) => sample(kind)),
    ...Object.entries(options).flatMap(([name, option]) =>
      isAsked(name) && name !== without ? written(name, option) : [],
    ),
  ]
}

/** The exit code of wrong usage and what was said. */
async function misuse(command: Command, args: string[]): Promise<string> {
  const errors: string[] = []
  const print = (line: string) => expect.unreachable(`It printed ${line}`)
  expect(await command(args, { print, printError: (line) => errors.push(line) })).toBe(2)
  const said = errors.join('\n')
  expect(said).toContain(`Použití: npm run portal -- ${command.declaration.words}`)
  return (said.split('\n')[0] ?? '').replaceAll('\u00a0', ' ')
}

describe.each(cases)('%s', (_words, command) => {
  const options = Object.entries(command.declaration.options)
  const without = (name: string) => lineOf(command, name)

  test('its help names every argument and option with what each is', async () => {
    const lines: string[] = []
    expect(await command(['--help'], { print: (line) => lines.push(line) })).toBe(0)
    const help = lines.join('\n').replaceAll(/\s+/g, ' ')
    const { about, arguments: taken } = command.declaration
    for (const text of [about, ...Object.values(taken).map((one) => one.about)]) {
      expect(help).toContain(text.replaceAll(/\s+/g, ' '))
    }
    for (const [name, option] of options) {
      expect(help).toContain(`--${name}`)
      expect(help).toContain(option.about.replaceAll(/\s+/g, ' '))
    }
  })

  test('an unknown option is refused by its name, before what is missing', async () => {
    expect(await misuse(command, ['--neznama'])).toBe('Neznámá volba --neznama.')
    expect(await misuse(command, ['--neznama=1'])).toBe('Neznámá volba --neznama.')
  })

  test('an argument too many or too few is refused', async () => {
    const taken = Object.values(command.declaration.arguments)
    const last = taken.at(-1)
    const rest = Object.keys(command.declaration.arguments).length
    if (last?.need !== 'several') {
      const line = lineOf(command)
      expect(await misuse(command, [...line.slice(0, rest), 'navic', ...line.slice(rest)])).toMatch(
        /„navic“ je navíc/,
      )
    }
    if (last) {
      const line = lineOf(command)
      const said = await misuse(command, [...line.slice(0, rest - 1), ...line.slice(rest)])
      expect(said).toMatch(new RegExp(`^Chybí ${last.kind.placeholder}…?\\. Čeká se: `))
    }
  })

  test.each(options)(
    '--%s is refused twice, without a value, unread, and where it is missing',
    async (name, option) => {
      const one = written(name, option)
      expect(await misuse(command, [...without(name), ...one, ...one])).toContain(
        `--${name} je zadaná víckrát`,
      )
      if (option.need === 'flag') {
        expect(await misuse(command, [...without(name), `--${name}=ano`])).toContain(`--${name} nemá mít`)
        return
      }
      const { kind, need, about } = option
      const expected = `Čeká se: ${kind.expected ?? about}`.replaceAll('\u00a0', ' ')
      for (const bare of [[`--${name}`], [`--${name}=`], [`--${name}`, '']]) {
        const said = await misuse(command, [...without(name), ...bare])
        expect(said).toContain(`--${name} ${kind.placeholder} nemá hodnotu`)
        expect(said).toContain(expected)
      }
      // The next option is not taken for the value.
      expect(await misuse(command, [...without(name), `--${name}`, '--help-me'])).toContain('--help-me')
      if (kind.expected !== null) {
        const said = await misuse(command, [...without(name), `--${name}`, 'nesmysl'])
        expect(said).toContain(`--${name} má hodnotu „nesmysl“`)
        expect(said).toContain(expected)
      }
      if (need === 'required') {
        const said = await misuse(command, without(name))
        expect(said).toContain(`Chybí volba --${name} ${kind.placeholder}.`)
        expect(said).toContain(expected)
      }
    },
  )
})

test.each([
  [['--attempt', '1', '--bank-account', '19-2000145399/0800'], 'Volby --attempt, --bank-account nejdou'],
  [[], 'Chybí jedna z voleb --attempt ČÍSLO_PLATBY, --bank-account ÚČET.'],
  [
    ['--attempt', '1', '--entitled', '2', '--entitled-name', 'Nová'],
    'Volby --entitled, --entitled-name nejdou',
  ],
  [['--bank-account', '19-2000145398/0800'], 'Volba --bank-account má hodnotu „19-2000145398/0800“'],
])('refund propose … %j is refused', async (further, said) => {
  const propose = commandList.find(({ declaration }) => declaration.words === 'refund propose')
  if (!propose) throw new Error('The command is not in the list.')
  const line = lineOf(propose, 'attempt')
  expect(await misuse(propose, [...line, ...further])).toContain(said)
})

test('the page of commands is the one generated', () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/command-line.md'), 'utf8')
  expect(page).toBe(commandLinePage(commandList.map(({ declaration }) => declaration)))
})
