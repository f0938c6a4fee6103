import { expect, test } from 'vitest'
import { instantAt } from '#lib/core/clock'
import type { BankBalance } from '../bank-balances.queries.ts'
import type { AccountingMonth } from '../rules.ts'
import { reportCsv } from './csv.ts'

const account = '19-2000145399/0800'
const csvOf = (bank: BankBalance) =>
  reportCsv({
    cityName: 'Město',
    closed: null,
    isLastClosed: false,
    madeAt: instantAt(0),
    banks: [bank],
    sums: { month: '2026-05' as AccountingMonth, accounts: [], entries: [{ kind: 'bank_fee', count: 3 }] },
  }).split('\r\n')

test.each([
  [{ account, journalHal: 90_000n, closingHal: 90_000n, isKnownToEnd: true }, '"900,00";"900,00";"0,00"'],
  [{ account, journalHal: 90_000n, closingHal: 95_050n, isKnownToEnd: true }, '"900,00";"950,50";"-50,50"'],
  [{ account, journalHal: 90_000n, closingHal: 90_000n, isKnownToEnd: false }, '"900,00";"výpis chybí";""'],
  [{ account, journalHal: 0n, closingHal: null, isKnownToEnd: true }, '"0,00";"výpis chybí";""'],
])('the journal against the statement: %o', (bank, cells) => {
  expect(csvOf(bank)).toContain(`"${account}";${cells}`)
})

test('the report tells how many entries of each kind there are', () => {
  const lines = csvOf({ account, journalHal: 0n, closingHal: 0n, isKnownToEnd: true })
  expect(lines.slice(-4)).toEqual(['"Druh zápisu";"Zápisů"', '"bankovní poplatek";"3"', '"Celkem";"3"', ''])
})

test('under „Dal“ the amount is written without the sign it has in the journal', () => {
  const personal = {
    kind: 'personal',
    feeKindCode: null,
    feeKindName: null,
    gateway: null,
    bankAccount: null,
  }
  const sums = { openingHal: 100_000n, debitHal: 90_000n, creditHal: -150_000n, closingHal: 40_000n }
  const lines = reportCsv({
    cityName: 'Město',
    closed: null,
    isLastClosed: false,
    madeAt: instantAt(0),
    banks: [],
    sums: { month: '2026-05' as AccountingMonth, accounts: [{ ...personal, ...sums }], entries: [] },
  })
  expect(lines).toContain('"osobní účty";"1000,00";"900,00";"1500,00";"400,00"')
  expect(lines).toContain('"Celkem";"1000,00";"900,00";"1500,00";"400,00"')
})
