import type { Transaction } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { type ReadSubject, recordReading } from '#lib/audit/record-reading.commands'
import type { PaymentRow } from './list-rows.queries.ts'

/**
 * Records a list shown to an officer: one row with how many payments it held, and one for each person it
 * named, all in the transaction of the reading itself, so that what cannot be recorded is not shown.
 */
export async function recordListing(
  tx: Transaction,
  actor: Officer,
  rows: readonly PaymentRow[],
): Promise<void> {
  await appendAudit(tx, actor, {
    action: 'payments.list',
    subjectKind: 'payments',
    subjectId: '-',
    details: { rows: rows.length },
  })
  const about = { action: 'payments.list', subjectKind: 'payment_attempt' } as const
  await recordReading(tx, actor, about, rows.flatMap(subjectsOf))
}

function subjectsOf(row: PaymentRow): ReadSubject[] {
  const named = [...(row.payers ?? []), ...(row.remitter ? [row.remitter] : [])]
  return named.flatMap(({ payerId }) => (payerId ? [{ subjectId: row.attemptId, payerId }] : []))
}
