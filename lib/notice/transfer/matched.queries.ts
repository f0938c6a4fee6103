import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Job } from '#lib/actor/actor'
import { type IsoDate, isoDate } from '#lib/core/dates'

/** What one payer is told about a transfer that was laid on their accounts. Amounts in haléře. */
export interface MatchedTransfer {
  payerId: string
  identityId: string
  email: string
  /** The day the city's account was credited, which is the day of payment (§ 166 of the tax code). */
  creditedOn: IsoDate
  amountHal: bigint
  /** The part that became credit. */
  creditHal: bigint
}

/**
 * Whom a matched receipt concerns and who can be told: people who sign in, at the address their identity provider
 * vouches for. An address the office once wrote down is not used, since nobody knows who reads it today. Nobody
 * where the match was taken back since.
 */
export async function readMatchedTransfers(
  tx: Transaction,
  _actor: Job,
  match: { bankEntryId: number; turn: number },
): Promise<MatchedTransfer[]> {
  const rows = await tx.execute<{
    payer_id: string
    identity_id: string
    email: string
    credited_on: string
    amount_hal: string
    credit_hal: string
  }>(sql`
    select a.payer_id, i.id as identity_id, i.email, b.booked_on::text as credited_on,
           -sum(l.amount_hal) as amount_hal,
           coalesce(-sum(l.amount_hal) filter (where l.assessment_id is null), 0) as credit_hal
      from bank_match m
      join bank_entry b on b.id = m.bank_entry_id
      join journal_line l on l.entry_id = m.journal_entry_id and l.side = 'credit'
      join account a on a.id = l.account_id
      join identity_payer ip on ip.payer_id = a.payer_id and ip.ended_at is null
      join identity i on i.id = ip.identity_id and i.email is not null
     where m.bank_entry_id = ${match.bankEntryId} and m.turn = ${match.turn} and m.state = 'matched'
       and not exists (select 1 from bank_match u where u.bank_entry_id = m.bank_entry_id and u.turn > m.turn)
     group by a.payer_id, i.id, i.email, b.booked_on`)
  return rows.map((row) => ({
    payerId: row.payer_id,
    identityId: row.identity_id,
    email: row.email,
    creditedOn: isoDate(row.credited_on),
    amountHal: BigInt(row.amount_hal),
    creditHal: BigInt(row.credit_hal),
  }))
}
