import { addDays, type IsoDate, isIsoDate, isoDate } from '#lib/core/dates'
import { czechDates } from '#lib/i18n/czech-dates'

declare const accountingMonthBrand: unique symbol
/** An accounting month, written `2026-05`. */
export type AccountingMonth = string & { readonly [accountingMonthBrand]: true }

/** The month written so, or null. */
export function readMonth(text: string): AccountingMonth | null {
  return /^\d{4}-\d{2}$/.test(text) && isIsoDate(`${text}-01`) ? (text as AccountingMonth) : null
}

export const firstDay = (month: AccountingMonth): IsoDate => isoDate(`${month}-01`)
export const monthOfDay = (day: IsoDate): AccountingMonth => day.slice(0, 7) as AccountingMonth
/** 31 days after the first one is always in the next month. */
export const nextMonth = (month: AccountingMonth): AccountingMonth => monthOfDay(addDays(firstDay(month), 31))
export const lastDay = (month: AccountingMonth): IsoDate => addDays(firstDay(nextMonth(month)), -1)

/** `květen 2026` */
export const monthText = (month: AccountingMonth): string =>
  `${czechDates.months[Number(month.slice(5)) - 1]}\u00a0${month.slice(0, 4)}`

/** The series of documents (§§ 149–150 of the tax code): předpisný, odpisný, platební, opravný. */
const documentSeries = ['assessment', 'write_off', 'payment', 'correction'] as const
export type DocumentSeries = (typeof documentSeries)[number]

/**
 * Why a month cannot be closed. The firm ones must be mended; the others may be carried over by an officer with a
 * reason, and then stand in the report.
 */
export type Obstacle =
  | { kind: 'not_over' | 'nothing_booked' }
  | { kind: 'earlier_open'; month: AccountingMonth }
  | { kind: 'already_closed' }
  | { kind: 'ledger_differs' | 'documents_unnumbered'; count: number }
  | { kind: 'day_unconfirmed'; day: IsoDate }
  | {
      kind: 'receipts_waiting' | 'receivables_undecided' | 'reversals_unknown'
      count: number
      amountHal: bigint
    }
  | { kind: 'settlements_differ' | 'payments_unverified'; count: number }
  | { kind: 'statement_missing'; account: string }
  | { kind: 'statement_gap'; account: string; before: IsoDate; after: IsoDate }
  | { kind: 'statement_differs'; account: string; journalHal: bigint; closingHal: bigint }

const carriable = [
  'receipts_waiting',
  'receivables_undecided',
  'reversals_unknown',
  'settlements_differ',
  'payments_unverified',
  'statement_missing',
  'statement_gap',
]

/** Whether an officer may close the month all the same, saying why. */
export const mayBeCarriedOver = (obstacle: Obstacle): boolean => carriable.includes(obstacle.kind)

/** Whether the month is so far from its end or its turn that closing it is not even offered. */
export const isTooEarly = (obstacle: Obstacle): boolean =>
  ['not_over', 'earlier_open', 'nothing_booked', 'already_closed'].includes(obstacle.kind)

/** Held alone by a closing and shared by every posting, see the database's `share_open_month`. */
export const monthLock = 7402620

/** Two numberings at once, and a numbering and a confirmation, wait for each other on it; the database takes it too. */
export const numberingLock = 7402621
