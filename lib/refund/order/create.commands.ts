import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { refundOrder, refundOrderItem } from '#db/schema/refund-order'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { allCityAccounts } from '#lib/bank/import/accounts.queries'
import { citySettings } from '#lib/city/settings.queries'
import { now } from '#lib/core/clock'
import { type IsoDate, pragueDate } from '#lib/core/dates'
import { sumHal } from '#lib/core/money'
import { fail, ok, type Result } from '#lib/core/result'
import { formatAccount, parseAccount } from '#lib/identifiers/bank-account'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { auditRefund } from '#lib/refund/audit.commands'
import { mayApprove } from '../access.ts'
import { lookAgain } from '../look-again.commands.ts'
import { lockRefund, moveRefund, type Refund } from '../move.commands.ts'
import { orderFile } from './file.ts'
import { findOrder, type StandingOrder, waitingForOrder } from './orders.queries.ts'
import { type DueProblem, dueProblem, mostItems, type OrderFormat, type OrderItem } from './rules.ts'

/** Any one number; two officers who make or cancel orders at once wait for each other on it. */
export const orderLock = 7402622

export interface NewRefundOrder {
  /** The city's account the money leaves from, as printed. */
  bankAccount: string
  format: OrderFormat
  dueOn: IsoDate
  /** The sum of the refunds that wait, as the officer saw it; in haléře. */
  seenTotalHal: bigint
}

export type OrderProblem =
  | DueProblem
  | 'not_city_account'
  | 'nothing_waits'
  | 'total_changed'
  | 'put_back'
  | 'nothing_left'

/**
 * Makes one order of the approved refunds to bank accounts that wait, at most `mostItems` of the oldest, and claims
 * them for it: from then on no other order takes them. The file is made of the order at any time, each time the same,
 * so a crash after this loses nothing. Null for anybody who may not.
 */
export async function createRefundOrder(
  actor: Officer,
  wish: NewRefundOrder,
): Promise<Result<StandingOrder, OrderProblem> | null> {
  if (!mayApprove(actor)) return null
  const problem = dueProblem(wish.dueOn, pragueDate(now()))
  if (problem) return fail(problem)
  const { fullName } = await citySettings()
  return database().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${orderLock})`)
    const account = parseAccount(wish.bankAccount)
    const bankAccount = account.ok ? formatAccount(account.value) : ''
    if (!(await allCityAccounts(tx)).includes(bankAccount)) return fail('not_city_account')
    const items = (await waitingForOrder(tx)).slice(0, mostItems)
    if (items.length === 0) return fail('nothing_waits')
    const totalHal = sumHal(items.map((item) => item.amountHal))
    if (totalHal !== wish.seenTotalHal) return fail('total_changed')
    // Those that went back stay put back; the officer looks at the new sum.
    const refunds = await lookAtAll(tx, actor, items)
    if (refunds.length < items.length) return fail('put_back')
    const [made] = await tx
      .insert(refundOrder)
      .values({
        bankAccount,
        format: wish.format,
        dueOn: wish.dueOn,
        debtorName: fullName,
        totalHal,
        items: items.length,
        createdBy: actor.identityId,
        createdAt: now(),
      })
      .returning({ id: refundOrder.id })
    if (!made) throw new Error('The order was not written.')
    for (const [index, found] of refunds.entries()) {
      await tx.insert(refundOrderItem).values({ orderId: made.id, position: index + 1, refundId: found.id })
      await moveRefund(tx, actor, found, 'sent', { sentAt: now() })
      await auditRefund(tx, actor, found, 'refund.order')
    }
    await noteOrder(tx, actor, made.id, 'refund_order.create', {
      totalHal: String(totalHal),
      items: items.length,
    })
    const order = await findOrder(tx, made.id)
    if (!order) throw new Error('The order was not found.')
    // What breaks the bank's schema must not be claimed.
    orderFile(order)
    return ok(order)
  })
}

/** The refunds, locked with their accounts, that may still go; whatever may not is put back. */
async function lookAtAll(tx: Transaction, actor: Officer, items: readonly OrderItem[]): Promise<Refund[]> {
  const locked: Refund[] = []
  for (const { refundId } of items) {
    const found = await lockRefund(tx, refundId)
    if (found?.state === 'approved') locked.push(found)
  }
  await lockAccounts(
    tx,
    locked.map((found) => found.accountId),
  )
  const going: Refund[] = []
  for (const found of locked) {
    if ((await lookAgain(tx, actor, found)) === 'may_go') going.push(found)
  }
  return going
}

/** The order's own row in the audit. */
export async function noteOrder(
  tx: Transaction,
  actor: Officer,
  number: number,
  action: `refund_order.${string}`,
  details: Record<string, unknown>,
) {
  await appendAudit(tx, actor, { action, subjectKind: 'refund_order', subjectId: String(number), details })
}
