import type { StatementEnd, StatementFormat } from '#lib/bank/statement'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import type { StatementOutput } from './statement-json.ts'

const formatNames: Record<StatementFormat, string> = { gpc: 'GPC (ABO)', camt053: 'CAMT.053', fio: 'Fio API' }

/** A summary for a person at the terminal: each statement with its sums, without the single movements. */
export function statementText(print: (line: string) => void): StatementOutput {
  return {
    begin: async (format) => print(`Formát: ${formatNames[format]}`),
    part: async (part) => {
      if (part.kind === 'end') for (const line of linesOf(part)) print(line)
    },
    end: async () => {},
  }
}

function linesOf({ head, creditHal, debitHal, entries, balanced, warnings }: StatementEnd): string[] {
  const amount = (hal: bigint | null) =>
    hal === null ? 'není uveden' : head.currency === 'CZK' ? formatKc(hal) : inCurrency(hal, head.currency)
  const days = [head.from, head.to].map((day) => (day ? formatDate(day) : '?')).join(' – ')
  return [
    '',
    `Účet ${head.account}, výpis č. ${head.number ?? '?'}, ${days}`,
    `  Počáteční zůstatek: ${amount(head.openingHal)}`,
    `  Připsáno: ${amount(creditHal)}`,
    `  Odepsáno: ${amount(debitHal)}`,
    `  Konečný zůstatek: ${amount(head.closingHal)}`,
    `  Pohybů: ${entries}. ${balanced ? 'Součty souhlasí.' : 'Součty nelze potvrdit.'}`,
    ...warnings.map(({ message, place, count }) => {
      const where = [place, count > 1 ? `celkem ${count}×` : null].filter((one) => one !== null).join(', ')
      return `  Upozornění: ${message}${where ? ` (${where})` : ''}`
    }),
  ]
}

function inCurrency(hal: bigint, currency: string): string {
  return formatKc(hal).replace('Kč', currency)
}
