import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { idArray } from '#db/id-list'
import type { Actor, Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'
import { readAccounts } from '#lib/ledger/accounts.queries'
import { allocate, type OpenClaim } from '#lib/ledger/allocation.rules'
import { creditLines } from '#lib/ledger/lay-money.rules'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { type Line, postEntry } from '#lib/ledger/post.commands'
import { paymentsAreKnown } from '../payments-known.queries.ts'
import { updateLegalStates } from '../update-legal-states.commands.ts'
import { mayMoveCredit } from './access.ts'
import { arrearsOn, creditRule } from './rules.ts'

export type CreditProblem = 'nothing_to_move' | 'credit_changed' | 'mirror' | 'no_reason'

/**
 * An officer lays a payer's credit on their arrears of another regime, a fee and a fine: as much as covers them
 * (§ 154 of the tax code).
 * `seenCreditHal` is the credit the officer saw. Null for anybody who may not, and for accounts that have nothing
 * to do with each other. Returns how much was moved, in haléře.
 */
export async function moveCredit(
  actor: Officer,
  wish: { fromAccountId: number; toAccountId: number; seenCreditHal: bigint; reason: string },
): Promise<Result<bigint, CreditProblem> | null> {
  if (!mayMoveCredit(actor)) return null
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  return database().transaction(async (tx) => {
    const { fromAccountId, toAccountId } = wish
    await lockAccounts(tx, [fromAccountId, toAccountId])
    const states = await readAccounts(tx, [fromAccountId, toAccountId])
    const from = states.get(fromAccountId)
    const to = states.get(toAccountId)
    if (!from || !to || from.payerId !== to.payerId || creditRule(from.regime, to.regime) === 'never')
      return null
    if (await isAnyMirror(tx, [fromAccountId, toAccountId])) return fail('mirror')
    if (from.creditHal !== wish.seenCreditHal) return fail('credit_changed')
    const movedHal = await move(tx, actor, wish, reason)
    return movedHal > 0n ? ok(movedHal) : fail('nothing_to_move')
  })
}

/** Whether another system keeps the money of one of the accounts, so that the portal must not move it. */
async function isAnyMirror(tx: Transaction, accountIds: readonly number[]): Promise<boolean> {
  const [found] = await tx.execute(sql`
    select 1 from account a join fee_kind k on k.code = a.fee_kind_code and k.posting <> 'book'
     where a.id = any(${idArray(accountIds)}) limit 1`)
  return found !== undefined
}

/**
 * Moves what the credit covers, read under the accounts' locks; 0 where by now there is nothing to move. A job leaves
 * alone what may have been paid in time; an officer, who can see more, decides.
 */
export async function move(
  tx: Transaction,
  actor: Actor,
  { fromAccountId, toAccountId }: { fromAccountId: number; toAccountId: number },
  reason?: string,
): Promise<bigint> {
  await lockAccounts(tx, [fromAccountId, toAccountId])
  const states = await readAccounts(tx, [fromAccountId, toAccountId])
  const from = states.get(fromAccountId)
  const to = states.get(toAccountId)
  if (!from || !to || from.allocationStopped || from.creditHal <= 0n) return 0n
  const today = pragueDate(now())
  const arrears = arrearsOn(to.claims, today)
  const { parts } = allocate({
    regime: to.regime,
    claims: actor.kind === 'officer' ? arrears : await onlyKnown(tx, arrears),
    amountHal: from.creditHal,
    effectiveOn: today,
  })
  const movedHal = parts.reduce((sum, part) => sum + part.amountHal, 0n)
  if (movedHal === 0n) return 0n
  const lines: Line[] = [
    { accountId: fromAccountId, side: 'credit', amountHal: movedHal },
    ...creditLines(toAccountId, { parts, creditHal: 0n }),
  ]
  const sourceReference = `account:${fromAccountId}`
  await postEntry(tx, actor, { kind: 'credit_transfer', effectiveOn: today, sourceReference }, lines)
  await updateLegalStates(
    tx,
    actor,
    parts.map((part) => part.assessmentId),
  )
  await appendAudit(tx, actor, {
    action: 'credit.move',
    subjectKind: 'account',
    subjectId: String(toAccountId),
    payerId: from.payerId,
    details: { amountHal: String(movedHal), fromAccountId, ...(reason ? { reason } : {}) },
  })
  return movedHal
}

async function onlyKnown(tx: Transaction, claims: readonly OpenClaim[]): Promise<OpenClaim[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select a.id from assessment a join fee_kind k on k.code = a.fee_kind_code
     where a.id = any(${idArray(claims.map((claim) => claim.assessmentId))}) and ${paymentsAreKnown}`)
  const known = new Set(rows.map((row) => row.id))
  return claims.filter((claim) => known.has(claim.assessmentId))
}
