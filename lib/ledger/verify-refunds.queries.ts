import { sql } from 'drizzle-orm'

/**
 * Refunds to bank accounts beside what left the city's accounts: each that is out has exactly one movement or an officer's
 * word, none that is not out has one, and no movement carries a refund's number for nothing.
 */
export const refundMovements = sql`
  select 'refund said to be out without a movement at the bank' as what, r.reference as id,
         r.amount_hal::text as kept, '0' as journal
    from refund r where r.way = 'bank_account' and r.state in ('done', 'returned')
     and not exists (select 1 from refund_bank_line l where l.refund_id = r.id and l.kind = 'sent')
     and not exists (select 1 from refund_event e where e.refund_id = r.id and e.to_state = 'done'
                        and e.actor_kind = 'officer')
  union all
  select 'movement at the bank of a refund that is not out', r.reference, r.amount_hal::text, b.amount_hal::text
    from refund r join refund_bank_line l on l.refund_id = r.id and l.kind = 'sent'
    join bank_entry b on b.id = l.bank_entry_id
   where r.state not in ('done', 'returned')
  union all
  select 'movement with the number of a refund that nobody has decided about', r.reference, '0', b.amount_hal::text
    from refund r join bank_entry b on b.variable_symbol = r.reference and b.kind = 'outgoing'
   where not exists (select 1 from refund_bank_line l where l.bank_entry_id = b.id)
     and not exists (select 1 from refund_stray_decision d where d.bank_entry_id = b.id)
     and not exists (select 1 from bank_entry x where x.reverses_bank_entry_id = b.id)`
