import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { isoDate } from '#lib/core/dates'
import { attemptFingerprint } from '#lib/ledger/payment-fingerprint.queries'
import { seesSettlements } from './access.ts'
import type { PaymentLabels } from './labels.rules.ts'
import { payoutCounts } from './payout-counts.queries.ts'

/** What the journal, the gateway and the bank say of one payment; null for strangers and for what is not there. */
export async function readLabels(actor: Actor, attemptId: string): Promise<PaymentLabels | null> {
  if (!seesSettlements(actor)) return null
  const [row] = await database().execute<{
    is_recorded: boolean
    is_reported: boolean
    amount_agrees: boolean | null
    fee_hal: string | null
    transferred_on: string | null
    credited_on: string | null
  }>(sql`
    select t.state = 'paid' and exists (select 1 from journal_entry e where e.fingerprint = ${attemptFingerprint})
             as is_recorded,
           r.attempt_id is not null as is_reported, r.gross_hal = t.amount_hal as amount_agrees, r.fee_hal,
           s.transferred_on::text, b.booked_on::text as credited_on
      from payment_attempt t
      left join lateral (select * from settlement_row r where r.attempt_id = t.id and r.kind = 'payment'
                          order by r.transfer_id, r.position limit 1) r on true
      left join settlement_transfer s on s.id = r.transfer_id
      left join (settlement_payout p join bank_entry b on b.id = p.bank_entry_id)
        on p.transfer_id = s.id and ${payoutCounts}
     where t.id = ${attemptId}`)
  if (!row) return null
  return {
    isRecorded: row.is_recorded,
    isReported: row.is_reported,
    isCashed: row.credited_on !== null,
    amountAgrees: row.amount_agrees,
    feeHal: row.fee_hal === null ? null : BigInt(row.fee_hal),
    transferredOn: row.transferred_on ? isoDate(row.transferred_on) : null,
    creditedOn: row.credited_on ? isoDate(row.credited_on) : null,
    chargebacks: await readChargebacks(attemptId),
  }
}

async function readChargebacks(attemptId: string): Promise<PaymentLabels['chargebacks']> {
  const rows = await database().execute<{
    id: string
    amount_hal: string
    reason: string
    day: string
    won_on: string | null
    won_reason: string | null
  }>(sql`
    select c.id, c.amount_hal, c.reason, (c.at at time zone 'Europe/Prague')::date::text as day,
           (w.at at time zone 'Europe/Prague')::date::text as won_on, w.reason as won_reason
      from chargeback c left join chargeback_won w on w.chargeback_id = c.id
     where c.attempt_id = ${attemptId} order by c.at, c.id`)
  return rows.map((row) => ({
    chargebackId: row.id,
    amountHal: BigInt(row.amount_hal),
    reason: row.reason,
    on: isoDate(row.day),
    won: row.won_on ? { on: isoDate(row.won_on), reason: row.won_reason ?? '' } : null,
  }))
}
