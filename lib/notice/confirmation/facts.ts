import type { IsoDate } from '#lib/core/dates'

/** One paid thing on a confirmation. */
export interface ConfirmedItem {
  feeKindName: string
  period: string
  payerName: string
  variableSymbol: string | null
  amountHal: bigint
}

/** Everything a confirmation of payment says; the items and the credit make up the amount. */
export interface PaymentConfirmation {
  /** As the city calls itself, with its kind: `Město Opava`. */
  cityName: string
  cityAddress: string
  cityCompanyId: string
  /** Telephone and e-mail of the office, those it has. */
  cityContacts: readonly string[]
  /** Origin of the portal without the closing slash. */
  portalUrl: string
  /** Our reference of the payment, digits only. */
  reference: string
  /** The day the payment counts from by law. */
  paidOn: IsoDate
  /** Whether a settlement file may still correct the day. */
  dayIsProvisional: boolean
  /** In the instrumental: `platební kartou`. */
  wayLabel: string
  amountHal: bigint
  recordedAt: Date
  remitterName: string | null
  items: ConfirmedItem[]
  /** The part that became credit. */
  creditHal: bigint
  /** As `humanCode` writes it. */
  verificationCode: string
}
