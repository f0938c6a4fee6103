import type { StatementEnd } from '#lib/bank/statement'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import { commandSentence } from '../../command-line-sentences.ts'
import type { StatementOutput } from './statement-json.ts'

/** A summary for a person at the terminal: each statement with its sums, without the single movements. */
export function statementText(print: (line: string) => void): StatementOutput {
  return {
    begin: async (format) =>
      print(commandSentence('statement.format', { name: commandSentence(`statement.formatName.${format}`) })),
    part: async (part) => {
      if (part.kind === 'end') for (const line of linesOf(part)) print(line)
    },
    end: async () => {},
  }
}

function linesOf({ head, creditHal, debitHal, entries, balanced, warnings }: StatementEnd): string[] {
  const amount = (hal: bigint | null) => {
    if (hal === null) return commandSentence('statement.notStated')
    return head.currency === 'CZK' ? formatKc(hal) : inCurrency(hal, head.currency)
  }
  const days = [head.from, head.to].map((day) => (day ? formatDate(day) : '?')).join(' – ')
  const { account } = head
  const details = [
    commandSentence('statement.opening', { amount: amount(head.openingHal) }),
    commandSentence('statement.credited', { amount: amount(creditHal) }),
    commandSentence('statement.debited', { amount: amount(debitHal) }),
    commandSentence('statement.closing', { amount: amount(head.closingHal) }),
    commandSentence(balanced ? 'statement.balanced' : 'statement.unbalanced', { count: entries }),
    ...warnings.map((warning) => warningText(warning)),
  ]
  return [
    '',
    commandSentence('statement.head', { account, number: head.number ?? '?', days }),
    ...details.map((line) => `  ${line}`),
  ]
}

function warningText({ message, place, count }: StatementEnd['warnings'][number]): string {
  const times = count > 1 ? commandSentence('statement.times', { count }) : null
  const where = [place, times].filter((one) => one !== null).join(', ')
  return `${commandSentence('statement.warning', { message })}${where ? ` (${where})` : ''}`
}

function inCurrency(hal: bigint, currency: string): string {
  return formatKc(hal).replace('Kč', currency)
}
