import iconv from 'iconv-lite'
import { pragueDate } from '#lib/core/dates'
import { messageOf, type OrderItem, type RefundOrder } from './rules.ts'

const lineEnd = '\r\n'

/**
 * The order as an ABO (KPC) file: one file, one group of payments from one account, in windows-1250. Its lines are the
 * header UHL1, the beginnings 1 (kind 1501) and 2, the items, and the ends 3 and 5. The same order makes the same
 * bytes.
 */
export function aboFile(order: RefundOrder): Buffer {
  const [account, bankCode] = partsOf(order.bankAccount)
  const fileNumber = String(((order.number - 1) % 999) + 1).padStart(3, '0')
  const lines = [
    `UHL1${day(pragueDate(order.createdAt))}${words(order.debtorName, 20).padEnd(20)}${'0'.repeat(10)}001999`,
    `1 1501 ${fileNumber}000 ${bankCode}`,
    `2 ${account} ${order.totalHal} ${day(order.dueOn)}`,
    ...order.items.map((item) => itemLine(order, item)),
    '3 +',
    '5 +',
  ]
  return iconv.encode(lines.map((line) => line + lineEnd).join(''), 'windows-1250')
}

function itemLine(order: RefundOrder, item: OrderItem): string {
  const [account, bankCode] = partsOf(item.bankAccount)
  const message = messageOf(order, item).map((part) => words(part, 35))
  // A refund carries no constant symbol and no specific one.
  return `${account} ${item.amountHal} ${item.reference} ${bankCode}0000 0 AV:${message.join('|')}`
}

const partsOf = (account: string): [number: string, bankCode: string] => {
  const [number = '', bankCode = ''] = account.split('/')
  return [number, bankCode]
}

/** `2026-06-02` as `020626`. */
const day = (date: string) => `${date.slice(8)}${date.slice(5, 7)}${date.slice(2, 4)}`

/** One line of words: what would begin another field or line becomes a space. */
const words = (text: string, length: number) =>
  text
    .replace(/[\p{C}|]/gu, ' ')
    .slice(0, length)
    .trimEnd()
