import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Job } from '#lib/actor/actor'
import { type IsoDate, isoDate } from '#lib/core/dates'

/** Whom a finished refund concerns and who can be told. The amount in haléře. */
export interface FinishedRefund {
  payerId: string
  identityId: string
  email: string
  way: 'gateway' | 'bank_account'
  sentOn: IsoDate
  amountHal: bigint
}

/**
 * The entitled payer of a refund that went out, at the addresses identity providers vouch for; nobody where the money
 * has come back since, or belongs to somebody we know by name only.
 */
export async function readFinishedRefund(
  tx: Transaction,
  _actor: Job,
  refundId: string,
): Promise<FinishedRefund[]> {
  const rows = await tx.execute<{
    payer_id: string
    identity_id: string
    email: string
    way: FinishedRefund['way']
    sent_on: string
    amount_hal: string
  }>(sql`
    select r.entitled_payer_id as payer_id, i.id as identity_id, i.email, r.way, r.amount_hal,
           coalesce(b.booked_on, e.effective_on)::text as sent_on
      from refund r
      join journal_entry e on e.id = r.done_entry_id
      join identity_payer ip on ip.payer_id = r.entitled_payer_id and ip.ended_at is null
      join identity i on i.id = ip.identity_id and i.email is not null
      left join refund_bank_line l on l.refund_id = r.id and l.kind = 'sent'
      left join bank_entry b on b.id = l.bank_entry_id
     where r.id = ${refundId} and r.state = 'done'
     order by i.id`)
  return rows.map((row) => ({
    payerId: row.payer_id,
    identityId: row.identity_id,
    email: row.email,
    way: row.way,
    sentOn: isoDate(row.sent_on),
    amountHal: BigInt(row.amount_hal),
  }))
}
