import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { updateLegalStates } from '#lib/assessment/update-legal-states.commands'
import { appendAudits } from '#lib/audit/append.commands'
import { sumHal } from '#lib/core/money'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { type Line, postEntry } from '#lib/ledger/post.commands'
import { relayCredit } from '#lib/ledger/relay-credit.commands'
import { writeTurn } from '#lib/matching/lay.commands'
import { takeReturnBack } from '#lib/refund/return-taken-back.commands'
import { type LiveMatch, readLiveMatch } from './match.queries.ts'
import { writeMoves, writeReceivables } from './receivable/write.commands.ts'
import { type Demand, receivablesAccount, takeOff } from './take-off.commands.ts'

export type TakeBackProblem = 'not_matched' | 'amount_changed' | 'money_gone'

export interface TakeBackGround {
  rule: 'officer' | 'reversed_by_bank'
  /** Codes of reasons; of an officer the reason in words. */
  reasons: readonly string[]
  /** The amount an officer saw, in haléře. */
  seenAmountHal?: bigint
  /** Whether what is no more on the payers' accounts becomes a receivable; without it that is a refusal. */
  leavesReceivable: boolean
}

/**
 * Takes a match back by an entry that reverses it: the money returns to the unidentified from where it lies today. What
 * was done with it since is undone in order (see `takeOff`), and only what left the city is a receivable, against whom an
 * officer decides. Credit that is left is laid anew. A reason why not, and then nothing has changed; or null when done.
 */
export async function takeBack(
  tx: Transaction,
  actor: Actor,
  bankEntryId: number,
  ground: TakeBackGround,
): Promise<TakeBackProblem | null> {
  try {
    return await tx.transaction((within) => takeBackWithin(within, actor, bankEntryId, ground))
  } catch (error) {
    if (error instanceof MoneyGone) return 'money_gone'
    throw error
  }
}

/** Ends the part of the transaction in which things were undone already. */
class MoneyGone extends Error {}

async function takeBackWithin(
  tx: Transaction,
  actor: Actor,
  bankEntryId: number,
  { rule, reasons, seenAmountHal, leavesReceivable }: TakeBackGround,
): Promise<TakeBackProblem | null> {
  const before = await readLiveMatch(tx, bankEntryId)
  if (!before) return 'not_matched'
  // What the bank sent back of a refund is no payment of anybody: only the bank itself takes it back.
  if (before.isReturnedRefund && rule === 'officer') return 'not_matched'
  if (seenAmountHal !== undefined && seenAmountHal !== before.amountHal) return 'amount_changed'
  await lockAccounts(tx, [...new Set(before.legs.map((leg) => leg.accountId))])
  const match = await readLiveMatch(tx, bankEntryId)
  if (match?.turn !== before.turn) return 'not_matched'
  const sourceReference = `bank_entry:${bankEntryId}`
  const taken = await takeOff(tx, actor, demandsOf(match), sourceReference)
  if (taken.shortfalls.length > 0 && !leavesReceivable) throw new MoneyGone()
  const ledgerAccountId = taken.shortfalls.length > 0 ? await receivablesAccount(tx) : 0
  const unidentifiedId = await findOrOpenAccount(tx, { kind: 'unidentified', bankAccount: match.bankAccount })
  const ownHal = sumHal(taken.shortfalls.filter((one) => one.entryId === null).map((one) => one.amountHal))
  const lines: Line[] = [
    { accountId: unidentifiedId, amountHal: -match.amountHal },
    ...taken.lines,
    ...match.receivables.map((one) => ({ accountId: one.ledgerAccountId, amountHal: one.amountHal })),
    { accountId: ledgerAccountId, amountHal: ownHal },
  ]
  const turn = match.turn + 1
  const entryId = await postEntry(
    tx,
    actor,
    {
      kind: 'reversal',
      effectiveOn: match.effectiveOn,
      sourceReference,
      fingerprint: `bank_entry:${bankEntryId}:turn:${turn}`,
      reversesEntryId: match.entryId,
    },
    lines,
  )
  if (entryId === null) throw new Error(`The match of the bank entry ${bankEntryId} was taken back before.`)
  await writeTurn(tx, actor, bankEntryId, turn, { state: 'undone', rule, reasons, entryId })
  await writeMoves(
    tx,
    actor,
    match.receivables.map(({ receivableId, amountHal }) => ({
      ...{ receivableId, kind: 'receipt', amountHal: -amountHal, entryId, bankEntryId },
      reason: reasons.join(' '),
    })),
  )
  await writeReceivables(
    tx,
    actor,
    { bankEntryId },
    { shortfalls: taken.shortfalls, entryId, ledgerAccountId },
  )
  if (match.isReturnedRefund) await takeReturnBack(tx, actor, bankEntryId)
  const relaid = await relayCredit(tx, actor, taken.accountIds, sourceReference)
  const touched = [...taken.touched, ...relaid.flatMap((line) => line.assessmentId ?? [])]
  await updateLegalStates(tx, actor, [...new Set(touched)])
  await appendAudits(
    tx,
    actor,
    [...new Set(match.legs.map((leg) => leg.payerId))].map((payerId) => ({
      action: 'receipt.undo',
      subjectKind: 'bank_entry',
      subjectId: String(bankEntryId),
      payerId,
      details: { amountHal: String(match.amountHal), rule, turn },
    })),
  )
  return null
}

function demandsOf(match: LiveMatch): Demand[] {
  return [...new Set(match.legs.map((leg) => leg.accountId))].map((accountId) => ({
    accountId,
    legs: match.legs.filter((leg) => leg.accountId === accountId),
    sinceEntryId: match.entryId,
  }))
}
