import { createTranslator } from 'use-intl/core'
import { addDays, type IsoDate } from '#lib/core/dates'
import { isWorkingDay } from '#lib/core/working-days'
import { plainSentences } from '#lib/i18n/sentences'

/** The files a bank takes: ABO/KPC everywhere in Czechia, pain.001 where the bank takes it in crowns. */
export const orderFormats = ['abo', 'pain.001.001.03', 'pain.001.001.09'] as const
export type OrderFormat = (typeof orderFormats)[number]

/** One refund in an order; the amount in haléře. */
export interface OrderItem {
  refundId: string
  /** The refund's number, which the file carries as the variable symbol and the statement brings back. */
  reference: string
  amountHal: bigint
  /** As printed, `19-2000145399/0800`; its check digits fit. */
  bankAccount: string
  /** Who is entitled to the money. */
  name: string
}

/** A payment order as its file tells it; amounts in haléře. */
export interface RefundOrder {
  number: number
  bankAccount: string
  format: OrderFormat
  /** The day on which the bank shall send the money. */
  dueOn: IsoDate
  debtorName: string
  createdAt: Date
  totalHal: bigint
  items: OrderItem[]
}

/** What one bank at least takes in one file. */
export const mostItems = 200
/** Banks refuse orders further ahead. */
const mostDaysAhead = 364

export type DueProblem = 'due_past' | 'due_far' | 'due_not_working'

/** Why the bank would not take the day, or null; it sends money on working days only. */
export function dueProblem(dueOn: IsoDate, today: IsoDate): DueProblem | null {
  if (dueOn < today) return 'due_past'
  if (dueOn > addDays(today, mostDaysAhead)) return 'due_far'
  return isWorkingDay(dueOn) ? null : 'due_not_working'
}

/** With plain spaces, as banks take them. */
const sentence = createTranslator({ locale: 'cs', messages: plainSentences, namespace: 'refund' })

/** What the entitled person reads beside the money: no fee and no name of anybody. */
export const messageOf = (order: Pick<RefundOrder, 'debtorName'>, item: Pick<OrderItem, 'reference'>) =>
  [sentence('message', { reference: item.reference }), order.debtorName] as const
