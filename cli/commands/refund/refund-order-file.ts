import { leftToSend, showRefundOrder } from '#lib/refund/order/orders.queries'
import { orderProblemText } from '#lib/refund/report'
import { commandSentence } from '../../command-line-sentences.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayNotAllowed } from '../../surroundings/ending.ts'
import { orderNumber, orderOut, writeOrder } from './order-file.ts'

/** `refund-order file`: writes the file of an order again, without what is resolved since. */
export const refundOrderFileCommand = declareOfficerCommand({
  words: 'refund-order file',
  about: commandSentence('about.refundOrderFile'),
  arguments: { number: orderNumber },
  options: { out: orderOut },
  run: async (officer, { number, out }, surroundings) => {
    const order = await showRefundOrder(officer, number)
    if (!order) return sayNotAllowed(surroundings, 'refundOrder')
    const left = order.cancelled ? null : leftToSend(order)
    if (left) return writeOrder(left, out, surroundings)
    surroundings.print(orderProblemText(order.cancelled ? 'cancelled_before' : 'nothing_left'))
    return 1
  },
})
