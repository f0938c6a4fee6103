import { sql } from 'drizzle-orm'
import { type Database, database, type Transaction } from '#db/client'
import { idArray } from '#db/id-list'
import type { Officer } from '#lib/actor/actor'
import { recordReading } from '#lib/audit/record-reading.commands'
import { instantAt } from '#lib/core/clock'
import { isoDate } from '#lib/core/dates'
import { sumHal } from '#lib/core/money'
import { payerName } from '#lib/payer/name.queries'
import { mayApprove } from '../access.ts'
import type { RefundState } from '../edges.rules.ts'
import { isStray, readStrayMovements, type StrayMovement } from '../stray.queries.ts'
import type { OrderFormat, OrderItem, RefundOrder } from './rules.ts'

/** An order with where each of its refunds stands. */
export interface StandingOrder extends RefundOrder {
  createdBy: string
  cancelled: { at: Date; reason: string } | null
  states: Map<string, RefundState>
}

/**
 * The order as its file is written again: what is resolved since is left out, so that nothing is sent twice. Null where
 * nothing of it is on its way any more.
 */
export function leftToSend(order: StandingOrder): RefundOrder | null {
  const items = order.items.filter((item) => order.states.get(item.refundId) === 'sent')
  return items.length > 0 ? { ...order, items, totalHal: sumHal(items.map((item) => item.amountHal)) } : null
}

/**
 * Approved refunds that wait for an order, oldest first; not those of people whose money is stopped, nor of credit of
 * which a movement lies about that nobody has decided about.
 */
export async function waitingForOrder(tx: Transaction | Database): Promise<OrderItem[]> {
  const rows = await tx.execute<ItemRow>(sql`
    select r.id, r.reference, r.amount_hal, r.bank_account, coalesce(r.entitled_name, ${payerName}) as name
      from refund r join account a on a.id = r.account_id
      left join payer p on p.id = r.entitled_payer_id
     where r.state = 'approved' and r.way = 'bank_account'
       and not exists (select 1 from payer s where s.id in (a.payer_id, r.entitled_payer_id) and s.allocation_stopped)
       and not exists (select 1 from refund o join bank_entry b on b.variable_symbol = o.reference
                        where o.account_id = r.account_id and ${isStray})
     order by r.proposed_at, r.reference`)
  return rows.map(itemOf)
}

/** One order with its accounts and names, the reading of which is recorded; null for none and for anybody who may not. */
export async function showRefundOrder(actor: Officer, number: number): Promise<StandingOrder | null> {
  if (!mayApprove(actor)) return null
  return database().transaction(async (tx) => {
    const order = await findOrder(tx, number)
    if (order) await recordItems(tx, actor, order.items, String(number))
    return order
  })
}

/** Records whose money the order's items are: of whom is entitled, else of the account's payer. */
async function recordItems(tx: Transaction, actor: Officer, items: readonly OrderItem[], subjectId: string) {
  if (items.length === 0) return
  const rows = await tx.execute<{ payer_id: string }>(sql`
    select distinct coalesce(r.entitled_payer_id, a.payer_id) as payer_id
      from refund r join account a on a.id = r.account_id
     where r.id = any(${idArray(items.map((item) => item.refundId))})`)
  const about = { action: 'refund_order.read', subjectKind: 'refund_order' } as const
  await recordReading(
    tx,
    actor,
    about,
    rows.map((row) => ({ subjectId, payerId: row.payer_id })),
  )
}

/** The order of this number, for its own commands; null where there is none. */
export async function findOrder(tx: Transaction | Database, number: number): Promise<StandingOrder | null> {
  const [row] = await tx.execute<OrderRow>(sql`${orders} where o.id = ${number}`)
  if (!row) return null
  const items = await tx.execute<ItemRow & { state: RefundState }>(sql`
    select r.id, r.reference, r.amount_hal, r.bank_account, coalesce(r.entitled_name, ${payerName}) as name, r.state
      from refund_order_item i join refund r on r.id = i.refund_id
      left join payer p on p.id = r.entitled_payer_id
     where i.order_id = ${number} order by i.position`)
  return {
    number: row.id,
    bankAccount: row.bank_account,
    format: row.format,
    dueOn: isoDate(row.due_on),
    debtorName: row.debtor_name,
    createdAt: instantAt(Number(row.created_ms)),
    createdBy: row.created_by,
    totalHal: BigInt(row.total_hal),
    items: items.map(itemOf),
    states: new Map(items.map((item) => [item.id, item.state])),
    cancelled:
      row.cancelled_ms === null
        ? null
        : { at: instantAt(Number(row.cancelled_ms)), reason: row.cancel_reason ?? '' },
  }
}

/** An order in a list; amounts in haléře. */
interface ListedOrder {
  number: number
  bankAccount: string
  format: OrderFormat
  dueOn: string
  totalHal: bigint
  items: number
  /** How many of them the bank's statements have shown. */
  seen: number
  isCancelled: boolean
}

/** What speaks of orders and needs an officer's eyes. */
export interface OrderOverview {
  waiting: OrderItem[]
  orders: ListedOrder[]
  strayMovements: StrayMovement[]
}

/**
 * What waits for an order, the newest orders, and movements that fit none; each reading of whose money it is is
 * recorded. Null for anybody who may not see them.
 */
export async function showOrderOverview(actor: Officer): Promise<OrderOverview | null> {
  if (!mayApprove(actor)) return null
  return database().transaction(async (tx) => {
    const listed = await tx.execute<OrderRow & { seen: number }>(sql`
    select o.*, (select count(*)::int from refund_order_item i join refund r on r.id = i.refund_id
                  where i.order_id = o.id and r.state in ('done', 'returned')) as seen
      from (${orders}) o order by o.id desc limit 100`)
    const strayMovements = await readStrayMovements(tx)
    const waiting = await waitingForOrder(tx)
    await recordItems(tx, actor, waiting, 'waiting')
    return {
      waiting,
      orders: listed.map((row) => ({
        number: row.id,
        bankAccount: row.bank_account,
        format: row.format,
        dueOn: row.due_on,
        totalHal: BigInt(row.total_hal),
        items: row.items,
        seen: row.seen,
        isCancelled: row.cancelled_ms !== null,
      })),
      strayMovements,
    }
  })
}

interface OrderRow extends Record<string, unknown> {
  id: number
  bank_account: string
  format: OrderFormat
  due_on: string
  debtor_name: string
  total_hal: string
  items: number
  created_by: string
  created_ms: string
  cancelled_ms: string | null
  cancel_reason: string | null
}
interface ItemRow extends Record<string, unknown> {
  id: string
  reference: string
  amount_hal: string
  bank_account: string
  name: string
}

const orders = sql`
  select o.id, o.bank_account, o.format, o.due_on::text, o.debtor_name, o.total_hal, o.items, o.created_by,
         extract(epoch from o.created_at) * 1000 as created_ms,
         extract(epoch from o.cancelled_at) * 1000 as cancelled_ms, o.cancel_reason
    from refund_order o`

const itemOf = (row: ItemRow): OrderItem => ({
  refundId: row.id,
  reference: row.reference,
  amountHal: BigInt(row.amount_hal),
  bankAccount: row.bank_account,
  name: row.name,
})
