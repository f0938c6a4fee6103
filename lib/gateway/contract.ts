import type { IsoDate } from '#lib/core/dates'
import type { Result } from '#lib/core/result'
import type { OnlineWay } from '#lib/ledger/post.commands'

/** What we ask a gateway to create. Nothing here tells the payer's name or the kind of fee. */
export interface PaymentRequest {
  /** Our reference, digits only, never reused. */
  reference: string
  amountHal: bigint
  /** Short text the payer sees at the gateway, at most 16 characters. */
  label: string
  /** An address of the city: a gateway may write to it, so it is never one that a payer typed. */
  contactEmail: string
  /** Where the payer returns, by what the gateway thinks of the payment at that moment. */
  returnUrls: { paid: string; cancelled: string; pending: string }
  expiresInMinutes: number
  allowBankButtons: boolean
}

/**
 * What a gateway tells of one payment. Null where its protocol does not tell: then the gateway's own number, given
 * for a request of ours that carried the rest, is what ties the payment to the attempt.
 */
export interface GatewayPayment {
  gatewayPaymentId: string
  reference: string | null
  amountHal: bigint | null
  currency: string | null
  merchant: string
  isTest: boolean
  /** `refunded`: was paid, and all or some of it was given back. */
  state: 'pending' | 'paid' | 'cancelled' | 'authorized' | 'refunded'
  method: string | null
  way: OnlineWay | null
}

/** The message as it went over the wire, secrets blotted, for the payment's history. */
export interface Exchange {
  exchange: string
}

export type CreateAnswer = Exchange &
  /**
   * Where the order itself is a signed address the payer opens, nothing was called: the address carries it, and
   * the gateway's number is our reference.
   */
  (
    | { kind: 'created'; gatewayPaymentId: string; redirectUrl: string }
    /** The gateway said no: nothing exists there. */
    | { kind: 'refused'; reason: string }
    /** No usable answer: a payment may exist there, but nobody holds its address. */
    | { kind: 'unknown'; reason: string }
  )

export type StatusAnswer = Exchange &
  (
    | { kind: 'known'; payment: GatewayPayment }
    | { kind: 'not_found'; reason: string }
    /** No usable answer; ask again later. Unknown is not failed. */
    | { kind: 'unanswered'; reason: string }
  )

/** What of a paid payment is to go back to the card or account it came from. */
export interface RefundRequest {
  gatewayPaymentId: string
  /** Our own number of this refund, digits only, never reused. */
  reference: string
  amountHal: bigint
  /** The whole payment; some gateways return before settlement only all of it. */
  paidHal: bigint
}

export type RefundAnswer = Exchange &
  /** Taken over by the gateway; the money may still be on its way. */
  (
    | { kind: 'accepted'; gatewayRefundId: string | null }
    | { kind: 'refused'; reason: string }
    /** No usable answer: never repeated before a person or the status tells that nothing went out. */
    | { kind: 'unknown'; reason: string }
  )

/** A refund asked about: whether the gateway took it over, or never answered. */
export interface RefundQuestion extends RefundRequest {
  isAccepted: boolean
}

/**
 * How a refund stands that the gateway took over, or about which it never answered. `absent`: it knows of none;
 * `untold`: what it tells does not speak of this one.
 */
export type RefundOutcome = Exchange &
  ({ kind: 'finished' | 'failed' | 'running' | 'absent' | 'untold' } | { kind: 'unanswered'; reason: string })

/** Whether the gateway answers us and our keys; costs nothing and changes nothing. */
export type HealthAnswer = Exchange & ({ kind: 'well' } | { kind: 'ill'; reason: string })

export type CancelAnswer = Exchange & { kind: 'done' | 'refused' | 'unanswered'; reason: string }

/** What a notification or a return points at. It decides nothing: it only makes us ask. */
export interface Hint {
  gatewayPaymentId: string | null
  reference: string | null
  /**
   * The state it claims, kept for the history and for telling repeats apart. `cancelled` (in any case) where it says
   * that the payer gave no order; everything else counts as a sign of one.
   */
  claimedState: string | null
  /** False where the shared secret or the signature that it must carry is missing or wrong. */
  isAuthentic: boolean
  /** The message with secrets blotted, at most 8 kB. */
  body: string
}

export type HintFault = 'too_large' | 'unreadable'

/** One line of a settlement, seen from the city: what came is positive. Amounts in haléře. */
export interface SettlementRow {
  /** `chargeback`: a bank took a payment back; `chargeback_won`: it came back to the city. */
  kind: 'payment' | 'refund' | 'fee' | 'chargeback' | 'chargeback_won' | 'other'
  gatewayPaymentId: string | null
  reference: string | null
  /** What the payer paid, or got back; zero of a fee alone. */
  grossHal: bigint
  /** What the gateway keeps; negative where it gives some back, null where it does not tell. */
  feeHal: bigint | null
  netHal: bigint
  /** False where gross less fee is not net, or parts of the fee are not the fee. */
  feeAgrees: boolean
  /** The day the payer gave the order, Prague time; null where it does not tell. */
  orderedOn: IsoDate | null
}

/** What a gateway sent to the bank at once. */
export interface SettlementTransfer {
  /** The same however the transfer is told: by a call, by a file, by another file. */
  key: string
  transferredOn: IsoDate
  variableSymbol: string | null
  /** Null where the gateway tells only its payments. */
  amountHal: bigint | null
  rows: SettlementRow[]
}

/** What a file of a gateway says; warnings are Czech sentences about what was left out. */
export interface SettlementFile {
  transfers: SettlementTransfer[]
  warnings: string[]
}

/** Why a file is refused whole, in Czech, and where: a line, a column. */
export interface SettlementFault {
  place: string
  reason: string
}

export type SettlementAnswer =
  | { kind: 'known'; transfers: SettlementTransfer[] }
  | { kind: 'unanswered'; reason: string }

/** When a payment was handed to the bank, where only its own status tells. */
export type SettledAnswer =
  | { kind: 'settled'; on: IsoDate }
  | { kind: 'not_yet' }
  | { kind: 'unanswered'; reason: string }

/** One payment gateway. Nothing outside its own folder names it. */
export interface PaymentGateway {
  /** Stands in addresses and in the journal. */
  readonly name: string
  /** For „stránku společnosti …“. */
  readonly companyName: string
  /** What a status must agree with. */
  readonly merchant: string
  readonly isTest: boolean
  /** Where its addresses for payers live, redirects among them; forms may lead there. */
  readonly origins: readonly string[]
  /** How long one call may take. */
  readonly timeoutMs: number
  /** How it calls our address for notifications; null where it never does. */
  readonly notifiesBy: 'GET' | 'POST' | null
  /** False where its page opens once only: whoever left it goes on by a new payment. */
  readonly reopens: boolean
  create(request: PaymentRequest): Promise<CreateAnswer>
  /** A fresh address of a payment created earlier, where the first one does not last as long as the payment. */
  renewRedirect?(gatewayPaymentId: string): string
  status(gatewayPaymentId: string): Promise<StatusAnswer>
  /** Ends a payment nobody paid yet; never gives money back. */
  cancel(gatewayPaymentId: string): Promise<CancelAnswer>
  /** Takes the money of an authorised payment; a lower amount takes a part. */
  capture?(gatewayPaymentId: string, amountHal: bigint): Promise<CancelAnswer>
  refund?(request: RefundRequest): Promise<RefundAnswer>
  /** Whether so much can go back already; asked before anything is claimed. Without it always, false also in doubt. */
  canRefundYet?(request: RefundRequest): Promise<boolean>
  /** How a refund stands, where the gateway tells; without it, and where untold, an accepted one is done. */
  refundOutcome?(question: RefundQuestion): Promise<RefundOutcome>
  health(): Promise<HealthAnswer>
  /** What it sent to the bank on that day, where it can be asked. */
  settlements?(day: IsoDate): Promise<SettlementAnswer>
  /** Where it has no settlement at all: the day one payment was handed to the bank. */
  settledOn?(gatewayPaymentId: string): Promise<SettledAnswer>
  /** Reads its settlement file. */
  readSettlementFile?(bytes: Uint8Array): Result<SettlementFile, SettlementFault>
  readNotification(request: Request): Promise<Result<Hint, HintFault>>
  /** The payer's return, by GET or by a posted form. */
  readReturn(request: Request): Promise<Result<Hint, HintFault>>
  /** The answer that stops the gateway from repeating itself. */
  acknowledge(): Response
}
