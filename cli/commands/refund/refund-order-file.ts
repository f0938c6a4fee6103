import { cancelRefundOrder } from '#lib/refund/order/cancel.commands'
import { showRefundOrder } from '#lib/refund/order/orders.queries'
import { orderProblemText } from '#lib/refund/report'
import { commandSentence } from '../../command-line-sentences.ts'
import { required } from '../../declaration/declaration.ts'
import { text } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd, sayNotAllowed } from '../../surroundings/ending.ts'
import { orderNumber, orderOut, writeOrder } from './order-file.ts'

/** `refund-order file`: writes the file of an order again, byte for byte. */
export const refundOrderFileCommand = declareOfficerCommand({
  words: 'refund-order file',
  about: commandSentence('about.refundOrderFile'),
  arguments: { number: orderNumber },
  options: { out: orderOut },
  run: async (officer, { number, out }, surroundings) => {
    const order = await showRefundOrder(officer, number)
    if (!order) return sayNotAllowed(surroundings, 'refundOrder')
    if (!order.cancelled) return writeOrder(order, out, surroundings)
    surroundings.print(orderProblemText('cancelled_before'))
    return 1
  },
})

/** `refund-order cancel`: its refunds wait for another order. */
export const refundOrderCancelCommand = declareOfficerCommand({
  words: 'refund-order cancel',
  about: commandSentence('about.refundOrderCancel'),
  arguments: { number: orderNumber },
  options: { reason: required(text(commandSentence('value.reason')), commandSentence('option.reason')) },
  run: async (officer, { number, reason }, surroundings) =>
    sayEnd(surroundings, await cancelRefundOrder(officer, { number, reason }), {
      missing: 'refundOrder',
      done: () => commandSentence('refund.orderCancelled', { number: String(number) }),
      refused: orderProblemText,
    }),
})
