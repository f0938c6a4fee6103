import type { Database, Transaction } from '#db/client'
import { auditEntry } from '#db/schema/audit'
import { type Actor, actorReference } from '#lib/actor/actor'

export interface AuditFact {
  /** What was done, as `noun.verb`. */
  action: string
  subjectKind: string
  subjectId: string
  /** Whose data were read or changed, where it was a payer's. */
  payerId?: string | null
  /** Numbers and codes only; never a name, a birth number or a secret. */
  details?: Record<string, unknown>
}

/** Adds one row to the audit, in the transaction of the act itself; without it the act does not happen. */
export async function appendAudit(tx: Transaction | Database, actor: Actor, fact: AuditFact): Promise<void> {
  await tx.insert(auditEntry).values({
    ...actorReference(actor),
    action: fact.action,
    subjectKind: fact.subjectKind,
    subjectId: fact.subjectId,
    payerId: fact.payerId ?? null,
    details: fact.details ?? {},
  })
}
