import { type SQL, sql } from 'drizzle-orm'
import type { Citizen } from '#lib/actor/actor'
import type { IsoDate } from '#lib/core/dates'

/** SQL over assessment `a` and its payer `p`: the payer was still a minor on the last day (§ 12 act 565/1990). */
const payerWasMinor = sql`(p.birth_date is not null and p.birth_date + interval '18 years' > a.last_day)`

/**
 * SQL condition over assessment `a`, its payer `p` and its balance `b`: which claims a citizen sees. Their own, except
 * a local fee left unpaid from their childhood, which passed to the guardians (§ 12 of act 565/1990) and is never shown
 * to the child; a child's claims, to those who are guardians (for arrears: were guardians on the last day); and those
 * of people whose confirmed common remitter they are. The rest is secret from them (§ 52 of the tax code).
 */
export function visibleTo(actor: Citizen, today: IsoDate): SQL {
  const me = actor.payerId
  if (!me) return sql`false`
  return sql`a.superseded_at is null and (
    (a.payer_id = ${me} and not (a.fee_kind_regime = 'local_fee' and ${payerWasMinor}
      and a.last_day < ${today}::date and b.paid_hal < b.assessed_hal))
    or exists (
      select 1 from payer_link l
       where l.acting_payer_id = ${me} and l.for_payer_id = a.payer_id
         and case l.kind
           when 'common_remitter' then l.valid_from <= ${today}::date and (l.valid_to is null or l.valid_to >= ${today}::date)
           else ${payerWasMinor}
             and l.valid_from <= least(a.last_day, ${today}::date)
             and (l.valid_to is null or l.valid_to >= least(a.last_day, ${today}::date))
         end))`
}
