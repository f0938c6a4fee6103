import { sql } from 'drizzle-orm'

/** The mark of a gateway's payment in the journal, by which its money is booked once. */
export const paymentFingerprint = (gateway: string, gatewayPaymentId: string) =>
  `${gateway}:${gatewayPaymentId}:paid`

/** The same mark as SQL over payment attempt `t`. */
export const attemptFingerprint = sql`t.gateway || ':' || t.gateway_payment_id || ':paid'`
