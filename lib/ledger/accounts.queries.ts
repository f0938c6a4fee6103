import { sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client'
import { idArray } from '#db/id-list'
import { now } from '#lib/core/clock'
import { isoDate, pragueDate } from '#lib/core/dates'
import type { Component, OpenClaim, Regime } from './allocation.rules.ts'

/** One personal account as allocation sees it. */
export interface AccountState {
  accountId: number
  payerId: string
  feeKindCode: string
  regime: Regime
  /** Insolvency, death: money waits as credit until a clerk decides. */
  allocationStopped: boolean
  creditHal: bigint
  claims: OpenClaim[]
}

/**
 * The open claims and the credit of personal accounts. Called after `lockAccounts` in the same transaction
 * when money is about to move.
 */
export async function readAccounts(
  tx: Transaction | Database,
  accountIds: readonly number[],
): Promise<Map<number, AccountState>> {
  if (accountIds.length === 0) return new Map()
  const rows = await tx.execute<{
    account_id: string
    payer_id: string
    fee_kind_code: string
    regime: Regime
    allocation_stopped: boolean
    credit_hal: string
    assessment_id: string | null
    component: Component
    due_on: string
    last_day: string
    legal_state: string
    remaining_hal: string
    is_passed_to_guardians: boolean
  }>(sql`
    select ac.id as account_id, ac.payer_id, ac.fee_kind_code, k.regime, p.allocation_stopped,
           coalesce(cb.credit_hal, 0) as credit_hal,
           a.id as assessment_id, a.component, a.due_on::text, a.last_day::text, a.legal_state,
           b.assessed_hal - b.paid_hal as remaining_hal,
           k.regime = 'local_fee' and p.birth_date is not null and p.birth_date + interval '18 years' > a.last_day
             and a.last_day < ${pragueDate(now())}::date as is_passed_to_guardians
      from account ac
      join payer p on p.id = ac.payer_id
      join fee_kind k on k.code = ac.fee_kind_code
      left join account_balance cb on cb.account_id = ac.id
      left join (assessment a join assessment_balance b on b.assessment_id = a.id and b.assessed_hal > b.paid_hal)
        on a.account_id = ac.id
     where ac.id = any(${idArray(accountIds)}) and ac.kind = 'personal'`)
  const accounts = new Map<number, AccountState>()
  for (const row of rows) {
    const accountId = Number(row.account_id)
    const state = accounts.get(accountId) ?? {
      accountId,
      payerId: row.payer_id,
      feeKindCode: row.fee_kind_code,
      regime: row.regime,
      allocationStopped: row.allocation_stopped,
      creditHal: BigInt(row.credit_hal),
      claims: [],
    }
    accounts.set(accountId, state)
    if (!row.assessment_id) continue
    state.claims.push({
      assessmentId: row.assessment_id,
      component: row.component,
      dueOn: isoDate(row.due_on),
      lastDay: isoDate(row.last_day),
      isEnforced: row.legal_state === 'enforced',
      isPassedToGuardians: row.is_passed_to_guardians,
      remainingHal: BigInt(row.remaining_hal),
    })
  }
  return accounts
}
