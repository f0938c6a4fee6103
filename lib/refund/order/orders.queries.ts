import { sql } from 'drizzle-orm'
import { type Database, database, type Transaction } from '#db/client'
import { idArray } from '#db/id-list'
import type { Officer } from '#lib/actor/actor'
import { recordReading } from '#lib/audit/record-reading.commands'
import { instantAt } from '#lib/core/clock'
import { isoDate } from '#lib/core/dates'
import { payerName } from '#lib/payer/name.queries'
import { mayApprove } from '../access.ts'
import type { RefundState } from '../edges.rules.ts'
import type { OrderFormat, OrderItem, RefundOrder } from './rules.ts'

/** An order with where each of its refunds stands. */
export interface StandingOrder extends RefundOrder {
  createdBy: string
  cancelled: { at: Date; reason: string } | null
  states: Map<string, RefundState>
}

/** Approved refunds that wait for an order, oldest first; not those of people whose money is stopped. */
export async function waitingForOrder(tx: Transaction | Database): Promise<OrderItem[]> {
  const rows = await tx.execute<ItemRow>(sql`
    select r.id, r.reference, r.amount_hal, r.bank_account, coalesce(r.entitled_name, ${payerName}) as name
      from refund r join account a on a.id = r.account_id
      left join payer p on p.id = r.entitled_payer_id
     where r.state = 'approved' and r.way = 'bank_account'
       and not exists (select 1 from payer s where s.id in (a.payer_id, r.entitled_payer_id) and s.allocation_stopped)
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
  /** Money that left with the number of a refund and belongs to none that waits for it: paid twice or otherwise. */
  strayLines: {
    bankEntryId: number
    bankAccount: string
    bookedOn: string
    amountHal: bigint
    reference: string
  }[]
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
    const stray = await tx.execute<{
      id: string
      bank_account: string
      booked_on: string
      amount_hal: string
      reference: string
    }>(sql`
    select b.id, b.bank_account, b.booked_on::text, b.amount_hal, r.reference
      from bank_entry b join refund r on r.reference = b.variable_symbol and r.way = 'bank_account'
     where b.kind = 'outgoing' and not exists (select 1 from refund_bank_line l where l.bank_entry_id = b.id)
       and not exists (select 1 from bank_entry x where x.reverses_bank_entry_id = b.id)
     order by b.booked_on desc, b.id desc limit 100`)
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
      strayLines: stray.map((row) => ({
        bankEntryId: Number(row.id),
        bankAccount: row.bank_account,
        bookedOn: row.booked_on,
        amountHal: BigInt(row.amount_hal),
        reference: row.reference,
      })),
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
