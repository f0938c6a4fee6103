import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { type Actor, actorReference } from '#lib/actor/actor'
import { updateLegalStates } from '#lib/assessment/commands'
import { appendAudit } from '#lib/audit/commands'
import { findOrOpenAccount, type Line, lockAccounts, postEntry } from '#lib/ledger/commands'
import { creditLines, layShare } from '#lib/ledger/lay-money'
import { readAccounts } from '#lib/ledger/queries'
import { enqueue } from '#lib/queue/commands'
import type { WaitingReceipt } from '../queries.ts'
import type { Part } from '../rules.ts'

export interface Ground {
  rule: 'symbols' | 'variable_symbol' | 'officer'
  /** Codes of reasons; of an officer the reason in words. */
  reasons: readonly string[]
}

/**
 * Lays a waiting receipt on personal accounts, each part by the law of its account, with the day the city's
 * account was credited as the legal day (§ 166 of the tax code). False where somebody was faster.
 */
export async function layReceipt(
  tx: Transaction,
  actor: Actor,
  receipt: WaitingReceipt,
  parts: readonly Part[],
  ground: Ground,
): Promise<boolean> {
  const { bankEntryId, bankAccount, bookedOn } = receipt
  const accountIds = parts.map((part) => part.accountId)
  const unidentifiedId = await findOrOpenAccount(tx, { kind: 'unidentified', bankAccount })
  await lockAccounts(tx, accountIds)
  const states = await readAccounts(tx, accountIds)
  const lines: Line[] = [{ accountId: unidentifiedId, amountHal: receipt.amountHal }]
  const touched: string[] = []
  for (const { accountId, amountHal, assessmentIds } of parts) {
    const state = states.get(accountId)
    if (!state) throw new Error('A personal account of the receipt is gone.')
    const allocation = layShare(state, { accountId, amountHal, chosenIds: assessmentIds }, bookedOn)
    for (const part of allocation.parts) touched.push(part.assessmentId)
    lines.push(...creditLines(accountId, allocation))
  }
  const turn = receipt.turns + 1
  const entryId = await postEntry(
    tx,
    actor,
    {
      kind: 'payment',
      effectiveOn: bookedOn,
      sourceReference: `bank_entry:${bankEntryId}`,
      fingerprint: `bank_entry:${bankEntryId}:turn:${turn}`,
      way: 'transfer',
    },
    lines,
  )
  if (entryId === null) return false
  await writeTurn(tx, actor, bankEntryId, turn, { state: 'matched', ...ground, entryId })
  await updateLegalStates(tx, actor, touched)
  await enqueue(tx, 'transfer-matched', { bankEntryId, turn })
  for (const payerId of new Set([...states.values()].map((state) => state.payerId))) {
    await appendAudit(tx, actor, {
      action: 'receipt.match',
      subjectKind: 'bank_entry',
      subjectId: String(bankEntryId),
      payerId,
      details: { amountHal: String(receipt.amountHal), rule: ground.rule, turn },
    })
  }
  return true
}

/** Adds what was decided about a receipt as its next turn; the journal entry is written already. */
export async function writeTurn(
  tx: Transaction,
  actor: Actor,
  bankEntryId: number,
  turn: number,
  fact: { state: 'matched' | 'undone'; rule: string; reasons: readonly string[]; entryId: number },
): Promise<void> {
  const { actorKind, actorId } = actorReference(actor)
  await tx.execute(sql`
    insert into bank_match (bank_entry_id, turn, state, rule, reasons, journal_entry_id, actor_kind, actor_id)
    values (${bankEntryId}, ${turn}, ${fact.state}, ${fact.rule}, ${JSON.stringify(fact.reasons)}::jsonb,
            ${fact.entryId}, ${actorKind}, ${actorId})`)
}
