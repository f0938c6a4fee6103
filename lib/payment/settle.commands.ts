import { eq } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { type paymentAttempt, paymentOrder, paymentOrderItem } from '#db/schema/payment'
import type { Actor } from '#lib/actor/actor'
import { updateLegalStates } from '#lib/assessment/update-legal-states.commands'
import { appendAudit } from '#lib/audit/append.commands'
import { now } from '#lib/core/clock'
import { humanCode, normalizeHumanCode } from '#lib/core/ids'
import type { GatewayPayment, PaymentGateway } from '#lib/gateway/contract'
import { readAccounts } from '#lib/ledger/accounts.queries'
import { creditLines, layShare, type Share } from '#lib/ledger/lay-money.rules'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { paymentFingerprint } from '#lib/ledger/payment-fingerprint.queries'
import { type Line, postEntry } from '#lib/ledger/post.commands'
import { legalDay } from '#lib/payment/legal-day.rules'
import { enqueue } from '#lib/queue/enqueue.commands'
import { paymentDayRule } from './day-rule.queries.ts'
import { moveAttempt } from './move.commands.ts'

type Attempt = typeof paymentAttempt.$inferSelect

/**
 * Books a payment the gateway confirmed, within the caller's transaction that holds the attempt's lock: claims the
 * fingerprint, locks the personal accounts, reads what remains, lays the crowns by law (§ 152 of the tax code, §§
 * 1932–1933 of the civil code), writes the entry, moves the attempt, queues the confirmation. A payment already booked
 * only moves the attempt.
 */
export async function settle(
  tx: Transaction,
  actor: Actor,
  gateway: PaymentGateway,
  attempt: Attempt,
  payment: GatewayPayment,
): Promise<void> {
  const way = payment.way ?? 'card'
  // Without any sign from the payer: by the end of the time the gateway was given, and not later than now.
  const evidenceAt = attempt.firstEvidenceAt ?? (now() < attempt.expiresAt ? now() : attempt.expiresAt)
  const [counts, items, clearingId] = await Promise.all([
    paymentDayRule(tx, way, evidenceAt),
    tx.select().from(paymentOrderItem).where(eq(paymentOrderItem.orderId, attempt.orderId)),
    findOrOpenAccount(tx, { kind: 'gateway_clearing', gateway: gateway.name }),
  ])
  const effectiveOn = legalDay(way, counts, evidenceAt)
  const shares = sharesByAccount(items)
  const accountIds = shares.map((share) => share.accountId)
  // Two statements one after the other, sent together: the sums are read when the locks are held.
  const [, states] = await Promise.all([lockAccounts(tx, accountIds), readAccounts(tx, accountIds)])
  const lines: Line[] = [{ accountId: clearingId, amountHal: attempt.amountHal }]
  const touched = new Set<string>()
  for (const share of shares) {
    const state = states.get(share.accountId)
    if (!state) throw new Error('A personal account of the order is gone.')
    const allocation = layShare(state, share, effectiveOn)
    for (const part of allocation.parts) touched.add(part.assessmentId)
    lines.push(...creditLines(share.accountId, allocation))
  }
  await postEntry(
    tx,
    actor,
    {
      kind: 'payment',
      effectiveOn,
      dayIsProvisional: true,
      sourceReference: `payment_attempt:${attempt.id}`,
      fingerprint: paymentFingerprint(gateway.name, payment.gatewayPaymentId),
      way,
    },
    lines,
  )
  await allDone([
    enqueue(tx, 'payment-received', { attemptId: attempt.id }),
    moveAttempt(tx, actor, attempt, 'paid', {
      gatewayPaymentId: payment.gatewayPaymentId,
      method: payment.method,
      way,
      paidOn: effectiveOn,
      confirmationCode: normalizeHumanCode(humanCode(8)),
      nextCheckAt: null,
    }),
    tx.update(paymentOrder).set({ status: 'paid' }).where(eq(paymentOrder.id, attempt.orderId)),
    ...[...new Set(items.map((item) => item.payerId))].map((payerId) =>
      appendAudit(tx, actor, {
        action: 'payment.settle',
        subjectKind: 'payment_attempt',
        subjectId: attempt.id,
        payerId,
        details: { amountHal: String(attempt.amountHal), way },
      }),
    ),
  ])
  // Last: until the attempt is paid it counts as one that is being verified.
  await updateLegalStates(tx, actor, [...touched])
}

/**
 * Waits for every one of them, then throws the first fault. Ended at the first fault, the others could send their
 * next statement after all was taken back.
 */
async function allDone(steps: readonly PromiseLike<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(steps)) {
    if (result.status === 'rejected') throw result.reason
  }
}

/** What of the order is meant for which personal account. */
function sharesByAccount(items: readonly (typeof paymentOrderItem.$inferSelect)[]): Share[] {
  const shares = new Map<number, { accountId: number; amountHal: bigint; chosenIds: string[] }>()
  for (const item of items) {
    const share = shares.get(item.accountId) ?? { accountId: item.accountId, amountHal: 0n, chosenIds: [] }
    share.amountHal += item.amountHal
    share.chosenIds.push(item.assessmentId)
    shares.set(item.accountId, share)
  }
  return [...shares.values()]
}
