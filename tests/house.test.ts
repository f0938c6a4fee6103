import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const sourceFolders = ['app', 'lib', 'components', 'db', 'cli', 'worker', 'web', 'start', 'sandbox', 'tests']

function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('/.'))
}

const files = [...sourceFolders.flatMap(filesOf), 'instrumentation.ts', 'next.config.mjs']
const text = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
const isTest = (file: string) =>
  /\.test\.tsx?$/.test(file) || file.startsWith('tests/') || /test-portal/.test(file)
const production = files.filter((file) => !isTest(file))

/** Every import of a file as a path from the root, with whether it is of types only. */
function importsOf(file: string): { path: string; isType: boolean }[] {
  const found = [
    ...(text.get(file) ?? '').matchAll(/(import|export)( type)?[^'"`;]*?from '([^']+)'|import\('([^']+)'\)/g),
  ]
  return found.map(([, , type, named, dynamic]) => {
    const path = named ?? dynamic ?? ''
    const isType = type !== undefined
    if (path.startsWith('#')) return { path: path.slice(1), isType }
    if (path.startsWith('.')) return { path: relative(root, resolve(root, dirname(file), path)), isType }
    return { path, isType }
  })
}

interface Sentence {
  area: string
  key: string
}

/** Every sentence by its file and its path in it: `payment`, `refusal.not_found`. */
function sentencesOf(folder: string): Sentence[] {
  const keysOf = (value: unknown, path: string): string[] =>
    typeof value === 'string'
      ? [path]
      : Object.entries(value as object).flatMap(([name, one]) => keysOf(one, path ? `${path}.${name}` : name))
  return readdirSync(join(root, folder)).flatMap((file) => {
    const area = file.replace('.json', '')
    return keysOf(JSON.parse(readFileSync(join(root, folder, file), 'utf8')), '').map((key) => ({
      area,
      key,
    }))
  })
}

/** Whether a file that speaks of this area names the sentence, whole or by a template such as `refusal.${error}`. */
function isSaid(area: string, key: string): boolean {
  const speaks = new RegExp(`'${area}'|/${area}(\\.json|-sentences(\\.ts)?)'`)
  const written = key.replaceAll('.', '\\.')
  const whole = new RegExp(`'${written}'|\\bsentences\\.${written}\\b`)
  const [group, ...rest] = key.split('.')
  return (
    // A file may speak of one group only: `overview.state`.
    (rest.length > 0 && isSaid(`${area}.${group}`, rest.join('.'))) ||
    speakers(speaks).some(
      (source) => whole.test(source) || templatesIn(source).some((template) => template.test(key)),
    )
  )
}

const sources = production
  .filter((file) => /^(app|components|lib)\//.test(file))
  .map((file) => text.get(file) ?? '')
const speakers = (speaks: RegExp) => sources.filter((source) => speaks.test(source))

const templatesIn = (source: string): RegExp[] =>
  [...source.matchAll(/`((?:[\w.]|\$\{[^`}]*\})+)`/g)]
    .map(([, template = '']) => template.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '\\w+'))
    .filter((pattern) => pattern.replaceAll('\\w+', '') !== '')
    .map((pattern) => new RegExp(`^${pattern}$`))

/** The order of lib: a folder may import only from folders before it. */
const order = [
  'core',
  'identifiers',
  'i18n',
  'actor',
  'audit',
  'queue',
  'auth',
  'city',
  'payer',
  'fee',
  'ledger',
  'assessment',
  'gateway',
  'payment',
  'bank',
  'matching',
  'refund',
  // It confirms refunds and takes payments back; what people are told and shown comes after it.
  'settlement',
  // The one way in for bank statements; what follows from them is refunds' and settlements'.
  'statement',
  'notice',
  // What the accountant closes and takes away, on paper made as letters are.
  'close',
  'report',
]
const libFolder = (path: string) => (path.startsWith('lib/') ? (path.split('/')[1] ?? '') : null)

/** Reports each broken rule as „file: what is wrong and where it belongs“. */
function faults(check: (file: string) => (string | false | undefined)[]): string[] {
  return files.flatMap((file) => check(file).flatMap((fault) => (fault ? [`${file}: ${fault}`] : [])))
}

describe('who may import whom', () => {
  test('app speaks with lib and components, never with db, sandbox, cli or worker', () => {
    const isApp = (file: string) => file.startsWith('app/') && !isTest(file)
    expect(
      faults((file) =>
        isApp(file)
          ? importsOf(file).map(
              ({ path }) =>
                /^(db|sandbox|cli|worker|start|tests)\//.test(path) &&
                `imports ${path}; put the query or command into a folder of lib`,
            )
          : [],
      ),
    ).toEqual([])
  })

  test('components know components, lib/core, lib/i18n, lib/identifiers and of the domain only types and rules', () => {
    const allowed = /^(components|lib\/core|lib\/i18n|lib\/identifiers)\//
    const pure = /\/([\w-]+\.)?rules(\.ts)?$|\/realms(\.ts)?$/
    expect(
      faults((file) =>
        file.startsWith('components/') && !isTest(file)
          ? importsOf(file)
              .filter(({ path }) => /^(app|lib|db|sandbox|cli|worker|start|components)\//.test(path))
              .map(
                ({ path, isType }) =>
                  !allowed.test(path) &&
                  !isType &&
                  !pure.test(path) &&
                  `imports ${path}; pass the data in as props`,
              )
          : [],
      ),
    ).toEqual([])
  })

  test('components/ui knows no domain word', () => {
    expect(
      faults((file) =>
        file.startsWith('components/ui/')
          ? importsOf(file).map(
              ({ path }) =>
                /^(lib|app|db)\//.test(path) && !isTest(file) && `imports ${path}; ui has no domain`,
            )
          : [],
      ),
    ).toEqual([])
  })

  test('a folder of lib imports only from folders before it', () => {
    expect(
      faults((file) => {
        const own = libFolder(file)
        if (own === null || isTest(file)) return []
        if (!order.includes(own))
          return [`lib/${own} is not in the order of lib; add it to docs and to this test`]
        return importsOf(file).map(({ path, isType }) => {
          const other = libFolder(path)
          if (/^(app|components|sandbox|cli|worker|start)\//.test(path))
            return `imports ${path}, which is above lib`
          return (
            other !== null &&
            !isType &&
            order.indexOf(other) > order.indexOf(own) &&
            `imports ${path}, but lib/${other} comes after lib/${own}`
          )
        })
      }),
    ).toEqual([])
  })

  test('db imports nothing of ours; the sandbox is imported only by itself, start and tests', () => {
    expect(
      faults((file) =>
        importsOf(file).map(({ path }) => {
          if (file.startsWith('db/') && /^(lib|app|components|cli|worker|start|sandbox)\//.test(path)) {
            return `imports ${path}; db is given what it needs`
          }
          if (path.startsWith('sandbox/') && !/^(sandbox|start|tests)\//.test(file) && !isTest(file)) {
            return `imports ${path}; the outside world is reached over the network`
          }
          return false
        }),
      ),
    ).toEqual([])
  })

  test('db/client as a value only in queries and commands and where a process begins', () => {
    const begins = /^(worker\/main|cli\/portal|instrumentation|start\/|tests\/)/
    expect(
      faults((file) =>
        importsOf(file).map(
          ({ path, isType }) =>
            /^db\/client(\.ts)?$/.test(path) &&
            !isType &&
            !/\.(queries|commands)\.ts$/.test(file) &&
            !begins.test(file) &&
            !isTest(file) &&
            'imports db/client; only queries and commands do',
        ),
      ),
    ).toEqual([])
  })

  test('SQL only in queries, commands and access', () => {
    expect(
      faults((file) => [
        /^(app|lib|components|cli|worker|web)\//.test(file) &&
          !isTest(file) &&
          /import [^;']*\bsql\b[^;']* from 'drizzle-orm'/.test(text.get(file) ?? '') &&
          !/[./](queries|commands|access)\.ts$/.test(file) &&
          'writes SQL; move it to a file whose name ends in .queries.ts or .commands.ts',
      ]),
    ).toEqual([])
  })

  test('actors are made only by gates and where a process, a route or a test begins', () => {
    const makers = /^(lib\/actor\/|lib\/auth\/|app\/api\/|worker\/|cli\/|start\/|tests\/)/
    expect(
      faults((file) => [
        /\bmake(Citizen|Officer|Host|Gateway|Job)\b/.test(text.get(file) ?? '') &&
          !makers.test(file) &&
          !isTest(file) &&
          'makes an actor; take one as an argument',
      ]),
    ).toEqual([])
  })

  test('nothing outside lib/gateway/<name> names a gateway', () => {
    expect(
      faults((file) => [
        /comgate|csob|gopay|gpwebpay/i.test(text.get(file) ?? '') &&
          !/^(lib\/gateway\/(comgate|csob|gopay|gpwebpay|registry)|lib\/core\/env-gateways\.ts|sandbox\/|start\/|tests\/)/.test(
            file,
          ) &&
          !isTest(file) &&
          'names a gateway; speak through lib/gateway/contract',
      ]),
    ).toEqual([])
  })
})

describe('where things stand', () => {
  test('process.env only in lib/core/env.ts and where processes are started', () => {
    expect(
      faults((file) => [
        /process\.env\b/.test(text.get(file) ?? '') &&
          !/^(lib\/core\/env\.ts|start\/|cli\/portal\.ts|tests\/|instrumentation\.ts|sandbox\/)/.test(file) &&
          !isTest(file) &&
          'reads process.env; use env() of lib/core/env',
      ]),
    ).toEqual([])
  })

  test('new Date and Date.now only in lib/core/clock.ts', () => {
    expect(
      faults((file) => [
        /\bnew Date\(|\bDate\.now\(/.test(text.get(file) ?? '') &&
          !/^(lib\/core\/clock\.ts|sandbox\/|start\/|tests\/)/.test(file) &&
          !isTest(file) &&
          'makes a date; use now() or instantAt() of lib/core/clock',
      ]),
    ).toEqual([])
  })

  test('no utils, helpers or barrels; names are kebab-case', () => {
    expect(
      faults((file) => [
        /(^|\/)(utils?|helpers?|common|misc)(\/|\.tsx?$)/.test(file) &&
          'is named after nothing; name it after what it does',
        /(^|\/)index\.tsx?$/.test(file) && 'is a barrel; import from the file itself',
        /[A-Z_]/.test((file.split('/').at(-1) ?? '').replace(/^_/, '')) &&
          'has a name that is not kebab-case',
      ]),
    ).toEqual([])
  })

  test('every folder of lib, components/<noun> and app page stays short', () => {
    const lengths = production
      .map((file) => (text.get(file) ?? '').split('\n').length)
      .toSorted((a, b) => a - b)
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(80)
    expect(
      faults((file) => [
        !isTest(file) &&
          !isTest(file) &&
          (text.get(file) ?? '').split('\n').length > 400 &&
          'is longer than 400 lines; split it',
      ]),
    ).toEqual([])
  })

  test('every page of the citizen and of the office passes its gate itself', () => {
    expect(
      faults((file) => {
        const isGated = /^app\/\((obcan|urad)\)\/.*\/(page\.tsx|route\.ts|actions\.ts)$/.test(file)
        const isDoor = /\/urad\/(prihlaseni\/page\.tsx|vstup\/route\.ts)$/.test(file)
        return [
          isGated &&
            !isDoor &&
            !/\brequire(Citizen|Officer)\(/.test(text.get(file) ?? '') &&
            'has no gate; call requireCitizen() or requireOfficer() first',
        ]
      }),
    ).toEqual([])
  })

  test('every function that lib offers says what it does, except between the files of one protocol', () => {
    expect(
      faults((file) =>
        file.startsWith('lib/') && !isTest(file) && !/^lib\/(gateway|bank)\/\w+\//.test(file)
          ? [...(text.get(file) ?? '').matchAll(/(?<!\*\/\n)^export (?:async )?function\*? (\w+)/gm)].map(
              ([, name]) => `${name} has no docstring; say what it does, units and errors`,
            )
          : [],
      ),
    ).toEqual([])
  })

  test('every sentence is said somewhere', () => {
    expect(sentencesOf('lib/i18n/cs').filter(({ area, key }) => !isSaid(area, key))).toEqual([])
    expect(isSaid('common', 'saidNowhere')).toBe(false)
  })

  test('no type or lint check is put aside, no test is narrowed', () => {
    expect(
      faults((file) => [
        /@ts-(ignore|nocheck|expect-error)|\bas any\b|: any\b/.test(text.get(file) ?? '') &&
          file !== 'tests/house.test.ts' &&
          'puts a type check aside',
        /\b(it|test|describe)\.(only|todo|fixme)\b/.test(text.get(file) ?? '') &&
          file !== 'tests/house.test.ts' &&
          'narrows the tests',
      ]),
    ).toEqual([])
  })
})
