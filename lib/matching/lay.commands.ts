import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { idArray } from '#db/id-list'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { updateLegalStates } from '#lib/assessment/update-legal-states.commands'
import { appendAudits } from '#lib/audit/append.commands'
import { type AccountState, readAccounts } from '#lib/ledger/accounts.queries'
import { creditLines, layShare } from '#lib/ledger/lay-money.rules'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { type Booking, type Line, postEntries } from '#lib/ledger/post.commands'
import { enqueue } from '#lib/queue/enqueue.commands'
import type { Part } from './rules.ts'
import type { WaitingReceipt } from './waiting.queries.ts'

export interface Ground {
  rule: 'symbols' | 'variable_symbol' | 'agreed_list' | 'officer'
  /** Codes of reasons; of an officer the reason in words. */
  reasons: readonly string[]
}

/** A waiting receipt with what was decided about it. */
export interface LaidReceipt {
  receipt: WaitingReceipt
  parts: readonly Part[]
  ground: Ground
}

/** Lays one waiting receipt as `layReceipts` lays many. False where somebody was faster. */
export async function layReceipt(
  tx: Transaction,
  actor: Actor,
  receipt: WaitingReceipt,
  parts: readonly Part[],
  ground: Ground,
): Promise<boolean> {
  return (await layReceipts(tx, actor, [{ receipt, parts, ground }])) === 1
}

/**
 * Lays waiting receipts on personal accounts, each part by the law of its account, with the day the city's
 * account was credited as the legal day (§ 166 of the tax code). No two of them may lie on the same account, for all
 * are laid on what remains before any of them. Returns how many were laid; with the others somebody was faster.
 */
export async function layReceipts(
  tx: Transaction,
  actor: Actor,
  laid: readonly LaidReceipt[],
): Promise<number> {
  const accountIds = laid.flatMap(({ parts }) => parts.map((part) => part.accountId))
  if (new Set(accountIds).size !== accountIds.length) throw new Error('Two receipts at once on one account.')
  const unidentified = new Map<string, number>()
  for (const bankAccount of new Set(laid.map(({ receipt }) => receipt.bankAccount))) {
    unidentified.set(bankAccount, await findOrOpenAccount(tx, { kind: 'unidentified', bankAccount }))
  }
  await lockAccounts(tx, accountIds)
  const states = await readAccounts(tx, accountIds)
  const plans = laid.map((one) => plan(one, unidentified.get(one.receipt.bankAccount) ?? 0, states))
  const entryIds = await postEntries(
    tx,
    actor,
    plans.map(({ booking }) => booking),
  )
  const done = plans.flatMap((one) => {
    const entryId = entryIds.get(one.booking.entry.fingerprint)
    return entryId === undefined ? [] : [{ ...one, entryId }]
  })
  if (done.length === 0) return 0
  await writeTurns(
    tx,
    actor,
    done.map(({ receipt, turn, ground, entryId }) => ({
      bankEntryId: receipt.bankEntryId,
      turn,
      fact: { state: 'matched', ...ground, entryId },
    })),
  )
  await updateLegalStates(
    tx,
    actor,
    done.flatMap((one) => one.touched),
  )
  await appendAudits(
    tx,
    actor,
    done.flatMap(({ receipt, turn, ground, payerIds }) =>
      payerIds.map((payerId) => ({
        action: 'receipt.match',
        subjectKind: 'bank_entry',
        subjectId: String(receipt.bankEntryId),
        payerId,
        details: { amountHal: String(receipt.amountHal), rule: ground.rule, turn },
      })),
    ),
  )
  await tellPayers(tx, done)
  return done.length
}

/** Queues the mails about what was laid; most payers have never signed in, and of those nobody is asked about. */
async function tellPayers(tx: Transaction, done: readonly Plan[]): Promise<void> {
  const payerIds = [...new Set(done.flatMap((one) => one.payerIds))]
  const rows = await tx.execute<{ payer_id: string }>(sql`
    select payer_id from identity_payer where payer_id = any(${idArray(payerIds)}) and ended_at is null`)
  const reachable = new Set(rows.map((row) => row.payer_id))
  for (const { receipt, turn, payerIds } of done) {
    if (!payerIds.some((payerId) => reachable.has(payerId))) continue
    await enqueue(tx, 'transfer-matched', { bankEntryId: receipt.bankEntryId, turn })
  }
}

interface Plan extends LaidReceipt {
  booking: Booking
  turn: number
  touched: string[]
  payerIds: string[]
}

/** How one receipt lies on its accounts as they stand now, under their locks. */
function plan(laid: LaidReceipt, unidentifiedId: number, states: ReadonlyMap<number, AccountState>): Plan {
  const { bankEntryId, bookedOn, amountHal, turns } = laid.receipt
  const lines: Line[] = [{ accountId: unidentifiedId, amountHal }]
  const touched: string[] = []
  const payerIds = new Set<string>()
  for (const part of laid.parts) {
    const state = states.get(part.accountId)
    if (!state) throw new Error('A personal account of the receipt is gone.')
    const share = { accountId: part.accountId, amountHal: part.amountHal, chosenIds: part.assessmentIds }
    const allocation = layShare(state, share, bookedOn)
    for (const { assessmentId } of allocation.parts) touched.push(assessmentId)
    lines.push(...creditLines(part.accountId, allocation))
    payerIds.add(state.payerId)
  }
  const turn = turns + 1
  const entry = {
    kind: 'payment',
    effectiveOn: bookedOn,
    // In the month of the statement that tells of it, where that month is still open.
    bookOn: bookedOn,
    sourceReference: `bank_entry:${bankEntryId}`,
    fingerprint: `bank_entry:${bankEntryId}:turn:${turn}`,
    way: 'transfer',
  } as const
  return { ...laid, booking: { entry, lines }, turn, touched, payerIds: [...payerIds] }
}

interface Turn {
  bankEntryId: number
  turn: number
  fact: { state: 'matched' | 'undone'; rule: string; reasons: readonly string[]; entryId: number }
}

/** Adds what was decided about a receipt as its next turn; the journal entry is written already. */
export async function writeTurn(
  tx: Transaction,
  actor: Actor,
  bankEntryId: number,
  turn: number,
  fact: Turn['fact'],
): Promise<void> {
  await writeTurns(tx, actor, [{ bankEntryId, turn, fact }])
}

async function writeTurns(tx: Transaction, actor: Actor, turns: readonly Turn[]): Promise<void> {
  const { actorKind, actorId } = actorReference(actor)
  const rows = turns.map(({ bankEntryId, turn, fact }) => ({
    bank_entry_id: bankEntryId,
    turn,
    state: fact.state,
    rule: fact.rule,
    reasons: fact.reasons,
    journal_entry_id: fact.entryId,
  }))
  await tx.execute(sql`
    insert into bank_match (bank_entry_id, turn, state, rule, reasons, journal_entry_id, actor_kind, actor_id)
    select bank_entry_id, turn, state, rule, reasons, journal_entry_id, ${actorKind}, ${actorId}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (bank_entry_id bigint, turn int, state text,
           rule text, reasons jsonb, journal_entry_id bigint)`)
}
