import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { ClaimLabel, LegalState } from '#lib/assessment/rules'
import { instantAt } from '#lib/core/clock'
import type { Component } from '#lib/ledger/allocation.rules'
import { attemptFingerprint } from '#lib/ledger/payment-fingerprint.queries'
import { payerName } from '#lib/payer/name.queries'

/** Where the crowns of a settled attempt went: one line a claim, and the credit. Amounts in haléře. */
export interface LaidMoney {
  parts: (ClaimLabel & {
    assessmentId: string
    payerName: string
    variableSymbol: string | null
    amountHal: bigint
    /** It came after the last day and the office has yet to decide about the fee. */
    isToBeAssessed: boolean
  })[]
  creditHal: bigint
  /** When the payment was written into the journal; null while it is not. */
  recordedAt: Date | null
}

/** Reads the payment's own journal entry. The gates decide who may ask about the attempt. */
export async function readLaidMoney(attemptId: string): Promise<LaidMoney> {
  const rows = await database().execute<{
    assessment_id: string | null
    name: string | null
    period: string | null
    component: Component | null
    legal_state: LegalState | null
    payer_name: string
    variable_symbol: string | null
    amount_hal: string
    recorded_ms: string
  }>(sql`
    select l.assessment_id, k.name, a.period, a.component, a.legal_state, a.variable_symbol,
           ${payerName} as payer_name,
           -l.amount_hal as amount_hal, extract(epoch from e.recorded_at) * 1000 as recorded_ms
      from journal_entry e
      join journal_line l on l.entry_id = e.id and l.side = 'credit'
      join account ac on ac.id = l.account_id
      join payer p on p.id = ac.payer_id
      join fee_kind k on k.code = ac.fee_kind_code
      left join assessment a on a.id = l.assessment_id
      join payment_attempt t on t.id = ${attemptId}
     where e.fingerprint = ${attemptFingerprint}
     order by l.line_number`)
  const [first] = rows
  const laid: LaidMoney = {
    parts: [],
    creditHal: 0n,
    recordedAt: first ? instantAt(Number(first.recorded_ms)) : null,
  }
  for (const row of rows) {
    const amountHal = BigInt(row.amount_hal)
    if (!row.assessment_id) laid.creditHal += amountHal
    else {
      laid.parts.push({
        assessmentId: row.assessment_id,
        feeKindName: row.name ?? '',
        period: row.period ?? '',
        component: row.component ?? 'principal',
        payerName: row.payer_name,
        variableSymbol: row.variable_symbol,
        amountHal,
        isToBeAssessed: row.legal_state === 'to_be_assessed',
      })
    }
  }
  return laid
}
