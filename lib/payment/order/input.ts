import { z } from 'zod'

/** One spelling of each number, so that one set is one set however it is written. */
const assessmentId = z.uuid().transform((id) => id.toLowerCase())
const distinct = (ids: string[]) => [...new Set(ids)]

/** What the review form sends: identifiers, and the amount the person saw; never what to charge. */
export const startPaymentInput = z.object({
  orderId: z.uuid(),
  assessmentIds: z.array(assessmentId).min(1).max(100).transform(distinct),
  seenAmountHal: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(BigInt),
  receiptEmail: z.union([z.literal(''), z.email().max(254)]).transform((value) => value || null),
})
export type StartPayment = z.infer<typeof startPaymentInput>

/** The assessments ticked on the overview, from a query string; unknown ones are simply not found later. */
export const selectionInput = z.array(assessmentId).min(1).max(100).transform(distinct)
