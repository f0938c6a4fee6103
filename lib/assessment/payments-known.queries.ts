import { sql } from 'drizzle-orm'

/**
 * As SQL over assessment `a` with its fee kind `k`: all that was paid on the claim until its last day is known. Transfers
 * of that day have been read, and no card payment of the claim is being verified: money sent in time must never be called
 * late because we learn of it later. A payment begun by the last day counts as being verified until the gateway has said
 * what became of it, one begun later only where there is a sign that the payer gave the order.
 */
export const paymentsAreKnown = sql`(coalesce(k.payments_known_until >= a.last_day, false) and not exists (
  select 1 from payment_order_item pi join payment_attempt pt on pt.order_id = pi.order_id
   where pi.assessment_id = a.id
     and (pt.state = 'disputed'
          or (pt.state in ('prepared', 'unknown', 'waiting', 'left') and pt.first_evidence_at is not null)
          or (pt.state in ('prepared', 'unknown', 'waiting')
              and (pt.created_at at time zone 'Europe/Prague')::date <= a.last_day))))`
