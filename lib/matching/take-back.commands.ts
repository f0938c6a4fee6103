import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { updateLegalStates } from '#lib/assessment/update-legal-states.commands'
import { appendAudit } from '#lib/audit/append.commands'
import { now } from '#lib/core/clock'
import { isoDate, pragueDate } from '#lib/core/dates'
import { readAccounts } from '#lib/ledger/accounts.queries'
import { creditRelayLines } from '#lib/ledger/lay-money.rules'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { type Line, postEntry } from '#lib/ledger/post.commands'
import { writeTurn } from './lay.commands.ts'

export type TakeBackProblem = 'not_matched' | 'amount_changed' | 'money_gone'

/** The match a receipt stands in, with the leg each personal account got. */
interface LiveMatch {
  turn: number
  entryId: number
  effectiveOn: string
  bankAccount: string
  amountHal: bigint
  legs: Leg[]
}
interface Leg extends LaidLeg {
  accountId: number
  payerId: string
}

/** Where a part of a payment was laid: on a claim, or without one as credit. */
export interface LaidLeg {
  assessmentId: string | null
  amountHal: bigint
}

/**
 * Takes a match back by an entry that reverses it: the money returns to the unidentified from where it lies
 * today, first from the claims and the credit it came to, then, where it was laid further since, from credit and
 * the latest claims. The account's remaining credit is laid anew. A reason why not, or null when done.
 */
export async function takeBack(
  tx: Transaction,
  actor: Actor,
  bankEntryId: number,
  ground: { rule: 'officer' | 'reversed_by_bank'; reasons: readonly string[]; seenAmountHal?: bigint },
): Promise<TakeBackProblem | null> {
  const before = await readLiveMatch(tx, bankEntryId)
  if (!before) return 'not_matched'
  if (ground.seenAmountHal !== undefined && ground.seenAmountHal !== before.amountHal) return 'amount_changed'
  const accountIds = [...new Set(before.legs.map((leg) => leg.accountId))]
  await lockAccounts(tx, accountIds)
  const match = await readLiveMatch(tx, bankEntryId)
  if (match?.turn !== before.turn) return 'not_matched'
  const unidentifiedId = await findOrOpenAccount(tx, { kind: 'unidentified', bankAccount: match.bankAccount })
  const lines: Line[] = [{ accountId: unidentifiedId, amountHal: -match.amountHal }]
  for (const accountId of accountIds) {
    const legs = match.legs.filter((leg) => leg.accountId === accountId)
    const taken = await takeFrom(tx, accountId, legs)
    if (!taken) return 'money_gone'
    lines.push(...taken)
  }
  const turn = match.turn + 1
  const entryId = await postEntry(
    tx,
    actor,
    {
      kind: 'reversal',
      effectiveOn: isoDate(match.effectiveOn),
      sourceReference: `bank_entry:${bankEntryId}`,
      fingerprint: `bank_entry:${bankEntryId}:turn:${turn}`,
      reversesEntryId: match.entryId,
    },
    lines,
  )
  if (entryId === null) return 'not_matched'
  const { rule, reasons } = ground
  await writeTurn(tx, actor, bankEntryId, turn, { state: 'undone', rule, reasons, entryId })
  const relaid = await relayCredit(tx, actor, accountIds, `bank_entry:${bankEntryId}`)
  const touched = [...lines, ...relaid].flatMap((line) => line.assessmentId ?? [])
  await updateLegalStates(tx, actor, [...new Set(touched)])
  for (const payerId of new Set(match.legs.map((leg) => leg.payerId))) {
    await appendAudit(tx, actor, {
      action: 'receipt.undo',
      subjectKind: 'bank_entry',
      subjectId: String(bankEntryId),
      payerId,
      details: { amountHal: String(match.amountHal), rule, turn },
    })
  }
  return null
}

async function readLiveMatch(tx: Transaction, bankEntryId: number): Promise<LiveMatch | null> {
  const rows = await tx.execute<{
    turn: number
    state: string
    entry_id: string
    effective_on: string
    bank_account: string
    receipt_hal: string
    account_id: string
    payer_id: string
    assessment_id: string | null
    amount_hal: string
  }>(sql`
    select m.turn, m.state, m.journal_entry_id as entry_id, e.effective_on::text, b.bank_account,
           b.amount_hal as receipt_hal, l.account_id, ac.payer_id, l.assessment_id, -l.amount_hal as amount_hal
      from bank_match m join bank_entry b on b.id = m.bank_entry_id
      join journal_entry e on e.id = m.journal_entry_id
      join journal_line l on l.entry_id = e.id and l.side = 'credit'
      join account ac on ac.id = l.account_id
     where m.bank_entry_id = ${bankEntryId}
       -- What the bank sent back of a refund is no payment of anybody, so nobody takes it from them.
       and m.rule <> 'refund_returned'
       and m.turn = (select max(turn) from bank_match where bank_entry_id = ${bankEntryId})
     order by l.line_number`)
  const [first] = rows
  if (first?.state !== 'matched') return null
  return {
    turn: first.turn,
    entryId: Number(first.entry_id),
    effectiveOn: first.effective_on,
    bankAccount: first.bank_account,
    amountHal: BigInt(first.receipt_hal),
    legs: rows.map((row) => ({
      accountId: Number(row.account_id),
      payerId: row.payer_id,
      assessmentId: row.assessment_id,
      amountHal: BigInt(row.amount_hal),
    })),
  }
}

/** The lines that take the legs' sum off one account, or null where the account has no more so much. */
async function takeFrom(tx: Transaction, accountId: number, legs: readonly Leg[]): Promise<Line[] | null> {
  const { lines, missingHal } = await takeLegs(tx, accountId, legs)
  return missingHal > 0n ? null : lines
}

/**
 * The lines that take the legs' sum off one account: first from where it was laid, then from credit and the latest
 * claims. `missingHal` is what the account has no more. The caller holds the account's lock.
 */
export async function takeLegs(
  tx: Transaction,
  accountId: number,
  legs: readonly LaidLeg[],
): Promise<{ lines: Line[]; missingHal: bigint }> {
  const rows = await tx.execute<{ assessment_id: string | null; paid_hal: string }>(sql`
    select null as assessment_id, credit_hal as paid_hal, null::date as last_day
      from account_balance where account_id = ${accountId}
    union all
    select * from (select a.id::text, b.paid_hal, a.last_day from assessment a
                     join assessment_balance b on b.assessment_id = a.id
                    where a.account_id = ${accountId} and b.paid_hal > 0 order by a.last_day desc, a.id) paid`)
  const here = new Map(rows.map((row) => [row.assessment_id, BigInt(row.paid_hal)]))
  const taken = new Map<string | null, bigint>()
  let leftHal = legs.reduce((total, leg) => total + leg.amountHal, 0n)
  const take = (from: string | null, wantedHal: bigint) => {
    const availableHal = (here.get(from) ?? 0n) - (taken.get(from) ?? 0n)
    const limitHal = wantedHal < leftHal ? wantedHal : leftHal
    const amountHal = limitHal < availableHal ? limitHal : availableHal
    if (amountHal <= 0n) return
    taken.set(from, (taken.get(from) ?? 0n) + amountHal)
    leftHal -= amountHal
  }
  for (const leg of legs) take(leg.assessmentId, leg.amountHal)
  for (const from of here.keys()) take(from, leftHal)
  const lines = [...taken].map(
    ([assessmentId, amountHal]): Line => ({
      accountId,
      side: 'credit',
      amountHal,
      ...(assessmentId ? { assessmentId } : {}),
    }),
  )
  return { lines, missingHal: leftHal }
}

/** Lays what credit is left on the claims that opened again; returns the lines written. */
export async function relayCredit(
  tx: Transaction,
  actor: Actor,
  accountIds: readonly number[],
  sourceReference: string,
): Promise<Line[]> {
  const today = pragueDate(now())
  const relaid: Line[] = []
  for (const state of (await readAccounts(tx, accountIds)).values()) {
    const lines = creditRelayLines(state, today)
    if (lines.length === 0) continue
    await postEntry(tx, actor, { kind: 'allocation', effectiveOn: today, sourceReference }, lines)
    relaid.push(...lines)
  }
  return relaid
}
