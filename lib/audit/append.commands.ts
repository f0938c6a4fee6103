import { type SQL, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'

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

/** Adds many rows to the audit at once, for acts that are many in one transaction. */
export async function appendAudits(
  tx: Transaction | Database,
  actor: Actor,
  facts: readonly AuditFact[],
): Promise<void> {
  if (facts.length === 0) return
  const { actorKind, actorId } = actorReference(actor)
  const rows = facts.map((fact) => ({
    action: fact.action,
    subject_kind: fact.subjectKind,
    subject_id: fact.subjectId,
    payer_id: fact.payerId ?? null,
    details: fact.details ?? {},
  }))
  await tx.execute(sql`
    insert into audit_entry (actor_kind, actor_id, action, subject_kind, subject_id, payer_id, details)
    select ${actorKind}, ${actorId}, action, subject_kind, subject_id, payer_id, details
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
           as f (action text, subject_kind text, subject_id text, payer_id uuid, details jsonb)`)
}

/**
 * Adds as many rows to the audit as a query gives, in its order: `action`, `subject_kind`, `subject_id`, `payer_id`,
 * `details`. For acts on whole tables of a transaction.
 */
export async function appendAuditsFrom(tx: Transaction, actor: Actor, acts: SQL): Promise<void> {
  const { actorKind, actorId } = actorReference(actor)
  await tx.execute(sql`
    insert into audit_entry (actor_kind, actor_id, action, subject_kind, subject_id, payer_id, details)
    select ${actorKind}::text, ${actorId}::text, q.action, q.subject_kind, q.subject_id, q.payer_id, q.details
      from (${acts}) q`)
}
