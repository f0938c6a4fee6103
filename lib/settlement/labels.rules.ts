import type { IsoDate } from '#lib/core/dates'

/** How far a payment's money is known to have come. */
export type CashStep = 'nothing' | 'recorded' | 'reported' | 'cashed'

/** What three independent sources say of one payment; amounts in haléře. */
export interface PaymentLabels {
  /** In our journal. */
  isRecorded: boolean
  /** In a settlement of the gateway. */
  isReported: boolean
  /** Its transfer is at the bank. */
  isCashed: boolean
  /** Whether the settlement tells our amount; null while it tells nothing. */
  amountAgrees: boolean | null
  /** Null while nobody told it. */
  feeHal: bigint | null
  transferredOn: IsoDate | null
  creditedOn: IsoDate | null
  chargebacks: {
    chargebackId: string
    amountHal: bigint
    reason: string
    on: IsoDate
    /** When and why it came back to the city; null while it did not. */
    won: { on: IsoDate; reason: string } | null
  }[]
}

/** The furthest step whose every step before holds too. */
export function cashStep(labels: Pick<PaymentLabels, 'isRecorded' | 'isReported' | 'isCashed'>): CashStep {
  if (!labels.isRecorded) return 'nothing'
  if (!labels.isReported) return 'recorded'
  return labels.isCashed ? 'cashed' : 'reported'
}
