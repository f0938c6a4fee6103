import type { Transaction } from '#db/client'
import { auditEntry } from '#db/schema/audit'
import type { Officer } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { appendAudit } from '#lib/audit/append.commands'
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
  await recordReading(tx, actor, 'payments.list', rows.flatMap(subjectsOf))
}

/** Somebody's data in something that was read. */
export interface ReadSubject {
  subjectId: string
  payerId: string | null
}

/** Records, in one statement, whose data were read within which payment attempts; each person once. */
export async function recordReading(
  tx: Transaction,
  actor: Officer,
  action: 'payments.list' | 'payment.read',
  subjects: readonly ReadSubject[],
): Promise<void> {
  const once = new Map(subjects.map((subject) => [subject.payerId, subject]))
  if (once.size === 0) return
  await tx.insert(auditEntry).values(
    [...once.values()].map(({ subjectId, payerId }) => ({
      ...actorReference(actor),
      action,
      subjectKind: 'payment_attempt',
      subjectId,
      payerId,
    })),
  )
}

function subjectsOf(row: PaymentRow): ReadSubject[] {
  const named = [...(row.payers ?? []), ...(row.remitter ? [row.remitter] : [])]
  return named.flatMap(({ payerId }) => (payerId ? [{ subjectId: row.attemptId, payerId }] : []))
}
