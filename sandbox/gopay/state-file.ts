import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Payment } from '#sandbox/gopay/payment'

const lineOf = (payment: Payment) => `${JSON.stringify(payment)}\n`

/**
 * Payments from a JSON lines file, one whole payment a line; the last line of a payment counts.
 * A line torn by a crash is skipped. A missing file is an empty one.
 */
export function readStateFile(path: string): Payment[] {
  if (!existsSync(path)) return []
  const payments = new Map<number, Payment>()
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    try {
      const payment = JSON.parse(line) as Payment
      payments.set(payment.id, payment)
    } catch {
      // Only the last line can be torn, and its payment is then known from an earlier line or lost with the crash.
    }
  }
  return [...payments.values()]
}

/** Shortens the file to the given payments; the returned function appends each change to it. */
export function openStateFile(path: string, payments: readonly Payment[]): (payment: Payment) => void {
  writeFileSync(`${path}.new`, payments.map(lineOf).join(''))
  renameSync(`${path}.new`, path)
  return (payment) => appendFileSync(path, lineOf(payment))
}
