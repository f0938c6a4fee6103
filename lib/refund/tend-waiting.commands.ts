import { eq } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { refund } from '#db/schema/refund'
import type { Job } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { auditRefund } from './audit.commands.ts'
import { readRefundFacts } from './facts.queries.ts'
import { lockRefund, moveRefund } from './move.commands.ts'
import { leastOverpaymentHal } from './rules.ts'

/**
 * Looks at the requests that wait because the overpayment is small (§ 155 of the tax code): one that grew to the least
 * amount revives for what was asked, or what remains of the payment it returns through; one whose days are
 * over lapses. May be repeated at any time.
 */
export async function tendWaiting(actor: Job): Promise<{ revived: number; lapsed: number }> {
  const rows = await database().select({ id: refund.id }).from(refund).where(eq(refund.state, 'waiting'))
  const outcomes: Awaited<ReturnType<typeof tendOne>>[] = []
  for (const { id } of rows) outcomes.push(await database().transaction((tx) => tendOne(tx, actor, id)))
  const count = (outcome: string) => outcomes.filter((one) => one === outcome).length
  return { revived: count('revived'), lapsed: count('lapsed') }
}

async function tendOne(tx: Transaction, actor: Job, refundId: string): Promise<'revived' | 'lapsed' | null> {
  const found = await lockRefund(tx, refundId)
  if (found?.state !== 'waiting' || found.waitsUntil === null) return null
  await lockAccounts(tx, [found.accountId])
  const facts = await readRefundFacts(tx, found)
  if (!facts) return null
  if (pragueDate(now()) > found.waitsUntil) {
    await moveRefund(tx, actor, found, 'lapsed')
    await auditRefund(tx, actor, found, 'refund.lapse')
    return 'lapsed'
  }
  if (facts.creditHal < leastOverpaymentHal) return null
  const remainsHal = facts.attempt?.remainsHal ?? facts.creditHal
  const amountHal = [found.amountHal, facts.creditHal].reduce(
    (least, one) => (one < least ? one : least),
    remainsHal,
  )
  if (amountHal <= 0n) return null
  await moveRefund(tx, actor, found, 'proposed', { amountHal, seenCreditHal: facts.creditHal })
  await auditRefund(tx, actor, { ...found, amountHal }, 'refund.revive')
  return 'revived'
}
