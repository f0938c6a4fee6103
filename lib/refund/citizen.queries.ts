import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Citizen } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { addDays, isoDate, pragueDate } from '#lib/core/dates'
import { visibleInOrder, visibleTo } from './access.ts'
import type { RefundState } from './edges.rules.ts'
import type { CitizenRefund, RefundWay } from './rules.ts'

/** So long a person still reads that money went back. */
const shownDays = 60

/**
 * What goes back to the citizen: of one of their own orders, or all of lately. A refund that is only asked for is not
 * told before it is approved.
 */
export async function readCitizenRefunds(actor: Citizen, orderId: string | null): Promise<CitizenRefund[]> {
  const since = addDays(pragueDate(now()), -shownDays)
  const rows = await database().execute<{
    reference: string
    state: RefundState
    way: RefundWay
    amount_hal: string
    sent_on: string | null
  }>(sql`
    select r.reference, r.state, r.way, r.amount_hal, coalesce(b.booked_on, e.effective_on)::text as sent_on
      from refund r
      left join journal_entry e on e.id = r.done_entry_id
      left join refund_bank_line l on l.refund_id = r.id and l.kind = 'sent'
      left join bank_entry b on b.id = l.bank_entry_id
      left join payment_attempt t on t.id = r.attempt_id
      left join payment_order o on o.id = t.order_id
     where ${
       orderId === null
         ? sql`${visibleTo(actor)} and (r.state <> 'done' or e.effective_on >= ${since}::date)`
         : visibleInOrder(actor, orderId)
     }
     order by r.proposed_at desc, r.reference limit 20`)
  return rows.map((row) => ({
    reference: row.reference,
    kind: row.state === 'done' ? 'sent' : row.state === 'returned' ? 'returned' : 'coming',
    way: row.way,
    amountHal: BigInt(row.amount_hal),
    sentOn: row.sent_on === null ? null : isoDate(row.sent_on),
  }))
}
