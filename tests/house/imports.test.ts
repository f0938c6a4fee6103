import { describe, expect, test } from 'vitest'
import { faults, files, importsOf, isTest, textOf } from './files.ts'

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
  // Undoes matches, transfers of credit and refunds where a bank took money back; what is gone is a receivable.
  'recovery',
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
                /^(lib\/(?!i18n\/)|app\/|db\/)/.test(path) &&
                !isTest(file) &&
                `imports ${path}; ui has no domain`,
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
          /import [^;']*\bsql\b[^;']* from 'drizzle-orm'/.test(textOf(file)) &&
          !/[./](queries|commands|access)\.ts$/.test(file) &&
          'writes SQL; move it to a file whose name ends in .queries.ts or .commands.ts',
      ]),
    ).toEqual([])
  })

  test('actors are made only by gates and where a process, a route or a test begins', () => {
    const makers = /^(lib\/actor\/|lib\/auth\/|app\/api\/|worker\/|cli\/|start\/|tests\/)/
    expect(
      faults((file) => [
        /\bmake(Citizen|Officer|Host|Gateway|Job)\b/.test(textOf(file)) &&
          !makers.test(file) &&
          !isTest(file) &&
          'makes an actor; take one as an argument',
      ]),
    ).toEqual([])
  })

  test('nothing outside lib/gateway/<name> names a gateway', () => {
    expect(
      faults((file) => [
        /comgate|csob|gopay|gpwebpay/i.test(textOf(file)) &&
          !/^(lib\/gateway\/(comgate|csob|gopay|gpwebpay|registry)|lib\/core\/env-gateways\.ts|sandbox\/|start\/|tests\/)/.test(
            file,
          ) &&
          !isTest(file) &&
          'names a gateway; speak through lib/gateway/contract',
      ]),
    ).toEqual([])
  })

  test('no import goes round in a circle, not even of types', () => {
    const circles = circlesAmong(new Map(files.map((file) => [file, targetsOf(file)])))
    expect(circles).toEqual([])
    const round = { a: ['b'], b: ['c', 'd'], c: ['a'], d: ['e'], e: [] }
    expect(circlesAmong(new Map(Object.entries(round)))).toEqual([['a', 'b', 'c']])
  })
})

const known = new Set(files)

/** The files of ours this one imports. */
const targetsOf = (file: string): string[] =>
  importsOf(file).flatMap(({ path }) =>
    ['', '.ts', '.tsx'].map((end) => `${path}${end}`).filter((candidate) => known.has(candidate)),
  )

/** Files that reach themselves by their imports, each circle once (strongly connected components, after Tarjan). */
function circlesAmong(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const numbers = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const circles: string[][] = []
  const visit = (file: string): number => {
    const number = numbers.size
    numbers.set(file, number)
    open.push(file)
    let low = number
    for (const next of graph.get(file) ?? []) {
      if (!numbers.has(next)) low = Math.min(low, visit(next))
      else if (open.includes(next)) low = Math.min(low, lowest.get(next) ?? numbers.get(next) ?? low)
      lowest.set(file, low)
    }
    lowest.set(file, low)
    if (low === number) {
      const circle = open.splice(open.indexOf(file))
      if (circle.length > 1) circles.push(circle.toSorted())
    }
    return low
  }
  for (const file of graph.keys()) if (!numbers.has(file)) visit(file)
  return circles
}
