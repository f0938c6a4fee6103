import { z } from 'zod'
import { noEmail, noPhone } from './rules.ts'

const gatewayName = z.string().regex(/^[a-z]{1,20}$/)
const basisPoints = z.number().int().min(0).max(2000)
const color = z.string().regex(/^#[0-9a-f]{6}$/i)

/** Who the city is and how it wants the portal to behave. Defaults are nobody's city. */
export const citySettingsShape = z.object({
  /** „Statutární město Opava“ */
  fullName: z.string().min(1).default('Město'),
  /** „Opava“ */
  shortName: z.string().min(1).default('Město'),
  companyId: z.string().default(''),
  address: z.array(z.string()).default([]),
  /** „553 000 000“; its groups keep together on one line. Until it is set, sentences say „zavolejte na úřad“. */
  phone: z
    .string()
    .transform((text) => text.trim().replaceAll(' ', '\u00a0') || noPhone)
    .default(noPhone),
  email: z.string().default(noEmail),
  /** The officer for personal data: an e-mail, a telephone or a name, as people are to turn to them; else the office. */
  dataProtectionOfficer: z.string().nullable().default(null),
  /** The day on which the statement of accessibility was last gone through, `2026-11-28`. */
  accessibilityReviewedOn: z.iso.date().nullable().default(null),
  openingHours: z.array(z.object({ days: z.string(), hours: z.string() })).default([]),
  colorLight: color.default('#2362a2'),
  colorDark: color.default('#8bb8e8'),
  /** The short text at the gateway: at most 16 characters, no kind of fee. */
  gatewayLabel: z.string().min(1).max(16).default('Mestske poplatky'),
  cityPortalUrl: z.string().nullable().default(null),
  /** After so many working days without new bank data, "all paid" is no longer said. */
  staleAfterWorkingDays: z.number().int().min(1).max(30).default(3),
  /** Bank buttons are hidden so many working days before a last day; 0 never hides them. */
  hideBankButtonsWorkingDays: z.number().int().min(0).max(30).default(2),
  /** Which gateway card payments go through; of those the environment describes. */
  cardGateways: z
    .object({
      /** Null: the first one described. Serves also a selection whose kinds have different gateways. */
      default: gatewayName.nullable().default(null),
      /** Another one for a fee kind, by its code. */
      byFeeKind: z.record(z.string(), gatewayName).default({}),
      /** Takes over for one that is switched off or fails its checks. */
      fallback: gatewayName.nullable().default(null),
      /** Another one for a fee kind, by its code. */
      fallbackByFeeKind: z.record(z.string(), gatewayName).default({}),
      /** Switched-off gateways with the sentence citizens read instead of the card button; it may be empty. */
      off: z.record(gatewayName, z.string().max(500)).default({}),
    })
    .prefault({}),
  /**
   * What was agreed with a gateway, by its name: its fee in hundredths of a percent of each payment, from and to where
   * kinds of cards differ, and so many haléře a payment besides. Any other fee is a difference.
   */
  gatewayFees: z
    .record(
      gatewayName,
      z
        .object({
          fromBasisPoints: basisPoints.default(0),
          toBasisPoints: basisPoints,
          perPaymentHal: z.number().int().min(0).max(10_000).default(0),
        })
        .refine((fee) => fee.fromBasisPoints <= fee.toBasisPoints),
    )
    .default({}),
  /** A refund above so many haléře is approved by another officer than the one who proposed it; 0 means every one. */
  refundFourEyesAboveHal: z.number().int().min(0).default(0),
  /** A transfer is given so many working days to reach the account; later the card is put first. 0 never doubts. */
  transferWorkingDays: z.number().int().min(0).max(30).default(2),
})
export type CitySettings = z.infer<typeof citySettingsShape>

/** What people would miss most while the city has not said it. */
export const awaitedSettings = [
  'fullName',
  'shortName',
  'companyId',
  'address',
  'phone',
  'email',
  'openingHours',
] as const satisfies (keyof CitySettings)[]
