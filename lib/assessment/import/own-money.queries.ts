import { sql } from 'drizzle-orm'

// What an agenda's sum means in a mirror: all that lies on the claim there, our own payments taken over until that
// day among it. Expressions over a claim `c` of the changed ones, with `paid_hal` and `elsewhere_as_of`.

const booked = (kinds: string[]) => sql`coalesce((
  select -sum(l.amount_hal) from journal_line l join journal_entry e on e.id = l.entry_id
   where l.assessment_id = c.assessment_id and l.side = 'credit' and e.booked_on > c.elsewhere_as_of
     and e.kind in (${sql.join(
       kinds.map((kind) => sql`${kind}`),
       sql`, `,
     )})), 0)`

/** Our own payments on the claim the agenda cannot know of yet; below zero where one was taken back since. */
export const ownMoneyAfter = sql`least(${booked(['payment', 'reversal'])}, c.paid_hal)`

const knownThere = sql`(c.paid_hal - least(${booked(['payment', 'reversal', 'allocation'])}, c.paid_hal))`

/**
 * How much of what was paid elsewhere the agenda has no more. In a mirror our own payments never leave a claim by
 * this, and of a claim cancelled before only what still waits as credit.
 */
export const loweredHal = sql`greatest(0, case
  when c.told_hal is null then 0
  when not c.is_mirror then c.known_elsewhere_hal - c.told_hal
  when c.is_storno and c.cancelled_at is not null then least(c.known_elsewhere_hal - c.told_hal,
    (select ab.credit_hal from account_balance ab where ab.account_id = c.account_id))
  else least(c.known_elsewhere_hal, c.paid_hal, ${knownThere} - c.told_hal) end)::bigint`
