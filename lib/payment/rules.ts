import { createHash } from 'node:crypto'
import type { IsoDate } from '#lib/core/dates'
import { addWorkingDays } from '#lib/core/working-days'
import type { GatewayPayment, PaymentGateway } from '#lib/gateway/contract'
import type { AttemptState } from './edges.rules.ts'

/** How long a payer has at the gateway. Money that comes later is still accepted. */
export const attemptLifetimeMinutes = 60

/** The mark of a set of assessments: the same set gives the same mark. */
export function selectionKey(assessmentIds: readonly string[]): string {
  return createHash('sha256')
    .update([...assessmentIds].sort().join(','))
    .digest('hex')
}

const minuteS = 60

const hourS = 60 * minuteS

const dayS = 24 * hourS

const askedAtAgeS = [2, 10, 30, 61].map((minutes) => minutes * minuteS)

for (let hour = 1; hour <= 24; hour++) askedAtAgeS.push(61 * minuteS + hour * hourS)

for (let day = 1; day <= 9; day++) askedAtAgeS.push(61 * minuteS + dayS + day * dayS)

/**
 * Seconds until a gateway is asked again without being prompted: at the age of 2, 10, 30 and 61 minutes, then
 * hourly for a day, then daily for nine days (a gateway may hold a payment open for seven); null afterwards.
 * Only the age counts, so that reloading a page never uses the poller's questions up.
 */
export function secondsToNextCheck(ageMs: number): number | null {
  const next = askedAtAgeS.find((rungS) => rungS * 1000 > ageMs)
  return next === undefined ? null : next - ageMs / 1000
}

/** Seconds until asking again after the gateway did not answer a question that had a reason so long ago. */
export function secondsAfterSilence(reasonAgeMs: number): number {
  return Math.min(Math.max(reasonAgeMs / 1000, 15), hourS)
}

const behindMs = 30 * minuteS * 1000

/**
 * Seconds until asking again while a gateway says "pending" though the payer was seen to order: its answers may lag
 * behind its own return for a moment. After half an hour the usual ladder serves, for bank orders take days.
 */
export function secondsWhileBehind(evidenceAgeMs: number, ladderS: number | null): number | null {
  if (ladderS === null || evidenceAgeMs >= behindMs) return ladderS
  return Math.min(ladderS, secondsAfterSilence(evidenceAgeMs))
}

export interface AgreedFacts {
  gatewayPaymentId: string | null
  reference: string
  amountHal: bigint
  isTest: boolean
}

/** What of the gateway's word does not agree with what we asked for; empty where everything does. */
export function disagreements(
  agreed: AgreedFacts,
  told: GatewayPayment,
  gateway: Pick<PaymentGateway, 'merchant' | 'isTest'>,
): string[] {
  const faults: string[] = []
  if (agreed.gatewayPaymentId !== null && told.gatewayPaymentId !== agreed.gatewayPaymentId) faults.push('id')
  // Without our reference only the number the gateway gave for our own request says whose payment it is.
  const isOurs =
    told.reference === null ? agreed.gatewayPaymentId !== null : told.reference === agreed.reference
  if (!isOurs) faults.push('reference')
  if (told.amountHal !== null && told.amountHal !== agreed.amountHal) faults.push('amount')
  if (told.currency !== null && told.currency !== 'CZK') faults.push('currency')
  if (told.merchant !== gateway.merchant) faults.push('merchant')
  // A test result must never settle a real payment, nor a real one a test.
  if (told.isTest !== agreed.isTest || told.isTest !== gateway.isTest) faults.push('test')
  return faults
}

/** Where an attempt goes on the gateway's word, or null where it stays. */
export function stateAfter(
  current: AttemptState,
  told: GatewayPayment,
  faults: string[],
): AttemptState | null {
  if (current === 'paid') return null
  if (faults.length > 0) return current === 'disputed' ? null : 'disputed'
  switch (told.state) {
    case 'paid':
      return 'paid'
    case 'cancelled':
      return current === 'cancelled' ? null : 'cancelled'
    case 'pending':
      return current === 'prepared' || current === 'unknown' || current === 'expired' ? 'waiting' : null
    case 'authorized':
      // We never ask for preauthorisation; the money is not taken until a person looks.
      return current === 'disputed' ? null : 'disputed'
    case 'refunded':
      // Given back before we knew of it: a person decides what to book.
      return current === 'disputed' ? null : 'disputed'
  }
}

/**
 * Bank buttons are hidden where their money, which counts when it is credited (§ 166), might come after the last day.
 */
export function bankButtonsAllowed(
  lastDays: readonly IsoDate[],
  today: IsoDate,
  hiddenWorkingDays: number,
): boolean {
  if (hiddenWorkingDays <= 0) return true
  return lastDays.every((lastDay) => {
    if (lastDay < today) return true
    return addWorkingDays(lastDay, -hiddenWorkingDays) >= today
  })
}
