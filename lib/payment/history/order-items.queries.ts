import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Component } from '#lib/ledger/allocation.rules'
import { payerName } from '#lib/payer/name.queries'

/** One assessment of an order as the office sees it. Amounts in haléře. */
export interface OrderItemView {
  assessmentId: string
  payerId: string
  feeKindName: string
  period: string
  component: Component
  amountHal: bigint
  /** Null where the officer may not learn whose it is. */
  payerName: string | null
  variableSymbol: string | null
}

/** What an order was meant to pay, in the order of due dates. */
export async function readItems(
  tx: Transaction,
  orderId: string,
  isNamed: boolean,
): Promise<OrderItemView[]> {
  const rows = await tx.execute<{
    assessment_id: string
    payer_id: string
    fee_kind_name: string
    period: string
    component: Component
    amount_hal: string
    payer_name: string
    variable_symbol: string | null
  }>(sql`
    select n.assessment_id, n.payer_id, k.name as fee_kind_name, a.period, a.component, n.amount_hal,
           ${payerName} as payer_name,
           a.variable_symbol
      from payment_order_item n
      join assessment a on a.id = n.assessment_id
      join fee_kind k on k.code = a.fee_kind_code
      join payer p on p.id = n.payer_id
     where n.order_id = ${orderId}
     order by a.last_day, k.sort_order, a.period, a.id`)
  return rows.map((row) => ({
    assessmentId: row.assessment_id,
    payerId: row.payer_id,
    feeKindName: row.fee_kind_name,
    period: row.period,
    component: row.component,
    amountHal: BigInt(row.amount_hal),
    payerName: isNamed ? row.payer_name : null,
    variableSymbol: isNamed ? row.variable_symbol : null,
  }))
}
