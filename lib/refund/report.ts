import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import type { CancelProblem } from '#lib/refund/order/cancel.commands'
import type { ApproveProblem, ResolveProblem } from './decide.commands.ts'
import type { StrayProblem } from './decide-stray.commands.ts'
import type { RefundState } from './edges.rules.ts'
import type { ListedRefund } from './listing.queries.ts'
import type { OrderProblem } from './order/create.commands.ts'
import type { OrderOverview } from './order/orders.queries.ts'
import type { RefundOrder } from './order/rules.ts'
import type { ProposeProblem } from './propose.commands.ts'
import { refundSentence } from './refund-sentences.ts'

const t = refundSentence

type Problem = ProposeProblem | ApproveProblem | ResolveProblem

/** Why a refund was refused, for a person. */
export const refundProblemText = (problem: Problem): string => t(`problem.${problem}`)

/** Why a decision about a stray movement was refused, for a person. */
export const strayProblemText = (problem: StrayProblem): string => t(`strayProblem.${problem}`)

/** Where a refund stands, for a person. */
export const refundStateText = (state: RefundState): string => t(`state.${state}`)

/** Refunds one a line, for a person at the terminal. */
export function refundListText(refunds: readonly ListedRefund[]): string {
  const lines = refunds.map((one) =>
    [
      one.reference,
      one.proposedOn,
      formatKc(one.amountHal),
      refundStateText(one.state),
      t(`ground.${one.ground}`),
      t(`way.${one.way}`),
      t('payer', { payer: one.payerExternalId, feeKind: one.feeKindCode }),
      ...(one.problem ? [one.problem] : []),
    ].join(' · '),
  )
  return [...lines, t('listed', { count: refunds.length })].join('\n')
}

/** Why an order for the bank was refused, for a person. */
export const orderProblemText = (problem: OrderProblem | CancelProblem): string =>
  t(`orderProblem.${problem}`)

/** One order for a person at the terminal. */
export const orderText = (order: RefundOrder): string =>
  t('order', {
    number: order.number,
    items: order.items.length,
    total: formatKc(order.totalHal),
    account: order.bankAccount,
    due: formatDate(order.dueOn),
  })

/** What waits for an order, the orders, and what left the account without a refund, one a line. */
export function orderOverviewText({ waiting, orders, strayMovements }: OrderOverview): string {
  const total = waiting.reduce((sum, one) => sum + one.amountHal, 0n)
  return [
    ...waiting.map((one) => [one.reference, formatKc(one.amountHal), one.bankAccount, one.name].join(' · ')),
    t('orderWaiting', { count: waiting.length, total: formatKc(total) }),
    ...orders.map((one) =>
      [
        t('orderLine', { number: one.number, items: one.items, total: formatKc(one.totalHal) }),
        one.format,
        one.bankAccount,
        one.isCancelled ? t('orderCancelled') : t('orderSeen', { seen: one.seen, items: one.items }),
      ].join(' · '),
    ),
    ...strayMovements.map((one) =>
      t('orderStray', {
        number: String(one.bankEntryId),
        day: formatDate(one.bookedOn),
        amount: formatKc(-one.amountHal),
        account: one.bankAccount,
        reference: one.reference,
      }),
    ),
  ].join('\n')
}
