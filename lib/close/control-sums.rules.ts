import { createHash } from 'node:crypto'
import type { EntryKind } from '#lib/ledger/post.commands'
import type { AccountingMonth, Obstacle } from './rules.ts'

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

const inText = (value: unknown): string =>
  JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? String(one) : one))

/** The sums as they are kept with a closed month: amounts as text. */
export const keptSums = (sums: ControlSums): string => inText(sums)

/**
 * A short mark of the sums and of what stands in the way, which an officer who closes the month hands over as what they
 * saw: nobody carries over what they have not read.
 */
export const markOfMonth = (sums: ControlSums, obstacles: readonly Obstacle[]): string =>
  createHash('sha256')
    .update(inText([sums, obstacles]))
    .digest('hex')
    .slice(0, 16)
