import { type ClaimView, remainingHal } from '#lib/assessment/rules'
import { compareDates, type IsoDate } from '#lib/core/dates'
import { sumHal } from '#lib/core/money'
import { addWorkingDays } from '#lib/core/working-days'
import type { TransferTarget } from '#lib/fee/transfer-targets.queries'
import { buildSpayd } from '#lib/identifiers/spayd'

/** Whether a transfer sent today comes in time; it counts on the day it is credited (§ 166 of the tax code). */
export type TransferTiming =
  | { kind: 'in_time'; sendBy: IsoDate }
  /** The last day has not passed, but a transfer sent today may come after it. */
  | { kind: 'short'; lastDay: IsoDate }
  /** Some of it, or all, should have come already: the sooner, the better. */
  | { kind: 'overdue'; isPartly: boolean }

/** One transfer to send: all chosen claims of one payer with the same account and symbols. */
export interface Transfer extends TransferTarget {
  payerName: string
  isForAnother: boolean
  claims: readonly ClaimView[]
  amountHal: bigint
  variableSymbol: string
  specificSymbol: string | null
  /** The message to the recipient, exactly as the QR carries it; empty where nothing can be said in plain letters. */
  message: string
  /** The text of the QR, null where the sum is too high or the city's data do not fit one. */
  spayd: string | null
  timing: TransferTiming
}

/** Why a claim cannot be paid by transfer: the office could not tell whose money came, or would return it. */
type NoTransferReason = 'no_symbol' | 'no_account' | 'too_late'

/** What to send for chosen claims, and the claims that only a card can pay. */
export interface TransferPlan {
  transfers: readonly Transfer[]
  cardOnly: readonly { claim: ClaimView; reason: NoTransferReason }[]
}

/** What the plan depends on beside the claims. */
export interface TransferFacts {
  /** The city's account for each fee kind, valid today. */
  targets: ReadonlyMap<string, TransferTarget>
  today: IsoDate
  /** How many working days a transfer is given to reach the account: a setting of the city. */
  transferWorkingDays: number
}

/**
 * The transfers for payable claims, in the order of the claims. Never one transfer for two payers: whether one
 * may pay for several people by one transfer is disputed.
 */
export function planTransfers(claims: readonly ClaimView[], facts: TransferFacts): TransferPlan {
  const groups = new Map<string, { claims: ClaimView[]; target: TransferTarget; variableSymbol: string }>()
  const cardOnly: TransferPlan['cardOnly'][number][] = []
  for (const claim of claims) {
    const { variableSymbol } = claim
    const target = facts.targets.get(claim.feeKindCode)
    if (!variableSymbol) cardOnly.push({ claim, reason: 'no_symbol' })
    else if (!target) cardOnly.push({ claim, reason: 'no_account' })
    else if (wouldBeReturned(claim, facts)) cardOnly.push({ claim, reason: 'too_late' })
    else {
      const key = JSON.stringify([
        claim.payerId,
        target.iban,
        variableSymbol,
        claim.specificSymbol,
        target.constantSymbol,
      ])
      const group = groups.get(key)
      if (group) group.claims.push(claim)
      else groups.set(key, { claims: [claim], target, variableSymbol })
    }
  }
  return { transfers: [...groups.values()].map((group) => transferOf(group, facts)), cardOnly }
}

function transferOf(
  { claims, target, variableSymbol }: { claims: ClaimView[]; target: TransferTarget; variableSymbol: string },
  facts: TransferFacts,
): Transfer {
  const [first] = claims
  const payment = {
    ...target,
    amountHal: sumHal(claims.map(remainingHal)),
    variableSymbol,
    specificSymbol: first?.specificSymbol ?? null,
    message: transferMessage(claims),
  }
  const spayd = buildSpayd(payment)
  return {
    ...payment,
    payerName: first?.payerName ?? '',
    isForAnother: first?.isForAnother ?? false,
    claims,
    spayd: spayd.ok ? spayd.value : null,
    timing: transferTiming(claims, facts),
  }
}

/** A designated amount that comes after its day is returned (§ 125h of act 361/2000), so it is not risked. */
function wouldBeReturned(claim: ClaimView, facts: TransferFacts): boolean {
  return claim.regime === 'designated_amount' && transferTiming([claim], facts).kind !== 'in_time'
}

/**
 * The nearest last day that has not passed decides whether the time is short; else arrears (§ 153) hurry the transfer.
 */
export function transferTiming(
  claims: readonly Pick<ClaimView, 'lastDay'>[],
  { today, transferWorkingDays }: Pick<TransferFacts, 'today' | 'transferWorkingDays'>,
): TransferTiming {
  const [lastDay] = claims
    .map((claim) => claim.lastDay)
    .filter((day) => compareDates(day, today) >= 0)
    .toSorted(compareDates)
  if (!lastDay) return { kind: 'overdue', isPartly: false }
  const sendBy = addWorkingDays(lastDay, -transferWorkingDays)
  if (compareDates(today, sendBy) > 0) return { kind: 'short', lastDay }
  const isPartly = claims.some((claim) => compareDates(claim.lastDay, today) < 0)
  return isPartly ? { kind: 'overdue', isPartly } : { kind: 'in_time', sendBy }
}

const maxMessageLength = 60

/**
 * The message to the recipient: kinds and periods, never a name. In capitals without diacritics and only with
 * characters that keep the QR small; what does not fit is left out whole.
 */
export function transferMessage(claims: readonly Pick<ClaimView, 'feeKindName' | 'period'>[]): string {
  const kinds = new Map<string, Set<string>>()
  for (const { feeKindName, period } of claims) {
    const periods = kinds.get(feeKindName) ?? new Set()
    kinds.set(feeKindName, periods.add(period))
  }
  const words = [...kinds]
    .map(([name, periods]) => plain([name, ...periods].join(' ')))
    .filter(Boolean)
    .join(' - ')
    .split(' ')
  let message = ''
  for (const word of words) {
    const longer = message ? `${message} ${word}` : word
    if (longer.length > maxMessageLength) break
    message = longer
  }
  return message.replace(/ -$/, '') || (words[0] ?? '').slice(0, maxMessageLength)
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/\p{Pd}/gu, '-')
    .toUpperCase()
    .replace(/[^0-9A-Z./:-]+/g, ' ')
    .trim()
}
