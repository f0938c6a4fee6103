import type { Result } from '#lib/core/result'
import type { OnlineWay } from '#lib/ledger/commands'

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

/** What a gateway tells of one payment. */
export interface GatewayPayment {
  gatewayPaymentId: string
  reference: string
  amountHal: bigint
  currency: string
  merchant: string
  isTest: boolean
  state: 'pending' | 'paid' | 'cancelled' | 'authorized'
  method: string | null
  way: OnlineWay | null
}

/** The message as it went over the wire, secrets blotted, for the payment's history. */
export interface Exchange {
  exchange: string
}

export type CreateAnswer = Exchange &
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

export type CancelAnswer = Exchange & { kind: 'done' | 'refused' | 'unanswered'; reason: string }

/** What a notification or a return points at. It decides nothing: it only makes us ask. */
export interface Hint {
  gatewayPaymentId: string | null
  reference: string | null
  /** The state it claims, kept for the history and for telling repeats apart. */
  claimedState: string | null
  /** Whether it carried the shared secret; without it nothing is asked. */
  isAuthentic: boolean
  /** The message with secrets blotted, at most 8 kB. */
  body: string
}

export type HintFault = 'too_large' | 'unreadable'

/** One payment gateway. Nothing outside its own folder names it. */
export interface PaymentGateway {
  /** Stands in addresses and in the journal. */
  readonly name: string
  /** For „stránku společnosti …“. */
  readonly companyName: string
  /** What a status must agree with. */
  readonly merchant: string
  readonly isTest: boolean
  /** Where its payment page lives; forms may lead there. */
  readonly origin: string
  /** How long one call may take. */
  readonly timeoutMs: number
  create(request: PaymentRequest): Promise<CreateAnswer>
  status(gatewayPaymentId: string): Promise<StatusAnswer>
  cancel(gatewayPaymentId: string): Promise<CancelAnswer>
  readNotification(request: Request): Promise<Result<Hint, HintFault>>
  readReturn(url: URL): Hint
  /** The answer that stops the gateway from repeating itself. */
  acknowledge(): Response
}
