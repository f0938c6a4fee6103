import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isIsoDate } from '#lib/core/dates'
import { parseAmount } from '#lib/core/money'
import { cancelRefundOrder } from '#lib/refund/order/cancel.commands'
import { createRefundOrder } from '#lib/refund/order/create.commands'
import { orderFile } from '#lib/refund/order/file'
import { showOrderOverview, showRefundOrder } from '#lib/refund/order/orders.queries'
import { orderFormats, type RefundOrder } from '#lib/refund/order/rules'
import { orderOverviewText, orderProblemText, orderText } from '#lib/refund/report'
import { actingOfficer, type Print, readArguments } from './refund-arguments.ts'

type Surroundings = Print & { cwd: string }

const notAllowed = 'K tomu nemá úředník oprávnění, nebo takový příkaz není.'
const usages = {
  list: 'refund-order list --as SUBJEKT',
  create: `refund-order create --as SUBJEKT --account ÚČET --format ${orderFormats.join('|')} --due RRRR-MM-DD --amount KČ --out SOUBOR`,
  file: 'refund-order file ČÍSLO --as SUBJEKT --out SOUBOR',
  cancel: 'refund-order cancel ČÍSLO --as SUBJEKT --reason DŮVOD',
}

/** `refund-order list --as SUBJECT`: what waits for an order, the orders, and movements that fit none. */
export async function refundOrderListCommand(args: readonly string[], surroundings: Print): Promise<number> {
  const read = readArguments(args, [])
  if (!read?.options.as || read.words.length > 0) return misused(surroundings, usages.list)
  const officer = await actingOfficer(read.options.as, surroundings)
  if (!officer) return 1
  const overview = await showOrderOverview(officer)
  surroundings.print(overview ? orderOverviewText(overview) : notAllowed)
  return overview ? 0 : 1
}

/** `refund-order create …`: claims what waits and writes the bank's file. Exit code 0 written, 1 refused, 2 wrong usage. */
export async function refundOrderCreateCommand(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const { print } = surroundings
  const read = readArguments(args, ['account', 'format', 'due', 'amount', 'out'])
  const { as: subject, account, due = '', out, ...given } = read?.options ?? {}
  const format = orderFormats.find((one) => one === given.format)
  const amount = parseAmount(given.amount ?? '')
  if (!subject || !account || !format || !isIsoDate(due) || !amount.ok || !out || read?.words.length) {
    return misused(surroundings, usages.create)
  }
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const made = await createRefundOrder(officer, {
    bankAccount: account,
    format,
    dueOn: due,
    seenTotalHal: amount.value,
  })
  if (!made?.ok) {
    print(made ? orderProblemText(made.error) : notAllowed)
    return 1
  }
  return write(made.value, out, surroundings)
}

/** `refund-order file NUMBER --as SUBJECT --out FILE`: writes the file of an order again, byte for byte. */
export async function refundOrderFileCommand(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const read = readArguments(args, ['out'])
  const { as: subject, out } = read?.options ?? {}
  const number = readNumber(read?.words)
  if (!subject || !out || number === null) return misused(surroundings, usages.file)
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const order = await showRefundOrder(officer, number)
  if (!order || order.cancelled) {
    surroundings.print(order ? orderProblemText('cancelled_before') : notAllowed)
    return 1
  }
  return write(order, out, surroundings)
}

/** `refund-order cancel NUMBER --as SUBJECT --reason REASON`: its refunds wait for another order. */
export async function refundOrderCancelCommand(
  args: readonly string[],
  surroundings: Print,
): Promise<number> {
  const read = readArguments(args, ['reason'])
  const { as: subject, reason } = read?.options ?? {}
  const number = readNumber(read?.words)
  if (!subject || !reason || number === null) return misused(surroundings, usages.cancel)
  const officer = await actingOfficer(subject, surroundings)
  if (!officer) return 1
  const cancelled = await cancelRefundOrder(officer, { number, reason })
  if (!cancelled) surroundings.print(notAllowed)
  else
    surroundings.print(
      cancelled.ok
        ? `Příkaz ${number} je zrušený, jeho vratky čekají na další příkaz.`
        : orderProblemText(cancelled.error),
    )
  return cancelled?.ok ? 0 : 1
}

/** The order stands already: a file that could not be written is written again by `refund-order file`. */
async function write(order: RefundOrder, out: string, { cwd, print }: Surroundings): Promise<number> {
  const path = resolve(cwd, out)
  try {
    await writeFile(path, orderFile(order))
  } catch (error) {
    print(orderText(order))
    print(
      `Soubor ${path} se nepodařilo zapsat (${(error as NodeJS.ErrnoException).code}). Příkaz zůstává, zapište ho znovu: refund-order file ${order.number}.`,
    )
    return 1
  }
  print(orderText(order))
  print(`Uloženo do ${path}.`)
  return 0
}

function readNumber(words: readonly string[] | undefined): number | null {
  const [number = ''] = words ?? []
  return words?.length === 1 && /^\d{1,9}$/.test(number) ? Number(number) : null
}

function misused({ print }: Print, usage: string): number {
  print(`Použití: npm run portal -- ${usage}`)
  return 2
}
