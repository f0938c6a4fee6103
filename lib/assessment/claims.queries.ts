import { type SQL, sql } from 'drizzle-orm'
import { type Database, database, type Transaction } from '#db/client'
import { idList } from '#db/id-list'
import type { Citizen } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { type IsoDate, isoDate, pragueDate } from '#lib/core/dates'
import type { Component, Regime } from '#lib/ledger/allocation.rules'
import { isChargedBack } from '#lib/ledger/charged-back.queries'
import type { Way } from '#lib/ledger/post.commands'
import { payerName } from '#lib/payer/name.queries'
import { isSameName, personName } from '#lib/payer/same-name.rules'
import { visibleTo } from './access.ts'
import type { ClaimView, LegalState } from './rules.ts'

interface ClaimRow extends Record<string, unknown> {
  id: string
  external_id: string
  account_id: string
  payer_id: string
  payer_name: string
  fee_kind_code: string
  fee_kind_name: string
  regime: Regime
  period: string
  component: Component
  due_on: string
  last_day: string
  legal_state: LegalState
  variable_symbol: string | null
  specific_symbol: string | null
  assessed_hal: string
  paid_hal: string
  payments_known_until: string | null
  day_is_provisional: boolean
  is_charged_back: boolean
}

/** The claims a citizen sees; with ids, those of them. A stranger's claim is simply not among them. */
export async function readClaims(
  actor: Citizen,
  options: { assessmentIds?: readonly string[]; tx?: Transaction | Database } = {},
): Promise<ClaimView[]> {
  if (!actor.payerId) return []
  const today = pragueDate(now())
  const only: SQL = options.assessmentIds ? sql`and a.id in (${idList(options.assessmentIds)})` : sql``
  const rows = await (options.tx ?? database()).execute<ClaimRow>(sql`
    select a.id, a.external_id, a.account_id, a.payer_id,
           ${payerName} as payer_name,
           a.fee_kind_code, a.fee_kind_name, a.fee_kind_regime as regime, a.period, a.component,
           a.due_on::text, a.last_day::text, a.legal_state, a.variable_symbol, a.specific_symbol,
           b.assessed_hal, b.paid_hal, a.payments_known_until::text,
           a.legal_state = 'expected' and b.assessed_hal > 0 and b.paid_hal = b.assessed_hal
             and a.fee_kind_regime = 'local_fee' and a.component = 'principal' and exists (
             select 1 from journal_line l join journal_entry e on e.id = l.entry_id
              where l.assessment_id = a.id and l.side = 'credit' and e.day_is_provisional
                and e.effective_on > a.last_day
                and not exists (select 1 from journal_entry r where r.reverses_entry_id = e.id)) as day_is_provisional,
           b.paid_hal < b.assessed_hal and ${isChargedBack} as is_charged_back
      from (select a.*, k.name as fee_kind_name, k.regime as fee_kind_regime, k.payments_known_until, k.sort_order
              from assessment a join fee_kind k on k.code = a.fee_kind_code
             where a.payer_id = any (array(
                     select ${actor.payerId}::uuid
                     union select for_payer_id from payer_link where acting_payer_id = ${actor.payerId}))) a
      join payer p on p.id = a.payer_id
      join assessment_balance b on b.assessment_id = a.id
     where ${visibleTo(actor, today)} and b.assessed_hal > 0 ${only}
     order by a.last_day, a.sort_order, a.period, a.component, a.id`)
  return rows.map((row) => claimFrom(row, actor))
}

function claimFrom(row: ClaimRow, actor: Citizen): ClaimView {
  return {
    assessmentId: row.id,
    externalId: row.external_id,
    accountId: Number(row.account_id),
    payerId: row.payer_id,
    payerName: row.payer_name,
    isForAnother: row.payer_id !== actor.payerId || !isSameName(row.payer_name, personName(actor)),
    feeKindCode: row.fee_kind_code,
    feeKindName: row.fee_kind_name,
    regime: row.regime,
    period: row.period,
    component: row.component,
    dueOn: isoDate(row.due_on),
    lastDay: isoDate(row.last_day),
    legalState: row.legal_state,
    variableSymbol: row.variable_symbol,
    specificSymbol: row.specific_symbol,
    assessedHal: BigInt(row.assessed_hal),
    paidHal: BigInt(row.paid_hal),
    paymentsKnownUntil: row.payments_known_until ? isoDate(row.payments_known_until) : null,
    dayIsProvisional: row.day_is_provisional,
    isChargedBack: row.is_charged_back,
  }
}

/** One movement on a claim, in words the journal knows. Amounts in haléře, as laid on the claim. */
export interface ClaimMovement {
  kind:
    | 'assessment'
    | 'correction'
    | 'cancellation'
    | 'payment'
    | 'paid_elsewhere'
    | 'allocation'
    | 'credit_transfer'
    | 'reversal'
    | 'chargeback'
  way: Way | null
  effectiveOn: IsoDate
  /** The day it was written into the journal; an assessment's legal day is its due date. */
  bookedOn: IsoDate
  dayIsProvisional: boolean
  side: 'debit' | 'credit'
  amountHal: bigint
}

/** A visible claim with everything that happened on it, or null. */
export async function readClaim(
  actor: Citizen,
  assessmentId: string,
): Promise<{ claim: ClaimView; movements: ClaimMovement[] } | null> {
  const [claim] = await readClaims(actor, { assessmentIds: [assessmentId] })
  if (!claim) return null
  const rows = await database().execute<{
    kind: ClaimMovement['kind']
    way: Way | null
    effective_on: string
    booked_on: string
    day_is_provisional: boolean
    side: 'debit' | 'credit'
    amount_hal: string
  }>(sql`
    select e.kind, e.way, coalesce(c.effective_on, e.effective_on)::text as effective_on, e.booked_on::text,
           e.day_is_provisional and c.id is null as day_is_provisional, l.side, sum(l.amount_hal) as amount_hal
      from journal_line l join journal_entry e on e.id = l.entry_id
      left join journal_entry c on c.reverses_entry_id = e.id and c.kind = 'day_correction'
     where l.assessment_id = ${assessmentId}
     group by e.id, c.id, l.side having sum(l.amount_hal) <> 0
     order by e.id`)
  return {
    claim,
    movements: rows.map((row) => ({
      kind: row.kind,
      way: row.way,
      effectiveOn: isoDate(row.effective_on),
      bookedOn: isoDate(row.booked_on),
      dayIsProvisional: row.day_is_provisional,
      side: row.side,
      amountHal: row.side === 'debit' ? BigInt(row.amount_hal) : -BigInt(row.amount_hal),
    })),
  }
}

/** What the citizen has in credit over all fee kinds, in haléře. */
export async function readCreditHal(actor: Citizen): Promise<bigint> {
  if (!actor.payerId) return 0n
  const [row] = await database().execute<{ credit_hal: string }>(sql`
    select coalesce(sum(b.credit_hal), 0) as credit_hal
      from account a join account_balance b on b.account_id = a.id
     where a.kind = 'personal' and a.payer_id = ${actor.payerId}`)
  return BigInt(row?.credit_hal ?? 0)
}
