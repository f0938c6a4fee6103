import { describe, expect, test } from 'vitest'
import { faults, isTest, textOf } from './files.ts'

describe('where things stand', () => {
  test('process.env only in lib/core/env.ts and where processes are started', () => {
    expect(
      faults((file) => [
        /process\.env\b/.test(textOf(file)) &&
          !/^(lib\/core\/env\.ts|start\/|cli\/portal\.ts|tests\/|instrumentation\.ts|sandbox\/)/.test(file) &&
          !isTest(file) &&
          'reads process.env; use env() of lib/core/env',
      ]),
    ).toEqual([])
  })

  test('new Date and Date.now only in lib/core/clock.ts', () => {
    expect(
      faults((file) => [
        /\bnew Date\(|\bDate\.now\(/.test(textOf(file)) &&
          !/^(lib\/core\/clock\.ts|sandbox\/|start\/|tests\/)/.test(file) &&
          !isTest(file) &&
          'makes a date; use now() or instantAt() of lib/core/clock',
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
            !/\brequire(Citizen|Officer)\(/.test(textOf(file)) &&
            'has no gate; call requireCitizen() or requireOfficer() first',
        ]
      }),
    ).toEqual([])
  })

  test('every action takes what it was sent before anything else', () => {
    expect(
      faults((file) => {
        const text = textOf(file)
        const [, ...actions] = /^'use server'/.test(text) ? text.split(/^export async function /m) : []
        return actions.map(
          (action) =>
            !/^(?:[^{]|\n)*?\): Promise<[^{]+> \{\n {2}await beginAction\(form/.test(action) &&
            `${action.split('(')[0]} does not begin by beginAction(form, …); wrong arguments would be answered 500`,
        )
      }),
    ).toEqual([])
  })

  test('every function that lib offers says what it does, except between the files of one protocol', () => {
    expect(
      faults((file) =>
        file.startsWith('lib/') && !isTest(file) && !/^lib\/(gateway|bank)\/\w+\//.test(file)
          ? [...textOf(file).matchAll(/(?<!\*\/\n)^export (?:async )?function\*? (\w+)/gm)].map(
              ([, name]) => `${name} has no docstring; say what it does, units and errors`,
            )
          : [],
      ),
    ).toEqual([])
  })

  test('no type or lint check is put aside, no test is narrowed', () => {
    expect(
      faults((file) => [
        /@ts-(ignore|nocheck|expect-error)|\bas any\b|: any\b/.test(textOf(file)) &&
          !file.startsWith('tests/house/') &&
          'puts a type check aside',
        /\b(it|test|describe)\.(only|todo|fixme)\b/.test(textOf(file)) &&
          !file.startsWith('tests/house/') &&
          'narrows the tests',
      ]),
    ).toEqual([])
  })

  test('a table is written by the folder that owns it', () => {
    const owners: [table: RegExp, owner: string][] = [
      [
        /\binsert into (journal_entry|journal_line|account)\b|\binsert\((journalEntry|journalLine|account)\)/,
        'lib/ledger/',
      ],
      [/\binsert into audit_entry\b|\binsert\(auditEntry\)/, 'lib/audit/'],
      [/\bset payments_known_until\b|\.set\(\{ paymentsKnownUntil/, 'lib/fee/'],
    ]
    expect(
      faults((file) =>
        owners.map(
          ([table, owner]) =>
            /^(app|lib|components|cli|worker|web)\//.test(file) &&
            !isTest(file) &&
            !file.startsWith(owner) &&
            table.test(textOf(file)) &&
            `writes a table of ${owner}; go through its door`,
        ),
      ),
    ).toEqual([])
  })
})
