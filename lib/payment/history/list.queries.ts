import { type SQL, sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { addDays, startOfPragueDay } from '#lib/core/dates'
import type { ListFilter } from './list.rules.ts'
import { isUnverified, type PaymentRow, readRows } from './list-rows.queries.ts'
import { recordListing } from './record-listing.commands.ts'
import { pageSize } from './rules.ts'

/** One page of the list of payments. */
export interface PaymentPage {
  rows: PaymentRow[]
  /** How many payments the filter holds on all pages. */
  total: number
}

/** Payment attempts by the filter, newest first. Whom the page names is recorded in the same transaction. */
export async function listPayments(actor: Officer, filter: ListFilter): Promise<PaymentPage> {
  const condition = conditionOf(filter)
  return database().transaction(async (tx) => {
    const rows = await readRows(tx, actor, condition, {
      limit: pageSize,
      offset: (filter.page - 1) * pageSize,
    })
    const [counted] = await tx.execute<{ total: string }>(
      sql`select count(*) as total from payment_attempt t where ${condition}`,
    )
    await recordListing(tx, actor, rows)
    return { rows, total: Number(counted?.total ?? 0) }
  })
}

function conditionOf({ state, from, to }: ListFilter): SQL {
  const parts: SQL[] = []
  if (state === 'unverified') parts.push(isUnverified)
  else if (state) parts.push(sql`t.state = ${state}`)
  if (from) parts.push(sql`t.created_at >= ${startOfPragueDay(from).toISOString()}::timestamptz`)
  if (to) parts.push(sql`t.created_at < ${startOfPragueDay(addDays(to, 1)).toISOString()}::timestamptz`)
  return parts.length > 0 ? sql.join(parts, sql` and `) : sql`true`
}
