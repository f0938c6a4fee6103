import type { Transaction } from '#db/client'
import { auditRefund } from './audit.commands.ts'
import { bookPutBack } from './book.commands.ts'
import { readRefundFacts } from './facts.queries.ts'
import { moveRefund, type Refund } from './move.commands.ts'
import { refundSentence } from './refund-sentences.ts'
import { type RefundProblem, refundProblem } from './rules.ts'

/** What the last look found: it may go, it waits as it is, or it went back among the proposed. */
export type LastLook = 'may_go' | 'waits' | 'put_back'

/**
 * Looks once more at an approved refund before its money is sent, under the locks of its payment and account: between the
 * approval and this moment a bank may have taken the payment back, arrears may have come, the payer may have been
 * stopped. What could not be approved now is put back: its credit returns and officers decide anew.
 */
export async function lookAgain(
  tx: Transaction,
  actor: Parameters<typeof moveRefund>[1],
  found: Refund,
): Promise<LastLook> {
  const facts = await readRefundFacts(tx, found)
  // Stopped after it was approved, or a movement with its number lies about: it waits until a clerk decides.
  if (!facts || facts.isStopped || facts.hasStrayMovement) return 'waits'
  const asked = { ...found, isExceptional: found.exceptionalReason !== null }
  const { attempt } = facts
  // Its own amount stands among refunds payable, so it counts neither as spent nor as given back by another.
  const problem = refundProblem(asked, {
    ...facts,
    creditHal: facts.creditHal + found.amountHal,
    attempt: attempt && { ...attempt, remainsHal: attempt.remainsHal + found.amountHal },
  })
  if (!problem) return 'may_go'
  await putBack(tx, actor, found, problem)
  return 'put_back'
}

async function putBack(
  tx: Transaction,
  actor: Parameters<typeof moveRefund>[1],
  found: Refund,
  problem: RefundProblem,
) {
  await bookPutBack(tx, actor, found)
  await moveRefund(tx, actor, found, 'proposed', {
    approvedBy: null,
    approvedEntryId: null,
    problem: refundSentence(`problem.${problem}`),
  })
  await auditRefund(tx, actor, found, 'refund.put_back')
}
