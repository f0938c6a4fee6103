import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { camtFile } from '#tests/bank/camt-file'
import { gpcFile } from '#tests/bank/gpc-file'
import { statementCheckCommand } from './statement-check.ts'

const cwd = mkdtempSync(join(tmpdir(), 'portal-statement-'))
const counter = '0001313021140217'
beforeAll(() => {
  const movements = [
    {
      amountHal: 90_000,
      vs: '0260100010',
      ks: '558',
      counter,
      counterBank: '0300',
      name: 'PŘÍKLADOVÁ ŽOFIE',
    },
    { amountHal: 1_550, code: '1' },
  ]
  writeFileSync(join(cwd, 'dobry.gpc'), gpcFile([{ openingHal: 10_000, movements }, { number: '8' }]))
  writeFileSync(
    join(cwd, 'storno.gpc'),
    gpcFile([{ movements: [{ amountHal: 5, code: '4' }], closingHal: 1 }]),
  )
  writeFileSync(join(cwd, 'utrzeny.xml'), camtFile([{ entries: [{ amount: '1' }, { amount: '2,5' }] }]))
  writeFileSync(
    join(cwd, 'velky.xml'),
    camtFile([{ closing: '90071992547409.93', entries: [{ amount: '90071992547409.93' }] }]),
  )
  writeFileSync(join(cwd, 'jiny.txt'), 'Datum;Částka')
})
afterAll(() => rmSync(cwd, { recursive: true }))

async function run(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  let output = ''
  let errors = ''
  const code = await statementCheckCommand(args, {
    cwd,
    print: (line) => {
      output += `${line}\n`
    },
    printError: (line) => {
      errors += `${line}\n`
    },
    write: async (text) => {
      output += text
    },
  })
  return { code, output, errors }
}

test('--json gives the statements and the movements', async () => {
  const { code, output, errors } = await run('dobry.gpc', '--json', '--bank=0800')
  expect([code, errors]).toEqual([0, ''])
  const statement = {
    account: '19-2000145399/0800',
    number: '7',
    from: '2026-06-01',
    to: '2026-06-02',
    currency: 'CZK',
    openingHal: 10_000,
    closingHal: 98_450,
    creditHal: 90_000,
    debitHal: 1_550,
    entries: 2,
    balanced: true,
    warnings: [],
  }
  const nothing = { openingHal: 0, closingHal: 0, creditHal: 0, debitHal: 0, entries: 0 }
  expect(JSON.parse(output)).toEqual({
    format: 'gpc',
    statements: [statement, { ...statement, ...nothing, number: '8' }],
    entries: [
      {
        date: '2026-06-02',
        amountHal: 90_000,
        vs: '260100010',
        ss: null,
        ks: '558',
        counterAccount: '131-3021140217/0300',
        name: 'PŘÍKLADOVÁ ŽOFIE',
        message: null,
        payerReference: null,
        vsInWords: [],
        bankReference: null,
        reversal: false,
      },
      expect.objectContaining({ amountHal: -1_550, vs: null, ks: null }),
    ],
  })
})

test('an amount keeps every digit, however large', async () => {
  expect((await run('velky.xml', '--json')).output).toContain('"amountHal":9007199254740993,')
})

test('without --json a summary in Czech', async () => {
  const { code, output } = await run('dobry.gpc')
  expect(code).toBe(0)
  expect(
    output.replaceAll('\u00a0', ' '),
  ).toContain(`Účet 19-2000145399, výpis č. 7, 1. června 2026 – 2. června 2026
  Počáteční zůstatek: 100 Kč
  Připsáno: 900 Kč
  Odepsáno: 15,50 Kč
  Konečný zůstatek: 984,50 Kč
  Pohybů: 2. Součty souhlasí.`)
})

test('an odd statement is read, its oddities are told', async () => {
  const { code, output } = await run('storno.gpc')
  expect(code).toBe(0)
  expect(output).toContain('Součty nelze potvrdit.')
  expect(output).toContain(
    'Upozornění: Kód storna má u každé banky jiný význam a zůstatky o něm nerozhodly. (záznam 074 na řádku 1',
  )
  const json = JSON.parse((await run('storno.gpc', '--json')).output)
  expect(json.statements[0].warnings.map((one: { code: string }) => one.code)).toContain('reversal_ambiguous')
})

test('a file that breaks in the middle is refused with its place, and the JSON is whole', async () => {
  const { code, output, errors } = await run('utrzeny.xml', '--json')
  expect(code).toBe(1)
  expect(errors).toMatch(/^Výpis nejde načíst\. Element Stmt 1\/Ntry 2\/Amt, řádek \d+: částka není číslo/)
  expect(JSON.parse(output)).toMatchObject({
    format: 'camt053',
    entries: [{ amountHal: 100 }],
    statements: [],
    refused: {
      place: expect.stringContaining('Stmt 1/Ntry 2/Amt'),
      reason: expect.stringContaining('částka'),
    },
  })
})

test('what is no statement is refused', async () => {
  const { code, output, errors } = await run('jiny.txt')
  expect([code, output]).toEqual([1, ''])
  expect(errors).toContain('soubor není výpis ve formátu GPC, CAMT.053 ani Fio API')
})

test.each([
  [[], 'Použití'],
  [['dobry.gpc', 'druhy.gpc'], 'Použití'],
  [['dobry.gpc', '--bank=8'], 'Použití'],
  [['dobry.gpc', '--xml'], 'Použití'],
  [['chybi.gpc'], 'Soubor chybi.gpc nejde otevřít.'],
  [['.'], 'Soubor . nejde otevřít.'],
])('%j is refused as wrong usage', async (args, message) => {
  const { code, errors } = await run(...args)
  expect(code).toBe(2)
  expect(errors).toContain(message)
})
