import type { GatewayPayment } from '../contract.ts'

/** The numbers of `paymentStatus` that the adapter decides by. */
export const paymentStatus = {
  authorized: 4,
  reversed: 5,
  waitingForSettlement: 7,
  settled: 8,
  refunding: 9,
  refunded: 10,
} as const

const stateByNumber: Record<number, GatewayPayment['state']> = {
  1: 'pending',
  2: 'pending',
  3: 'cancelled',
  [paymentStatus.authorized]: 'authorized',
  [paymentStatus.reversed]: 'cancelled',
  6: 'cancelled',
  [paymentStatus.waitingForSettlement]: 'paid',
  [paymentStatus.settled]: 'paid',
  [paymentStatus.refunding]: 'refunded',
  [paymentStatus.refunded]: 'refunded',
}

/** Our state for the gateway's `paymentStatus`, or null for a number the protocol does not know. */
export function stateFromNumber(number: number): GatewayPayment['state'] | null {
  return stateByNumber[number] ?? null
}

/** What a return claims, as the contract words it: `cancelled` where the payer gave no order. */
export function claimOf(resultCode: string, status: number | null): string {
  const state = status === null ? null : stateFromNumber(status)
  const isOrder = state === 'paid' || state === 'authorized' || state === 'refunded'
  // 2 says that the order is being worked on; 1 that the payer has not begun.
  const mayBeOrder = status === 2 && resultCode === '0'
  return isOrder || mayBeOrder ? `status ${status}` : 'cancelled'
}

/** Passing or unclear faults by `resultCode`; after them what was asked for may or may not have happened. */
const unclearResults = new Set([190, 900, 999])

export const isUnclear = (resultCode: number): boolean => unclearResults.has(resultCode)

export const paymentNotFound = 140
export const wrongState = 150
