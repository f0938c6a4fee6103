import { showOrderOverview } from '#lib/refund/order/orders.queries'
import { orderOverviewText } from '#lib/refund/report'
import { commandSentence } from '../../command-line-sentences.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayNotAllowed } from '../../surroundings/ending.ts'

/** `refund-order list`: what waits for an order, the orders, and movements that fit none. */
export const refundOrderListCommand = declareOfficerCommand({
  words: 'refund-order list',
  about: commandSentence('about.refundOrderList'),
  run: async (officer, _values, surroundings) => {
    const overview = await showOrderOverview(officer)
    if (!overview) return sayNotAllowed(surroundings, 'refundOrder')
    surroundings.print(orderOverviewText(overview))
    return 0
  },
})
