import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { idArray } from '#db/id-list'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { appendAudits } from '#lib/audit/append.commands'
import type { Shortfall } from '../take-off.commands.ts'

/** What the bank took back: a receipt or reversal of a statement, or a card payment. */
export type ReceivableSource = { bankEntryId: number } | { chargebackId: string }

/**
 * Writes the receivables of one event, whose entries are in the journal already; `entryId` is the event's own entry.
 * Nothing for no shortfalls.
 */
export async function writeReceivables(
  tx: Transaction,
  actor: Actor,
  source: ReceivableSource,
  of: {
    shortfalls: readonly (Omit<Shortfall, 'accountId'> & { accountId: number | null })[]
    entryId: number
    ledgerAccountId: number
  },
): Promise<void> {
  if (of.shortfalls.length === 0) return
  const { actorKind, actorId } = actorReference(actor)
  const rows = of.shortfalls.map((one) => ({
    bank_entry_id: 'bankEntryId' in source ? source.bankEntryId : null,
    chargeback_id: 'chargebackId' in source ? source.chargebackId : null,
    account_id: one.accountId,
    refund_id: one.refundId,
    amount_hal: String(one.amountHal),
    entry_id: one.entryId ?? of.entryId,
    ledger_account_id: of.ledgerAccountId,
  }))
  const written = await tx.execute<{ id: string; amount_hal: string; payer_id: string | null }>(sql`
    with written as (
      insert into receivable (bank_entry_id, chargeback_id, account_id, refund_id, amount_hal, entry_id,
                              ledger_account_id, actor_kind, actor_id)
      select q.*, ${actorKind}::text, ${actorId}::text
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as q (bank_entry_id bigint, chargeback_id uuid,
             account_id bigint, refund_id uuid, amount_hal bigint, entry_id bigint, ledger_account_id bigint)
      returning id, amount_hal, account_id
    )
    select w.id, w.amount_hal, a.payer_id from written w left join account a on a.id = w.account_id`)
  await appendAudits(
    tx,
    actor,
    written.map((row) => ({
      action: 'receivable.open',
      subjectKind: 'receivable',
      subjectId: row.id,
      payerId: row.payer_id,
      details: { amountHal: row.amount_hal },
    })),
  )
}

/** A step towards the end of a receivable; with a minus a step back. The journal has its entry already. */
export interface ReceivableMove {
  receivableId: number
  kind: 'receipt' | 'credit' | 'won' | 'write_off'
  amountHal: bigint
  entryId: number
  bankEntryId?: number
  writeOffId?: number
  reason: string
}

/** Writes the moves of one event, all at once, each with its row in the audit. */
export async function writeMoves(
  tx: Transaction,
  actor: Actor,
  moves: readonly ReceivableMove[],
): Promise<void> {
  if (moves.length === 0) return
  const { actorKind, actorId } = actorReference(actor)
  const rows = moves.map((move) => ({
    receivable_id: move.receivableId,
    kind: move.kind,
    amount_hal: String(move.amountHal),
    entry_id: move.entryId,
    bank_entry_id: move.bankEntryId ?? null,
    write_off_id: move.writeOffId ?? null,
    reason: move.reason,
  }))
  await tx.execute(sql`
    insert into receivable_move (receivable_id, kind, amount_hal, entry_id, bank_entry_id, write_off_id, reason,
                                 actor_kind, actor_id)
    select q.*, ${actorKind}::text, ${actorId}::text
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as q (receivable_id bigint, kind text, amount_hal bigint,
           entry_id bigint, bank_entry_id bigint, write_off_id bigint, reason text)`)
  const payers = await tx.execute<{ id: string; payer_id: string | null }>(sql`
    select r.id, a.payer_id from receivable r left join account a on a.id = r.account_id
     where r.id = any(${idArray(moves.map((move) => move.receivableId))})`)
  const payerOf = new Map(payers.map((row) => [Number(row.id), row.payer_id]))
  await appendAudits(
    tx,
    actor,
    moves.map((move) => ({
      action: `receivable.${move.kind}`,
      subjectKind: 'receivable',
      subjectId: String(move.receivableId),
      payerId: payerOf.get(move.receivableId) ?? null,
      details: { amountHal: String(move.amountHal) },
    })),
  )
}
