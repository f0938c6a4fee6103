import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import { idArray } from '#db/id-list'
import type { Officer } from '#lib/actor/actor'
import { appendAudits } from '#lib/audit/append.commands'
import {
  type OrderOverview,
  readRefundOrder,
  refundOrderOverview,
  type StandingOrder,
} from './orders.queries.ts'
import type { OrderItem } from './rules.ts'

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
