import { aboFile } from './abo.ts'
import { painFile } from './pain.ts'
import { painProblem } from './pain-schema.ts'
import type { RefundOrder } from './rules.ts'

/**
 * The file of an order, byte for byte the same each time. Throws where a pain.001 breaks its schema: that is a mistake
 * of ours, and the bank is not the one to find it.
 */
export function orderFile(order: RefundOrder): Buffer {
  if (order.format === 'abo') return aboFile(order)
  const file = painFile(order)
  const problem = painProblem(file, order.format)
  if (problem) throw new Error(`The order ${order.number} breaks its schema: ${problem}`)
  return file
}
