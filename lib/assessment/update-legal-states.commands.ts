import { sql } from 'drizzle-orm'
import { type Database, database, type Transaction } from '#db/client'
import { idArray } from '#db/id-list'
import type { Actor, Job } from '#lib/actor/actor'
import { appendAudits } from '#lib/audit/append.commands'
import { now } from '#lib/core/clock'
import { isoDate, pragueDate } from '#lib/core/dates'
import type { Component, Regime } from '#lib/ledger/allocation.rules'
import { isChargedBack } from '#lib/ledger/charged-back.queries'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { paymentsAreKnown } from './payments-known.queries.ts'
import { type LegalState, nextLegalState } from './rules.ts'

const claimsAtOnce = 500

/** As SQL over assessment `a`: some of what lies on it counts under a day past its last one. */
const isPaidLate = sql`exists (
  select 1 from journal_line l join journal_entry e on e.id = l.entry_id
   where l.assessment_id = a.id and l.side = 'credit' and l.amount_hal < 0 and e.effective_on > a.last_day)`

/** Moves the legal state of these claims to what money and time have made of it; each change is audited. */
export async function updateLegalStates(
  tx: Transaction | Database,
  actor: Actor,
  assessmentIds: readonly string[],
): Promise<number> {
  if (assessmentIds.length === 0) return 0
  const rows = await tx.execute<{
    id: string
    payer_id: string
    regime: Regime
    component: Component
    legal_state: LegalState
    last_day: string
    remaining_hal: string
    paid_in_full_on: string | null
    day_is_provisional: boolean | null
    is_charged_back: boolean
    payments_are_known: boolean
  }>(sql`
    select a.id, a.payer_id, k.regime, a.component, a.legal_state, a.last_day::text,
           b.assessed_hal - b.paid_hal as remaining_hal, d.day::text as paid_in_full_on, d.day_is_provisional,
           ${isChargedBack} as is_charged_back, ${paymentsAreKnown} as payments_are_known
      from assessment a
      join fee_kind k on k.code = a.fee_kind_code
      join assessment_balance b on b.assessment_id = a.id
      left join lateral (
        select max(e.effective_on) as day,
               bool_or(
                 (e.day_is_provisional and e.way = 'bank_button')
                 -- Known only as of a later day: it may have come in time.
                 or (e.kind in ('paid_elsewhere', 'allocation') and e.effective_on > a.last_day)
               ) as day_is_provisional
          from journal_line l join journal_entry e on e.id = l.entry_id
         where l.assessment_id = a.id and l.side = 'credit' and l.amount_hal < 0
           -- What was taken back was never a payment of this claim.
           and not exists (select 1 from journal_entry r where r.reverses_entry_id = e.id)) d on true
     where a.id = any(${idArray(assessmentIds)})`)
  const moves = rows.flatMap((row) => {
    const next = nextLegalState({
      regime: row.regime,
      component: row.component,
      legalState: row.legal_state,
      remainingHal: BigInt(row.remaining_hal),
      lastDay: isoDate(row.last_day),
      today: pragueDate(now()),
      paidInFullOn: row.paid_in_full_on ? isoDate(row.paid_in_full_on) : null,
      dayIsProvisional: row.day_is_provisional ?? false,
      isChargedBack: row.is_charged_back,
      paymentsAreKnown: row.payments_are_known,
    })
    return next === row.legal_state
      ? []
      : [{ id: row.id, payerId: row.payer_id, from: row.legal_state, to: next }]
  })
  if (moves.length === 0) return 0
  await Promise.all([
    tx.execute(sql`
      update assessment a set legal_state = m."to"
        from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m (id uuid, "to" text) where a.id = m.id`),
    appendAudits(
      tx,
      actor,
      moves.map(({ id, payerId, from, to }) => ({
        action: 'assessment.legal_state',
        subjectKind: 'assessment',
        subjectId: id,
        payerId,
        details: { from, to },
      })),
    ),
  ])
  return moves.length
}

/**
 * The nightly round: local fees whose last day has passed without the whole sum are to be assessed (§ 11 of act
 * 565/1990), unpaid or paid late, as soon as all that was paid until that day is known.
 */
export async function updateOverdueLegalStates(actor: Job): Promise<number> {
  let moved = 0
  for (let after = ''; ; ) {
    const due = await database().execute<{ id: string; account_id: string }>(sql`
      select a.id, a.account_id from assessment a join fee_kind k on k.code = a.fee_kind_code
        join assessment_balance b on b.assessment_id = a.id
       where a.legal_state = 'expected' and k.regime = 'local_fee' and a.component = 'principal'
         and a.last_day < ${pragueDate(now())} and a.superseded_at is null
         and b.assessed_hal > 0 and (b.assessed_hal > b.paid_hal or ${isPaidLate})
         and not ${isChargedBack} and ${paymentsAreKnown} ${after === '' ? sql`` : sql`and a.id > ${after}::uuid`}
       order by a.id limit ${claimsAtOnce}`)
    const last = due.at(-1)
    if (!last) return moved
    after = last.id
    moved += await database().transaction(async (tx) => {
      await lockAccounts(tx, [...new Set(due.map((row) => Number(row.account_id)))])
      const ids = due.map((row) => row.id)
      return updateLegalStates(tx, actor, ids)
    })
  }
}
