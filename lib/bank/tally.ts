import type { Sentences } from '#lib/i18n/sentences'
import { sentence } from './reading-sentences.ts'
import type { StatementEnd, StatementEntry, StatementHead, StatementWarning } from './statement.ts'

/** What may be odd in a statement that is read all the same. */
export type WarningCode = keyof Sentences['reading']['warning']

/** What is counted while a statement goes by; its size does not grow with the number of movements. */
export interface Tally {
  creditHal: bigint
  debitHal: bigint
  entries: number
  warnings: Map<WarningCode, StatementWarning>
}

export const newTally = (): Tally => ({ creditHal: 0n, debitHal: 0n, entries: 0, warnings: new Map() })

/** Adds a movement to the sums. */
export function countEntry(tally: Tally, { amountHal }: StatementEntry): void {
  tally.entries++
  if (amountHal >= 0n) tally.creditHal += amountHal
  else tally.debitHal -= amountHal
}

/** Notes something odd; of many alike the first place is kept, and only that one is put into words. */
export function warn(tally: Tally, code: WarningCode, place: (() => string) | null): void {
  const known = tally.warnings.get(code)
  if (known) known.count++
  else
    tally.warnings.set(code, {
      code,
      place: place?.() ?? null,
      count: 1,
      message: sentence(`warning.${code}`),
    })
}

/** Closes the sums: the only place that says whether a statement is balanced. */
export function endOf(tally: Tally, head: StatementHead): StatementEnd & { kind: 'end' } {
  const { creditHal, debitHal, entries } = tally
  const { openingHal, closingHal } = head
  const isKnown = openingHal !== null && closingHal !== null
  const balanced = isKnown && openingHal + creditHal - debitHal === closingHal
  if (!isKnown) warn(tally, 'balance_missing', null)
  else if (!balanced) warn(tally, 'unbalanced', null)
  return { kind: 'end', head, creditHal, debitHal, entries, balanced, warnings: [...tally.warnings.values()] }
}
