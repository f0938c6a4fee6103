import { createHash } from 'node:crypto'
import type { EntryKind } from '#lib/ledger/commands'
import type { AccountingMonth } from '../rules.ts'

/** One account, or all personal ones of a fee kind, over a month. Haléře; debit positive, credit negative. */
export interface AccountSum {
  kind: string
  feeKindCode: string | null
  feeKindName: string | null
  gateway: string | null
  bankAccount: string | null
  openingHal: bigint
  debitHal: bigint
  creditHal: bigint
  closingHal: bigint
}

/** The control sums of a month. */
export interface ControlSums {
  month: AccountingMonth
  accounts: AccountSum[]
  entries: { kind: EntryKind; count: number }[]
}

/** The sums as they are kept with a closed month: amounts as text. */
export const keptSums = (sums: ControlSums): string =>
  JSON.stringify(sums, (_key, value) => (typeof value === 'bigint' ? String(value) : value))

/** A short mark of the sums, which an officer who closes the month hands over as what they saw. */
export const markOfSums = (sums: ControlSums): string =>
  createHash('sha256').update(keptSums(sums)).digest('hex').slice(0, 16)
