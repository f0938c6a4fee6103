import { sumHal } from '#lib/core/money'
import type { BankBalance } from '../bank-balances.queries.ts'
import type { AccountSum } from '../control-sums.rules.ts'
import { accountText, entryKindText, sentence } from './close-sentences.ts'
import type { MonthReport } from './month-report.queries.ts'

/** A table of the report: the first column names, the others are amounts or counts as text. */
export interface ReportTable {
  heading: string
  head: string[]
  rows: string[][]
  /** The row of sums, where the amounts may be summed. */
  total: string[] | null
}

type Sums = Pick<AccountSum, 'openingHal' | 'debitHal' | 'creditHal' | 'closingHal'>

/** What the accountant gets of a month, in their order; amounts as the paper or the spreadsheet writes them. */
export function tablesOf(report: MonthReport, amount: (amountHal: bigint) => string): ReportTable[] {
  return [sumsTable(report, amount), banksTable(report, amount), entriesTable(report)]
}

function sumsTable({ sums }: MonthReport, amount: (amountHal: bigint) => string): ReportTable {
  // Under „Dal“ an amount is written without the sign it has in the journal; balances keep theirs.
  const every = [
    (sum: Sums) => sum.openingHal,
    (sum: Sums) => sum.debitHal,
    (sum: Sums) => -sum.creditHal,
    (sum: Sums) => sum.closingHal,
  ]
  const cellsOf = (sum: Sums) => every.map((of) => amount(of(sum)))
  return {
    heading: sentence('sumsHeading'),
    head: [
      sentence('column.account'),
      sentence('column.opening'),
      sentence('column.debit'),
      sentence('column.credit'),
      sentence('column.closing'),
    ],
    rows: sums.accounts.map((sum) => [accountText(sum), ...cellsOf(sum)]),
    total: [sentence('total'), ...every.map((of) => amount(sumHal(sums.accounts.map(of))))],
  }
}

/** The journal against the statements at the month's end. Without a statement there is no difference to tell. */
function banksTable({ banks }: MonthReport, amount: (amountHal: bigint) => string): ReportTable {
  const rowOf = ({ account, journalHal, closingHal, isKnownToEnd }: BankBalance) =>
    isKnownToEnd && closingHal !== null
      ? [account, amount(journalHal), amount(closingHal), amount(journalHal - closingHal)]
      : [account, amount(journalHal), sentence('noStatement'), '']
  return {
    heading: sentence('banksHeading'),
    head: [
      sentence('column.account'),
      sentence('column.journal'),
      sentence('column.statement'),
      sentence('column.difference'),
    ],
    rows: banks.map(rowOf),
    total: null,
  }
}

function entriesTable({ sums }: MonthReport): ReportTable {
  return {
    heading: sentence('entriesHeading'),
    head: [sentence('column.entryKind'), sentence('column.entries')],
    rows: sums.entries.map(({ kind, count }) => [entryKindText(kind), String(count)]),
    total: [sentence('total'), String(sums.entries.reduce((total, one) => total + one.count, 0))],
  }
}
