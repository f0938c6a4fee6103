import type { IsoDate } from '#lib/core/dates'
import { addWorkingDays } from '#lib/core/working-days'

/** What can be wrong between our payments, the settlements of gateways and the bank. */
const differenceKinds = [
  /** A paid payment no settlement tells of. */
  'missing',
  /** A settlement tells a payment we hold as not paid. */
  'not_paid',
  'amount_differs',
  'fee_differs',
  /** The fee is not the one agreed; or the bank's line is short of more than the fee and what went back. */
  'fee_outside',
  /** The rows of a transfer do not make what the gateway says it sent. */
  'sum_differs',
  'reported_twice',
  /** A row that is no payment, refund or chargeback of ours. */
  'unknown_row',
  'not_at_bank',
  'bank_differs',
  'bank_unknown',
  'bank_twice',
  /** A refund the gateway took over or never answered about, and that is not out after days. */
  'refund_waits',
] as const
export type DifferenceKind = (typeof differenceKinds)[number]

/** Working days a gateway and the bank have before something is missing. */
const graceWorkingDays = 3

/** Working days a refund may be on its way at a gateway before somebody looks after it. */
const refundWorkingDays = 5

/** A refund sent before this day waits too long. */
export const refundWaitsBefore = (today: IsoDate): IsoDate => addWorkingDays(today, -refundWorkingDays)

/** What happened before this day and is told nowhere is missing: its third working day is over. */
export function missingBefore(today: IsoDate): IsoDate {
  return addWorkingDays(today, -graceWorkingDays)
}

/** One open difference. Amounts in haléře. */
export interface OpenDifference {
  /** The kind, what it is about and its amount. */
  key: string
  kind: DifferenceKind
  gateway: string
  companyName: string
  /** The day since which it is so. */
  since: IsoDate
  amountHal: bigint
  /** What the other side says, where both tell an amount. */
  otherHal: bigint | null
  attemptId: string | null
  /** Our reference of the payment, else what the gateway or the bank calls it. */
  mark: string
}
