import { eq, sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { paymentAttempt } from '#db/schema/payment'
import type { Actor } from '#lib/actor/actor'
import { updateLegalStates } from '#lib/assessment/update-legal-states.commands'
import { appendAudit } from '#lib/audit/append.commands'
import { type IsoDate, isoDate } from '#lib/core/dates'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { attemptFingerprint } from '#lib/ledger/payment-fingerprint.queries'
import { type Line, type OnlineWay, postEntry } from '#lib/ledger/post.commands'
import { payoutCounts } from './payout-counts.queries.ts'

/** How far back a round looks for days that a settlement has told meanwhile. */
const lookBackDays = 60

/**
 * Corrects the legal days of payments that were provisional, where the settlement tells the day of the order or the
 * bank the day the city was credited, whichever counts by § 166 of the tax code for that way. Returns how many.
 */
export async function correctDays(actor: Actor): Promise<number> {
  const due = await database().execute<{ id: string; day: string }>(sql`
    select d.id, d.day::text from (
      select t.id, t.paid_on, t.way, case r.counts when 'order' then r.ordered_on else r.credited_on end as day, e.id as entry_id
        from (
          select r.attempt_id, r.ordered_on, b.booked_on as credited_on,
                 coalesce((select counts from payment_day_rule
                            where way = a.way and valid_from <= a.paid_on and (valid_to is null or valid_to >= a.paid_on)
                            order by valid_from desc limit 1), case a.way when 'card' then 'order' else 'credited' end) as counts
            from settlement_row r join payment_attempt a on a.id = r.attempt_id and a.state = 'paid'
            join settlement_transfer s on s.id = r.transfer_id and s.at > now() - ${lookBackDays} * interval '1 day'
            left join (settlement_payout p join bank_entry b on b.id = p.bank_entry_id)
              on p.transfer_id = s.id and ${payoutCounts}
           where r.kind = 'payment') r
        join payment_attempt t on t.id = r.attempt_id
        join journal_entry e on e.fingerprint = ${attemptFingerprint} and e.day_is_provisional) d
     where d.day is not null and (d.day <> d.paid_on or d.way = 'bank_button')
       and not exists (select 1 from journal_entry c where c.reverses_entry_id = d.entry_id)
     order by d.id`)
  let corrected = 0
  for (const { id, day } of due) {
    if (await database().transaction((tx) => correctDay(tx, actor, id, isoDate(day)))) corrected++
  }
  return corrected
}

interface LaidRow extends Record<string, unknown> {
  entry_id: string
  fingerprint: string
  way: OnlineWay
  account_id: string
  payer_id: string
  assessment_id: string | null
  amount_hal: string
}

/**
 * One entry that takes the payment off its claims and lays it there again under the right day. The money stays where
 * it lies; what is laid on what was told to the payer before paying.
 */
async function correctDay(tx: Transaction, actor: Actor, attemptId: string, day: IsoDate): Promise<boolean> {
  await tx
    .select({ id: paymentAttempt.id })
    .from(paymentAttempt)
    .where(eq(paymentAttempt.id, attemptId))
    .for('update')
  const laid = await tx.execute<LaidRow>(sql`
    select e.id as entry_id, e.fingerprint, e.way, l.account_id, ac.payer_id, l.assessment_id, l.amount_hal
      from payment_attempt t join journal_entry e on e.fingerprint = ${attemptFingerprint}
      join journal_line l on l.entry_id = e.id and l.side = 'credit' join account ac on ac.id = l.account_id
     where t.id = ${attemptId} order by l.line_number`)
  const [first] = laid
  if (!first) return false
  await lockAccounts(tx, [...new Set(laid.map((row) => Number(row.account_id)))])
  const again = laid.flatMap((row): Line[] => {
    const amountHal = BigInt(row.amount_hal)
    const place = {
      accountId: Number(row.account_id),
      side: 'credit' as const,
      ...(row.assessment_id ? { assessmentId: row.assessment_id } : {}),
    }
    return [
      { ...place, amountHal: -amountHal },
      { ...place, amountHal },
    ]
  })
  const entryId = await postEntry(
    tx,
    actor,
    {
      kind: 'day_correction',
      effectiveOn: day,
      sourceReference: `payment_attempt:${attemptId}`,
      fingerprint: `${first.fingerprint}:day`,
      reversesEntryId: Number(first.entry_id),
      way: first.way,
    },
    again,
  )
  if (entryId === null) return false
  await tx.update(paymentAttempt).set({ paidOn: day }).where(eq(paymentAttempt.id, attemptId))
  await updateLegalStates(
    tx,
    actor,
    laid.flatMap((row) => row.assessment_id ?? []),
  )
  for (const payerId of new Set(laid.map((row) => row.payer_id))) {
    await appendAudit(tx, actor, {
      action: 'payment.correct_day',
      subjectKind: 'payment_attempt',
      subjectId: attemptId,
      payerId,
      details: { day },
    })
  }
  return true
}
