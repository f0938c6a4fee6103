import type { IsoDate } from '#lib/core/dates'
import type { PaymentSymbols } from './symbol-labels.ts'

/** The formats of statements that can be read. */
export type StatementFormat = 'gpc' | 'camt053' | 'fio'

/** Whose statement it is, for which days and between which balances (haléře; hundredths of another currency). */
export interface StatementHead {
  /** `19-2000145399/0800`; without the bank's code where the file does not tell it; an IBAN when foreign. */
  account: string
  number: string | null
  /** As the bank writes it: in GPC the day of the old balance. */
  from: IsoDate | null
  to: IsoDate | null
  currency: string
  openingHal: bigint | null
  closingHal: bigint | null
}

/** One movement. Symbols are digits without leading zeros. */
export interface StatementEntry extends PaymentSymbols {
  /** Within the statement, from 1. */
  index: number
  /** The day the bank booked the money on the account. */
  date: IsoDate
  /** Signed: what came in is positive. */
  amountHal: bigint
  counterAccount: string | null
  name: string | null
  message: string | null
  /** What the payer's own program wrote as its reference, where the bank tells it apart from the message. */
  payerReference?: string | null
  /** The bank's own number of the movement. */
  bankReference: string | null
  /** Whether it takes an earlier movement back; the sign already says which way the money went. */
  reversal: boolean
  /** The symbols earlier versions read, where they are others: an entry's mark in the database stands on them. */
  symbolsBefore?: PaymentSymbols
  /** The mark it got when it was read, where it was kept since and is read again. */
  mark?: string
}

/** Something odd that does not stop the reading: how often it occurs and where it was met first. */
export interface StatementWarning {
  code: string
  place: string | null
  count: number
  /** A Czech sentence. */
  message: string
}

/** What a statement ends with. Credit and debit are the sums of what came in and what went out, both positive. */
export interface StatementEnd {
  /** With what only the end tells, such as a balance written after the movements. */
  head: StatementHead
  creditHal: bigint
  debitHal: bigint
  entries: number
  /** Whether opening + credit − debit = closing; false where a balance is missing. */
  balanced: boolean
  warnings: StatementWarning[]
}

/** A file is a row of statements: each its head, its movements, its end. */
export type StatementPart =
  | { kind: 'head'; head: StatementHead }
  | { kind: 'entry'; entry: StatementEntry }
  | ({ kind: 'end' } & StatementEnd)

/** The file cannot be read: where (record or element and position) and why, both in Czech, as the message is. */
export class StatementRefusal extends Error {
  place: string
  reason: string
  constructor(place: string, reason: string) {
    super(`${place.slice(0, 1).toUpperCase()}${place.slice(1)}: ${reason}.`)
    this.name = 'StatementRefusal'
    this.place = place
    this.reason = reason
  }
}
