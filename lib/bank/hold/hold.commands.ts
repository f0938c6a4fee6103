import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { appendAudit } from '#lib/audit/append.commands'
import type { IsoDate } from '#lib/core/dates'
import type { StatementHead } from '../statement.ts'
import type { JudgedStatement } from './judge.queries.ts'
import type { HoldReason } from './rules.ts'

/** A staged statement with what is kept of it while it is held. */
export interface HoldableStatement extends JudgedStatement {
  entries: number
  head: StatementHead
  fingerprint: string
}

/** The file and the way a statement came. */
export interface Brought {
  format: string
  fileName: string
  sha256: string
  isFetched: boolean
  today: IsoDate
}

/** The statements of this file that count, for those judged after them. */
export async function createAccepted(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    create temporary table accepted_statement (
      ordinal int, bank_account text, number text, from_on date, to_on date, opening_hal bigint, closing_hal bigint
    ) on commit drop`)
}

/** Says that a staged statement counts. */
export async function acceptStatement(tx: Transaction, statement: JudgedStatement): Promise<void> {
  const { ordinal, account, number, fromOn, toOn, openingHal, closingHal } = statement
  await tx.execute(sql`
    insert into accepted_statement
    values (${ordinal}, ${account}, ${number}, ${fromOn}::date, ${toOn}::date, ${openingHal}::bigint,
            ${closingHal}::bigint)`)
}

/**
 * Keeps a staged statement aside, whole, with the reasons: its entries leave the staging and nothing of them is booked.
 * The very same statement that is held already is not held twice. Returns its number.
 */
export async function holdStatement(
  tx: Transaction,
  actor: Actor,
  statement: HoldableStatement,
  brought: Brought,
  reasons: readonly HoldReason[],
): Promise<number> {
  const { actorKind, actorId } = actorReference(actor)
  const { ordinal, account, number, fromOn, toOn, openingHal, closingHal, entries, fingerprint } = statement
  const { format, fileName, sha256, isFetched, today } = brought
  const head = JSON.stringify(statement.head, (_key, value) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  const [known] = await tx.execute<{ id: string }>(sql`
    select h.id from held_statement h where h.fingerprint = ${fingerprint} and h.file_sha256 = ${sha256}
       and not exists (select 1 from held_statement_decision d where d.held_id = h.id) limit 1`)
  if (known) {
    await tx.execute(sql`delete from staged_bank_entry where ordinal = ${ordinal}`)
    return Number(known.id)
  }
  const [held] = await tx.execute<{ id: string }>(sql`
    insert into held_statement (bank_account, format, number, from_on, to_on, opening_hal, closing_hal, entries, head,
                                file_name, file_sha256, fingerprint, reasons, is_fetched, received_on, actor_kind, actor_id)
    values (${account}, ${format}, ${number}, ${fromOn}::date, ${toOn}::date, ${openingHal}::bigint,
            ${closingHal}::bigint, ${entries}, ${head}::jsonb, ${fileName}, ${sha256}, ${fingerprint},
            ${JSON.stringify(reasons)}::jsonb, ${isFetched}, ${today}::date, ${actorKind}, ${actorId})
    returning id`)
  const heldId = Number(held?.id)
  await tx.execute(sql`
    with moved as (delete from staged_bank_entry where ordinal = ${ordinal} returning *)
    insert into held_statement_entry (held_id, ordinal, position, booked_on, amount_hal, variable_symbol,
                                      specific_symbol, constant_symbol, counter_account, counter_name, message,
                                      bank_reference, payer_reference, mark, is_reversal)
    select ${heldId}, row_number() over (order by position), position, booked_on, amount_hal, variable_symbol,
           specific_symbol, constant_symbol, counter_account, counter_name, message, bank_reference, payer_reference, mark,
           kind = 'reversal'
      from moved`)
  if (isFetched) await supersedeOlder(tx, actor, heldId)
  await appendAudit(tx, actor, {
    action: 'bank_statement.held',
    subjectKind: 'held_statement',
    subjectId: String(heldId),
    details: { fileName, reasons, entries },
  })
  return heldId
}

/** What the bank's interface tells again with more in it need not be decided twice. */
async function supersedeOlder(tx: Transaction, actor: Actor, heldId: number): Promise<void> {
  const { actorKind, actorId } = actorReference(actor)
  await tx.execute(sql`
    insert into held_statement_decision (held_id, kind, actor_kind, actor_id)
    select h.id, 'superseded', ${actorKind}, ${actorId}
      from held_statement n join held_statement h on h.bank_account = n.bank_account and h.id < n.id
       and h.is_fetched and h.from_on >= n.from_on and h.to_on <= n.to_on
     where n.id = ${heldId} and not exists (select 1 from held_statement_decision d where d.held_id = h.id)`)
}

/** How a held statement ends. The database lets it end once, and lets only another officer than the bringer release it. */
export async function decideHeld(
  tx: Transaction,
  actor: Actor,
  heldId: number,
  kind: 'released' | 'rejected' | 'continues' | 'superseded',
  reason: string | null = null,
): Promise<void> {
  const { actorKind, actorId } = actorReference(actor)
  await tx.execute(sql`
    insert into held_statement_decision (held_id, kind, reason, actor_kind, actor_id)
    values (${heldId}, ${kind}, ${reason}, ${actorKind}, ${actorId})`)
  await appendAudit(tx, actor, {
    action: `bank_statement.${kind}`,
    subjectKind: 'held_statement',
    subjectId: String(heldId),
    details: { reason },
  })
}

/** The very same statement counts by now, so nothing is left to decide about a held one. */
export async function supersedeKnown(tx: Transaction, actor: Actor, fingerprint: string): Promise<void> {
  const { actorKind, actorId } = actorReference(actor)
  await tx.execute(sql`
    insert into held_statement_decision (held_id, kind, actor_kind, actor_id)
    select h.id, 'superseded', ${actorKind}, ${actorId} from held_statement h
     where h.fingerprint = ${fingerprint}
       and not exists (select 1 from held_statement_decision d where d.held_id = h.id)`)
}
