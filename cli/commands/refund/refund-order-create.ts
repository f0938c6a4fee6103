import { createRefundOrder } from '#lib/refund/order/create.commands'
import { orderFormats } from '#lib/refund/order/rules'
import { orderProblemText } from '#lib/refund/report'
import { commandSentence } from '../../command-line-sentences.ts'
import { required } from '../../declaration/declaration.ts'
import { account, amount, choice, isoDay } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayNotAllowed } from '../../surroundings/ending.ts'
import { orderOut, writeOrder } from './order-file.ts'

/** `refund-order create`: claims what waits and writes the bank's file. Exit code 0 written, 1 refused. */
export const refundOrderCreateCommand = declareOfficerCommand({
  words: 'refund-order create',
  about: commandSentence('about.refundOrderCreate'),
  options: {
    account: required(account, commandSentence('option.orderAccount')),
    format: required(
      choice(commandSentence('value.format'), orderFormats),
      commandSentence('option.orderFormat'),
    ),
    due: required(isoDay, commandSentence('option.orderDue')),
    amount: required(amount, commandSentence('option.orderTotal')),
    out: orderOut,
  },
  run: async (officer, { account, format, due, amount, out }, surroundings) => {
    const wish = { bankAccount: account, format, dueOn: due, seenTotalHal: amount }
    const made = await createRefundOrder(officer, wish)
    if (!made) return sayNotAllowed(surroundings, 'refundOrder')
    if (made.ok) return writeOrder(made.value, out, surroundings)
    surroundings.print(orderProblemText(made.error))
    return 1
  },
})
