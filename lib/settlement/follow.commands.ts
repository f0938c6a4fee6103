import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { bookTold } from './chargeback/report.commands.ts'
import { confirmRefunds } from './confirm-refunds.commands.ts'
import { correctDays } from './correct-days.commands.ts'
import { explainPayouts } from './explain-payouts.commands.ts'

/** What followed from settlements and the bank's lines. */
export interface Followed {
  payouts: number
  days: number
  refunds: number
  chargebacks: number
}

/**
 * Does what follows from what is known: finds payouts at the bank, corrects legal days, confirms refunds, books
 * chargebacks, and has gateways asked about payments they settled and we hold as not paid. Each step finds by itself
 * what is still to be done, so a round may be repeated and interrupted at any place.
 */
export async function followSettlements(actor: Actor): Promise<Followed> {
  const payouts = await explainPayouts(actor)
  const days = await correctDays(actor)
  const refunds = await confirmRefunds(actor)
  const chargebacks = await bookTold(actor)
  await database().execute(sql`
    update payment_attempt t set next_check_at = ${now().toISOString()}::timestamptz
      from settlement_row r join settlement_transfer s on s.id = r.transfer_id
     where r.attempt_id = t.id and r.kind = 'payment' and t.state <> 'paid' and t.next_check_at is null
       and s.at > now() - interval '7 days'`)
  return { payouts, days, refunds, chargebacks }
}
