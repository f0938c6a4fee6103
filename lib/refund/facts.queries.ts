import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import type { Regime } from '#lib/ledger/allocation.rules'
import type { AttemptFacts, RefundFacts } from './rules.ts'
import { isStray } from './stray.queries.ts'

interface Subject {
  accountId: number
  entitledPayerId: string | null
  attemptId: string | null
}

/** What a refund stands on; exact when the attempt and the account are locked by the caller. */
export async function readRefundFacts(tx: Transaction, subject: Subject): Promise<RefundFacts | null> {
  const { accountId, entitledPayerId } = subject
  const [row] = await tx.execute<{
    regime: Regime
    credit_hal: string
    is_stopped: boolean
    has_stray: boolean
    is_the_payer: boolean
    has_arrears: boolean
  }>(sql`
    select k.regime, coalesce(b.credit_hal, 0) as credit_hal,
           exists (select 1 from payer p where p.id in (a.payer_id, ${entitledPayerId}::uuid) and p.allocation_stopped)
             as is_stopped,
           exists (select 1 from refund r join bank_entry b on b.variable_symbol = r.reference
                    where r.account_id = a.id and ${isStray}) as has_stray,
           a.payer_id is not distinct from ${entitledPayerId}::uuid as is_the_payer,
           exists (
             select 1 from account ea join fee_kind ek on ek.code = ea.fee_kind_code and ek.regime in ('local_fee', 'fine')
                -- Between a fee and a fine an officer decides (§ 154).
                and (ek.regime = k.regime or k.regime not in ('local_fee', 'fine'))
               join payer ep on ep.id = ea.payer_id
               join assessment s on s.account_id = ea.id and s.last_day < ${pragueDate(now())}::date
               join assessment_balance sb on sb.assessment_id = s.id and sb.assessed_hal > sb.paid_hal
              where ea.payer_id = ${entitledPayerId}::uuid
                -- What is left from childhood passed to the guardians (§ 12 of act 565/1990).
                and not (ek.regime = 'local_fee' and ep.birth_date is not null
                         and ep.birth_date + interval '18 years' > s.last_day)
           ) as has_arrears
      from account a join fee_kind k on k.code = a.fee_kind_code
      left join account_balance b on b.account_id = a.id
     where a.id = ${accountId} and a.kind = 'personal'`)
  if (!row) return null
  return {
    regime: row.regime,
    creditHal: BigInt(row.credit_hal),
    isStopped: row.is_stopped,
    hasStrayMovement: row.has_stray,
    isEntitledThePayer: row.is_the_payer,
    hasArrears: row.has_arrears,
    attempt: subject.attemptId ? await readAttemptFacts(tx, subject) : null,
  }
}

async function readAttemptFacts(
  tx: Transaction,
  { accountId, entitledPayerId, attemptId }: Subject,
): Promise<AttemptFacts | null> {
  const [row] = await tx.execute<{
    is_paid: boolean
    is_for_account: boolean
    is_by_entitled: boolean
    remains_hal: string
  }>(sql`
    select t.state = 'paid' as is_paid,
           exists (select 1 from payment_order_item i where i.order_id = t.order_id and i.account_id = ${accountId})
             as is_for_account,
           exists (select 1 from payment_order o join identity_payer ip on ip.identity_id = o.identity_id
                    where o.id = t.order_id and ip.ended_at is null and ip.payer_id = ${entitledPayerId}::uuid)
             as is_by_entitled,
           t.amount_hal - coalesce((select sum(r.amount_hal) from refund r
             where r.attempt_id = t.id and r.state in ('approved', 'sent', 'unknown', 'done')), 0)
             - coalesce((select sum(c.amount_hal) from chargeback c where c.attempt_id = t.id
                and not exists (select 1 from chargeback_won w where w.chargeback_id = c.id)), 0) as remains_hal
      from payment_attempt t where t.id = ${attemptId}`)
  if (!row) return null
  return {
    isPaid: row.is_paid,
    isForAccount: row.is_for_account,
    isPaidByEntitled: row.is_by_entitled,
    remainsHal: BigInt(row.remains_hal),
  }
}
