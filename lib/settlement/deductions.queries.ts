import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { type CitySettings, citySettingsShape } from '#lib/city/input'
import { readSetting } from '#lib/city/settings.queries'
import type { IsoDate } from '#lib/core/dates'
import type { Deduction } from './payout.rules.ts'

/** What a line of the bank may be less by, and which money of ours that is. */
export interface OpenDeduction extends Deduction {
  subject: { refundId: string } | { chargebackId: string } | { wonChargebackId: string }
}

/** The fees agreed with gateways, valid on a day. */
export async function readTariffs(
  tx: Transaction,
  day: IsoDate,
): Promise<Map<string, CitySettings['gatewayFees'][string]>> {
  const told = await readSetting(tx, 'gatewayFees', day)
  return new Map(Object.entries(citySettingsShape.shape.gatewayFees.parse(told)))
}

/** As SQL over deduction `d`: its line at the bank still counts. */
const deductionCounts = sql`not exists (
  select 1 from bank_entry x where x.reverses_bank_entry_id = d.bank_entry_id)`

/**
 * What went back through a gateway until a day and no settlement tells, the oldest first: refunds that left or may have, of
 * payments that were settled (one given back whole before is never paid out), chargebacks, and those won.
 */
export async function openDeductions(
  tx: Transaction,
  gateway: string,
  until: IsoDate,
): Promise<OpenDeduction[]> {
  const rows = await tx.execute<{
    id: string
    kind: 'refund' | 'chargeback' | 'won'
    amount_hal: string
  }>(sql`
    select o.id, o.kind, o.amount_hal from (
      select f.id, 'refund' as kind, f.amount_hal, coalesce(f.sent_at, f.proposed_at) as at, f.attempt_id,
             row_number() over (partition by f.attempt_id, f.amount_hal order by f.sent_at, f.id) as number,
             (select count(*) from settlement_row r where r.attempt_id = f.attempt_id and r.kind = 'refund'
                 and r.gross_hal = -f.amount_hal) as told,
             (coalesce(f.sent_at, f.proposed_at) at time zone 'Europe/Prague')::date as on
        from refund f
       where f.attempt_id is not null
         and f.state not in ('waiting', 'lapsed', 'proposed', 'rejected', 'approved', 'failed', 'returned')
      union all
      select c.id, 'chargeback', c.amount_hal, c.at, c.attempt_id,
             row_number() over (partition by c.attempt_id, c.amount_hal order by c.at, c.id),
             (select count(*) from settlement_row r where r.attempt_id = c.attempt_id and r.kind = 'chargeback'
                 and r.gross_hal = -c.amount_hal), null
        from chargeback c
      union all
      select c.id, 'won', -c.amount_hal, w.at, c.attempt_id,
             row_number() over (partition by c.attempt_id, c.amount_hal order by w.at, c.id),
             (select count(*) from settlement_row r where r.attempt_id = c.attempt_id and r.kind = 'chargeback_won'
                 and r.gross_hal = c.amount_hal), null
        from chargeback_won w join chargeback c on c.id = w.chargeback_id
    ) o
      join payment_attempt t on t.id = o.attempt_id and t.gateway = ${gateway}
     where o.number > o.told and (o.on is null or o.on <= ${until}::date)
       and exists (select 1 from settlement_row r join settlement_transfer s on s.id = r.transfer_id
                    where r.attempt_id = t.id and r.kind = 'payment' and s.amount_hal is null
                      and s.transferred_on <= ${until}::date)
       and not exists (
         select 1 from settlement_deduction d
          where case o.kind when 'refund' then d.refund_id when 'chargeback' then d.chargeback_id
                            else d.won_chargeback_id end = o.id and ${deductionCounts})
     order by o.at, o.id`)
  return rows.map(({ id, kind, amount_hal: amountHal }) => ({
    id,
    subject:
      kind === 'refund'
        ? { refundId: id }
        : kind === 'chargeback'
          ? { chargebackId: id }
          : { wonChargebackId: id },
    amountHal: BigInt(amountHal),
  }))
}
