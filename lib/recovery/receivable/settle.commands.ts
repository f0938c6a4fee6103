import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import type { Actor, Officer } from '#lib/actor/actor'
import { updateLegalStates } from '#lib/assessment/update-legal-states.commands'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'
import { readAccounts } from '#lib/ledger/accounts.queries'
import { creditLines, layShare } from '#lib/ledger/lay-money.rules'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { type Line, postEntry } from '#lib/ledger/post.commands'
import { writeTurn } from '#lib/matching/lay.commands'
import { readWaiting } from '#lib/matching/waiting.queries'
import { mayRecover } from '../access.ts'
import { accountOfReceivable, type FoundReceivable, lockReceivable } from './find.queries.ts'
import { shareOf } from './rules.ts'
import { writeMoves } from './write.commands.ts'

export type SettleProblem =
  | 'settled'
  | 'not_decided'
  | 'not_waiting'
  | 'amount_changed'
  | 'above_remains'
  | 'no_reason'
  | 'not_theirs'
  | 'no_credit'

/**
 * Lays a waiting receipt on a receivable that was decided. What is over goes to the account the money once moved on from,
 * where the debtor is its payer; else it is refused. `seenAmountHal` is the receipt as the officer saw it. Null for anybody
 * who may not, and for what is not there.
 */
export async function settleByReceipt(
  actor: Officer,
  wish: { receivableId: number; bankEntryId: number; seenAmountHal: bigint; reason: string },
): Promise<Result<null, SettleProblem> | null> {
  if (!mayRecover(actor)) return null
  const { receivableId, bankEntryId, seenAmountHal } = wish
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  return database().transaction(async (tx) => {
    const found = await lockWithAccount(tx, receivableId)
    if (!found) return null
    const problem = problemOf(found)
    if (problem) return fail(problem)
    const [known] = await tx.execute(
      sql`select 1 from bank_entry where id = ${bankEntryId} and kind = 'receipt'`,
    )
    if (!known) return null
    const receipt = await readWaiting(tx, bankEntryId)
    if (!receipt) return fail('not_waiting')
    if (receipt.amountHal !== seenAmountHal) return fail('amount_changed')
    const { laidHal, restHal } = shareOf(receipt.amountHal, found.remainsHal)
    if (restHal > 0n && !isTheirs(found)) return fail('above_remains')
    const { bankAccount, bookedOn, turns } = receipt
    const unidentifiedId = await findOrOpenAccount(tx, { kind: 'unidentified', bankAccount })
    const lines: Line[] = [
      { accountId: unidentifiedId, amountHal: receipt.amountHal },
      { accountId: found.ledgerAccountId, amountHal: -laidHal },
    ]
    for (const state of restHal > 0n && found.accountId
      ? (await readAccounts(tx, [found.accountId])).values()
      : []) {
      const share = { accountId: state.accountId, amountHal: restHal, chosenIds: [] }
      lines.push(...creditLines(state.accountId, layShare(state, share, bookedOn)))
    }
    const turn = turns + 1
    const entryId = await postEntry(
      tx,
      actor,
      {
        ...{ kind: 'receivable_paid', effectiveOn: bookedOn, bookOn: bookedOn, way: 'transfer' },
        sourceReference: `bank_entry:${bankEntryId}`,
        fingerprint: `bank_entry:${bankEntryId}:turn:${turn}`,
      },
      lines,
    )
    if (entryId === null) return fail('not_waiting')
    const fact = { state: 'matched', rule: 'receivable', reasons: [reason], entryId } as const
    await writeTurn(tx, actor, bankEntryId, turn, fact)
    await writeMoves(tx, actor, [
      { receivableId, kind: 'receipt', amountHal: laidHal, entryId, bankEntryId, reason },
    ])
    await updateLegalStates(
      tx,
      actor,
      lines.flatMap((line) => line.assessmentId ?? []),
    )
    return ok(null)
  })
}

/**
 * Lays credit of the account the money once moved on from on a receivable of its payer, as much as there is. `seenRemainsHal`
 * is what remained of the receivable as the officer saw it. Returns how much, in haléře; null for anybody who may not, and
 * for what is not there.
 */
export async function settleByCredit(
  actor: Officer,
  wish: { receivableId: number; seenRemainsHal: bigint; reason: string },
): Promise<Result<bigint, SettleProblem> | null> {
  if (!mayRecover(actor)) return null
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  return database().transaction(async (tx) => {
    const found = await lockWithAccount(tx, wish.receivableId)
    if (!found) return null
    const problem = problemOf(found)
    if (problem) return fail(problem)
    if (found.remainsHal !== wish.seenRemainsHal) return fail('amount_changed')
    if (!isTheirs(found)) return fail('not_theirs')
    const laidHal = await layCredit(tx, actor, found, reason)
    return laidHal > 0n ? ok(laidHal) : fail('no_credit')
  })
}

/** Lays credit on a locked receivable of the account, as much as there is; in haléře. */
export async function layCredit(
  tx: Transaction,
  actor: Actor,
  found: FoundReceivable,
  reason: string,
): Promise<bigint> {
  const { accountId, receivableId, remainsHal, ledgerAccountId } = found
  if (accountId === null) return 0n
  const state = (await readAccounts(tx, [accountId])).get(accountId)
  const { laidHal } = shareOf(state?.creditHal ?? 0n, remainsHal)
  if (laidHal === 0n) return 0n
  const entry = { kind: 'receivable_offset', effectiveOn: pragueDate(now()) } as const
  const entryId = await postEntry(tx, actor, { ...entry, sourceReference: `receivable:${receivableId}` }, [
    { accountId, side: 'credit', amountHal: laidHal },
    { accountId: ledgerAccountId, amountHal: -laidHal },
  ])
  if (entryId === null) throw new Error('The offset was not written into the journal of the portal.')
  await writeMoves(tx, actor, [{ receivableId, kind: 'credit', amountHal: laidHal, entryId, reason }])
  return laidHal
}

/** The account first, then the receivable: the order in which everybody locks them. */
export async function lockWithAccount(
  tx: Transaction,
  receivableId: number,
): Promise<FoundReceivable | null> {
  const accountId = await accountOfReceivable(tx, receivableId)
  if (accountId !== null) await lockAccounts(tx, [accountId])
  return lockReceivable(tx, receivableId)
}

const problemOf = (found: FoundReceivable): 'settled' | 'not_decided' | null =>
  found.remainsHal === 0n ? 'settled' : found.turns === 0 ? 'not_decided' : null

const isTheirs = (found: FoundReceivable): boolean =>
  found.payerId !== null && found.debtorPayerId === found.payerId
