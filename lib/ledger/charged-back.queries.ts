import { sql } from 'drizzle-orm'

/**
 * As SQL over assessment `a` with its balance `b`: payments that came in time were taken back by a bank and have not
 * come back, and no more than they is open. Such a claim is to be paid, and its payer is not late.
 */
export const isChargedBack = sql`coalesce((
  select sum(cl.amount_hal) >= greatest(b.assessed_hal - b.paid_hal, 1)
    from journal_line cl join journal_entry ce on ce.id = cl.entry_id
   where cl.assessment_id = a.id and ce.kind = 'chargeback' and ce.effective_on <= a.last_day
     and not exists (select 1 from journal_entry cr where cr.reverses_entry_id = ce.id)), false)`
