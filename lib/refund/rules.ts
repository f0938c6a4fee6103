import type { IsoDate } from '#lib/core/dates'
import type { Regime } from '#lib/ledger/allocation.rules'

/** On what ground of the law money goes back. */
export const refundGrounds = [
  'credit',
  'third_person_mistake',
  'posted_twice',
  'returned_designated',
  'admin_fee',
  'civil',
] as const
export type RefundGround = (typeof refundGrounds)[number]

/** How it goes back: the way it came, or to an account of the entitled person. */
export type RefundWay = 'gateway' | 'bank_account'

/** Money going back as its payer sees it; the amount in haléře. */
export interface CitizenRefund {
  reference: string
  kind: 'coming' | 'sent' | 'returned'
  way: RefundWay
  amountHal: bigint
  /** The day it went out, where it did. */
  sentOn: IsoDate | null
}

const taxRegimes: readonly Regime[] = ['local_fee', 'fine', 'designated_amount', 'admin_fee']

/**
 * Which claims a ground is for, and whether the money may return to the card or bank it came from. Nothing of the
 * tax code is settled by the rules of rent, nor the other way round.
 */
const groundRules: Record<RefundGround, { regimes: readonly Regime[]; mayUseGateway: boolean }> = {
  /** § 155 of act 280/2009. */
  credit: { regimes: ['local_fee', 'fine'], mayUseGateway: true },
  /** § 165 of act 280/2009. */
  third_person_mistake: { regimes: taxRegimes, mayUseGateway: true },
  posted_twice: { regimes: taxRegimes, mayUseGateway: true },
  /** § 125h of act 361/2000. */
  returned_designated: { regimes: ['designated_amount'], mayUseGateway: true },
  /** § 7 of act 634/2004. */
  admin_fee: { regimes: ['admin_fee'], mayUseGateway: true },
  civil: { regimes: ['civil'], mayUseGateway: false },
}

/** Below this overpayment a request waits (§ 155 of act 280/2009); in haléře. */
export const leastOverpaymentHal = 20_000n

/** So many days a request below the least overpayment waits (§ 155 of act 280/2009). */
export const waitingDays = 60

/** What is asked for. */
export interface RefundWish {
  ground: RefundGround
  way: RefundWay
  amountHal: bigint
  isExceptional: boolean
}

/** The attempt the money would return through, as it stands now. */
export interface AttemptFacts {
  isPaid: boolean
  /** Whether its order paid something on the very account. */
  isForAccount: boolean
  /** Whether the identity that paid is paired with the entitled person. */
  isPaidByEntitled: boolean
  /** What was paid less what was or may have been given back, and what a bank took back. */
  remainsHal: bigint
}

/** What the refund stands on, read under locks. */
export interface RefundFacts {
  regime: Regime
  creditHal: bigint
  /** Insolvency or death of the payer or of the entitled person. */
  isStopped: boolean
  /** A movement left the bank with the number of a refund of this account, and nobody has said yet what it is. */
  hasStrayMovement: boolean
  isEntitledThePayer: boolean
  /**
   * Arrears (§ 153) of the entitled person in the same regime, on any account; between a fee and a fine an officer
   * decides.
   */
  hasArrears: boolean
  attempt: AttemptFacts | null
}

export type RefundProblem =
  | 'wrong_ground'
  | 'not_entitled'
  | 'stopped'
  | 'stray_movement'
  | 'has_arrears'
  | 'above_credit'
  | 'gateway_not_allowed'
  | 'not_paid'
  | 'not_their_card'
  | 'above_payment'

/**
 * Why the refund may not be (§§ 154, 155 and 165 of act 280/2009, and by its ground), or null; asked when it is
 * proposed and again when it is approved.
 */
export function refundProblem(wish: RefundWish, facts: RefundFacts): RefundProblem | null {
  const rule = groundRules[wish.ground]
  if (!rule.regimes.includes(facts.regime)) return 'wrong_ground'
  if (wish.ground === 'credit' && !facts.isEntitledThePayer) return 'not_entitled'
  if (facts.isStopped) return 'stopped'
  if (facts.hasStrayMovement) return 'stray_movement'
  // An overpayment covers arrears first (§ 154), and so does the money of a third person (§ 165).
  if ((wish.ground === 'credit' || wish.ground === 'third_person_mistake') && facts.hasArrears) {
    return 'has_arrears'
  }
  if (wish.amountHal > facts.creditHal) return 'above_credit'
  return wish.way === 'gateway' ? gatewayProblem(wish, facts, rule.mayUseGateway) : null
}

function gatewayProblem(
  { amountHal }: RefundWish,
  { attempt }: RefundFacts,
  mayUseGateway: boolean,
): RefundProblem | null {
  if (!mayUseGateway) return 'gateway_not_allowed'
  if (!attempt?.isPaid) return 'not_paid'
  if (!attempt.isForAccount || !attempt.isPaidByEntitled) return 'not_their_card'
  return amountHal > attempt.remainsHal ? 'above_payment' : null
}

/** Whether the request must wait for the overpayment to grow: only by § 155, and not where an exception has its reason. */
export const mustWait = (wish: Pick<RefundWish, 'ground' | 'isExceptional'>, creditHal: bigint): boolean =>
  wish.ground === 'credit' && !wish.isExceptional && creditHal < leastOverpaymentHal

/** Whether the approver must be somebody else than the proposer; amounts in haléře. */
export const needsFourEyes = (amountHal: bigint, limitHal: bigint): boolean => amountHal > limitHal
