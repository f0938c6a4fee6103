import { cancelRefundOrder } from '#lib/refund/order/cancel.commands'
import { orderProblemText } from '#lib/refund/report'
import { commandSentence } from '../../command-line-sentences.ts'
import { required } from '../../declaration/declaration.ts'
import { text } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd } from '../../surroundings/ending.ts'
import { orderNumber } from './order-file.ts'

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
