import { z } from 'zod'

/** What the review form sends: identifiers, and the amount the person saw; never what to charge. */
export const startPaymentInput = z.object({
  orderId: z.uuid(),
  assessmentIds: z.array(z.uuid()).min(1).max(100),
  seenAmountHal: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(BigInt),
  receiptEmail: z
    .union([
      z.literal(''),
      z.email({ error: 'Zkontrolujte prosím e-mail. Má mít tvar jmeno@domena.cz.' }).max(254),
    ])
    .transform((value) => value || null),
})
export type StartPayment = z.infer<typeof startPaymentInput>

/** The assessments ticked on the overview, from a query string; unknown ones are simply not found later. */
export const selectionInput = z.array(z.uuid()).min(1).max(100)
