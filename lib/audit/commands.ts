import { sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client'
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
  const { actorKind, actorId } = actorReference(actor)
  await tx.execute(sql`
    insert into audit_entry (actor_kind, actor_id, action, subject_kind, subject_id, payer_id, details)
    values (${actorKind}, ${actorId}, ${fact.action}, ${fact.subjectKind}, ${fact.subjectId},
            ${fact.payerId ?? null}, ${JSON.stringify(fact.details ?? {})}::jsonb)`)
}
