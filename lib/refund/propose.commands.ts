import { database, type Transaction } from '#db/client'
import { refund } from '#db/schema/refund'
import type { Actor, Officer } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { addDays, pragueDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'
import { formatAccount, parseAccount } from '#lib/identifiers/bank-account'
import { mayPropose } from './access.ts'
import { auditRefund } from './audit.commands.ts'
import type { RefundState } from './edges.rules.ts'
import { readRefundFacts } from './facts.queries.ts'
import { lockMoney } from './lock-money.commands.ts'
import { mustWait, type RefundGround, type RefundProblem, refundProblem, waitingDays } from './rules.ts'

/** A refund as an officer proposes it; amounts in haléře. */
export interface ProposedRefund {
  accountId: number
  ground: RefundGround
  /** A payer we know, or the name of somebody else; the first one where the money returns through a gateway. */
  entitled: { payerId: string } | { name: string }
  amountHal: bigint
  /** The credit of the account that the officer saw. */
  seenCreditHal: bigint
  /** Through the gateway of this attempt, or to this account of the entitled person. */
  to: { attemptId: string } | { bankAccount: string }
  /** Why an overpayment below the least amount goes back all the same. */
  exceptionalReason?: string
}

export type ProposeProblem = RefundProblem | 'no_amount' | 'credit_changed' | 'wrong_account'

export interface Proposed {
  refundId: string
  reference: string
  state: RefundState
}

/**
 * Proposes a refund; no money moves. An overpayment below the least amount makes the request wait (§ 155 of the tax
 * code). Null for anybody who may not, and for an account that is not there.
 */
export async function proposeRefund(
  actor: Officer,
  wish: ProposedRefund,
): Promise<Result<Proposed, ProposeProblem> | null> {
  if (!mayPropose(actor)) return null
  return database().transaction((tx) => proposeWithin(tx, actor, wish, actor.identityId))
}

/**
 * Proposes within the caller's transaction; `proposedBy` is the officer, or null where the portal itself does. Callers
 * answer for who may.
 */
export async function proposeWithin(
  tx: Transaction,
  actor: Actor,
  wish: ProposedRefund,
  proposedBy: string | null,
): Promise<Result<Proposed, ProposeProblem> | null> {
  if (wish.amountHal <= 0n) return fail('no_amount')
  if ('bankAccount' in wish.to && !isPrintedAccount(wish.to.bankAccount)) return fail('wrong_account')
  const { accountId, ground, amountHal, seenCreditHal, entitled, to } = wish
  const subject = {
    accountId,
    entitledPayerId: 'payerId' in entitled ? entitled.payerId : null,
    attemptId: 'attemptId' in to ? to.attemptId : null,
  }
  const way = subject.attemptId ? 'gateway' : 'bank_account'
  const exceptionalReason = wish.exceptionalReason?.trim() || null
  const asked = { ground, way, amountHal, isExceptional: exceptionalReason !== null } as const
  await lockMoney(tx, subject)
  const facts = await readRefundFacts(tx, subject)
  if (!facts) return null
  if (facts.creditHal !== seenCreditHal) return fail('credit_changed')
  const problem = refundProblem(asked, facts)
  if (problem) return fail(problem)
  const isWaiting = mustWait(asked, facts.creditHal)
  const [row] = await tx
    .insert(refund)
    .values({
      ...subject,
      ground,
      way,
      amountHal,
      seenCreditHal,
      exceptionalReason,
      entitledName: 'name' in entitled ? entitled.name : null,
      bankAccount: 'bankAccount' in to ? to.bankAccount : null,
      state: isWaiting ? 'waiting' : 'proposed',
      waitsUntil: isWaiting ? addDays(pragueDate(now()), waitingDays) : null,
      proposedBy,
      proposedAt: now(),
    })
    .returning()
  if (!row) throw new Error('The refund was not written.')
  await auditRefund(tx, actor, row, 'refund.propose')
  return ok({ refundId: row.id, reference: row.reference, state: row.state })
}

/** Whether the account is written as the bank's order needs it, and its check digits fit. */
function isPrintedAccount(text: string): boolean {
  const account = parseAccount(text)
  return account.ok && formatAccount(account.value) === text
}
