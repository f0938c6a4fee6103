import { resolve } from 'node:path'
import { orderFile } from '#lib/refund/order/file'
import type { RefundOrder } from '#lib/refund/order/rules'
import { orderText } from '#lib/refund/report'
import { commandSentence } from '../../command-line-sentences.ts'
import { required } from '../../declaration/declaration.ts'
import { file, wholeNumber } from '../../declaration/kinds.ts'
import { writeWhole } from '../../surroundings/saved-file.ts'
import type { Surroundings } from '../../surroundings/surroundings.ts'

/** The number of an order, as a command's argument. */
export const orderNumber = required(
  wholeNumber(commandSentence('value.number'), 9),
  commandSentence('option.order'),
)
/** Where the file for the bank goes. */
export const orderOut = required(file(), commandSentence('option.outFile'))

/** The order stands already: a file that could not be written is written again by `refund-order file`. */
export async function writeOrder(
  order: RefundOrder,
  out: string,
  { cwd, print }: Surroundings,
): Promise<number> {
  const path = resolve(cwd, out)
  try {
    await writeWhole(path, [orderFile(order)])
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    print(orderText(order))
    print(commandSentence('refund.orderNotWritten', { path, code, number: String(order.number) }))
    return 1
  }
  print(orderText(order))
  print(commandSentence('said.saved', { path }))
  return 0
}
