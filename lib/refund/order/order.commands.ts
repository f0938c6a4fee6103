import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { idArray } from '#db/id-list'
import { refundOrder, refundOrderItem } from '#db/schema/refund-order'
import type { Officer } from '#lib/actor/actor'
import { appendAudit, appendAudits } from '#lib/audit/append.commands'
import { allCityAccounts } from '#lib/bank/import/accounts.queries'
import { citySettings } from '#lib/city/settings.queries'
import { now } from '#lib/core/clock'
import { type IsoDate, pragueDate } from '#lib/core/dates'
import { sumHal } from '#lib/core/money'
import { fail, ok, type Result } from '#lib/core/result'
import { formatAccount, parseAccount } from '#lib/identifiers/bank-account'
import { mayApprove } from '../access.ts'
import { audit } from '../decide.commands.ts'
import { lockRefund, moveRefund } from '../move.commands.ts'
import { needsFourEyes } from '../rules.ts'
import { orderFile } from './file.ts'
import {
  findOrder,
  type OrderOverview,
  readRefundOrder,
  refundOrderOverview,
  type StandingOrder,
  waitingForOrder,
} from './orders.queries.ts'
import { dueProblem, mostItems, type OrderFormat, type OrderItem } from './rules.ts'

/** Any one number; two officers who make or cancel orders at once wait for each other on it. */
const orderLock = 7402622

export interface NewRefundOrder {
  /** The city's account the money leaves from, as printed. */
  bankAccount: string
  format: OrderFormat
  dueOn: IsoDate
  /** The sum of the refunds that wait, as the officer saw it; in haléře. */
  seenTotalHal: bigint
}
export type OrderProblem = 'not_city_account' | 'due_past' | 'due_far' | 'nothing_waits' | 'total_changed'

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
    for (const [index, { refundId }] of items.entries()) {
      const found = await lockRefund(tx, refundId)
      if (found?.state !== 'approved') throw new Error('A refund changed while its order was made.')
      await tx.insert(refundOrderItem).values({ orderId: made.id, position: index + 1, refundId })
      await moveRefund(tx, actor, found, 'sent', { sentAt: now() })
      await audit(tx, actor, found, 'refund.order')
    }
    await note(tx, actor, made.id, 'refund_order.create', { totalHal: String(totalHal), items: items.length })
    const order = await findOrder(tx, made.id)
    if (!order) throw new Error('The order was not found.')
    // What breaks the bank's schema must not be claimed.
    orderFile(order)
    return ok(order)
  })
}

export type CancelProblem = 'cancelled_before' | 'seen_at_bank' | 'same_officer' | 'no_reason'

/**
 * Takes an order back of which nothing was seen at the bank: its refunds wait for another one. The officer says that
 * the bank will not carry it out; above the limit of four eyes it is another one than who made it. Null for anybody
 * who may not, and for what is not there.
 */
export async function cancelRefundOrder(
  actor: Officer,
  wish: { number: number; reason: string },
): Promise<Result<null, CancelProblem> | null> {
  if (!mayApprove(actor)) return null
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  const { refundFourEyesAboveHal } = await citySettings()
  return database().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${orderLock})`)
    const order = await findOrder(tx, wish.number)
    if (!order) return null
    if (order.cancelled) return fail('cancelled_before')
    const isSame = order.createdBy === actor.identityId
    if (isSame && needsFourEyes(order.totalHal, BigInt(refundFourEyesAboveHal))) return fail('same_officer')
    const refunds = []
    for (const { refundId } of order.items) {
      const found = await lockRefund(tx, refundId)
      if (found?.state !== 'sent') return fail('seen_at_bank')
      refunds.push(found)
    }
    await tx.execute(sql`
      update refund_order set cancelled_by = ${actor.identityId}, cancelled_at = ${now().toISOString()},
             cancel_reason = ${reason} where id = ${order.number}`)
    for (const found of refunds) {
      await moveRefund(tx, actor, found, 'approved', { sentAt: null, problem: reason })
      await audit(tx, actor, found, 'refund.order_cancelled')
    }
    await note(tx, actor, order.number, 'refund_order.cancel', { totalHal: String(order.totalHal) })
    return ok(null)
  })
}

/** What waits for an order, the orders, and movements that fit none; each reading of whose money it is is recorded. */
export async function showOrderOverview(actor: Officer): Promise<OrderOverview | null> {
  const overview = await refundOrderOverview(actor)
  if (overview) await noteRead(actor, overview.waiting, 'waiting')
  return overview
}

/** One order with its accounts and names, the reading of which is recorded; null for none and for anybody who may not. */
export async function showRefundOrder(actor: Officer, number: number): Promise<StandingOrder | null> {
  const order = await readRefundOrder(actor, number)
  if (order) await noteRead(actor, order.items, String(number))
  return order
}

async function noteRead(actor: Officer, items: readonly OrderItem[], subjectId: string): Promise<void> {
  if (items.length === 0) return
  await database().transaction(async (tx) => {
    const rows = await tx.execute<{ payer_id: string }>(sql`
      select distinct coalesce(r.entitled_payer_id, a.payer_id) as payer_id
        from refund r join account a on a.id = r.account_id
       where r.id = any(${idArray(items.map((item) => item.refundId))})`)
    await appendAudits(
      tx,
      actor,
      rows.map((row) => ({
        action: 'refund_order.read',
        subjectKind: 'refund_order',
        subjectId,
        payerId: row.payer_id,
      })),
    )
  })
}

async function note(
  tx: Transaction,
  actor: Officer,
  number: number,
  action: `refund_order.${string}`,
  details: Record<string, unknown>,
) {
  await appendAudit(tx, actor, { action, subjectKind: 'refund_order', subjectId: String(number), details })
}
