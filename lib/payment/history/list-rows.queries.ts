import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { inCzechOrder } from '#db/czech-text'
import type { Officer } from '#lib/actor/actor'
import { instantAt } from '#lib/core/clock'
import type { OnlineWay } from '#lib/ledger/post.commands'
import { payerName } from '#lib/payer/name.queries'
import type { AttemptState } from '../edges.rules.ts'
import { seesPayers } from './access.ts'

/** One attempt as the office lists it. Amounts in haléře. */
export interface PaymentRow {
  attemptId: string
  createdAt: Date
  reference: string
  gateway: string
  gatewayPaymentId: string | null
  amountHal: bigint
  way: OnlineWay | null
  state: AttemptState
  /** Whose claims are paid; null where the officer may not learn it. */
  payers: { payerId: string; name: string }[] | null
  /** Who pays, where it is somebody else than the payers; null also where the officer may not learn it. */
  remitter: { payerId: string | null; name: string } | null
}

interface Row extends Record<string, unknown> {
  id: string
  created_ms: string
  reference: string
  gateway: string
  gateway_payment_id: string | null
  amount_hal: string
  way: OnlineWay | null
  state: AttemptState
  payers: { id: string; name: string }[] | null
  remitter_payer_id: string | null
  remitter_name: string
}

/** SQL over payment attempt `t`: it is not known yet whether money came, and somebody may have sent it. */
export const isUnverified = sql`(t.state in ('unknown', 'disputed')
  or (t.state in ('prepared', 'waiting', 'left') and (t.first_evidence_at is not null or t.expires_at < now())))`

/** The attempts `t` that meet a condition, newest first. Records nothing: the caller's transaction does. */
export async function readRows(
  tx: Transaction,
  actor: Officer,
  condition: SQL,
  window: { limit: number; offset: number },
): Promise<PaymentRow[]> {
  const rows = await tx.execute<Row>(sql`
    select t.*, q.payers, ip.payer_id as remitter_payer_id,
           concat_ws(' ', i.given_name, i.family_name) as remitter_name
      from (select t.id, t.order_id, t.created_at, extract(epoch from t.created_at) * 1000 as created_ms,
                   t.reference, t.gateway, t.gateway_payment_id, t.amount_hal, t.way, t.state
              from payment_attempt t
             where ${condition}
             order by t.created_at desc, t.id desc limit ${window.limit} offset ${window.offset}) t
      join payment_order o on o.id = t.order_id
      join identity i on i.id = o.identity_id
      left join identity_payer ip on ip.identity_id = i.id and ip.ended_at is null
     cross join lateral (
       select json_agg(json_build_object('id', p.id, 'name', p.name) order by ${inCzechOrder(sql`p.name`)}) as payers
         from (select distinct p.id,
                      ${payerName} as name
                 from payment_order_item n join payer p on p.id = n.payer_id
                where n.order_id = t.order_id) p) q
     order by t.created_at desc, t.id desc`)
  return rows.map((row) => rowFrom(row, seesPayers(actor)))
}

function rowFrom(row: Row, isNamed: boolean): PaymentRow {
  const payers = (row.payers ?? []).map(({ id, name }) => ({ payerId: id, name }))
  const paysForSelf = payers.some((payer) => payer.payerId === row.remitter_payer_id)
  return {
    attemptId: row.id,
    createdAt: instantAt(Number(row.created_ms)),
    reference: row.reference,
    gateway: row.gateway,
    gatewayPaymentId: row.gateway_payment_id,
    amountHal: BigInt(row.amount_hal),
    way: row.way,
    state: row.state,
    payers: isNamed ? payers : null,
    remitter:
      isNamed && !paysForSelf && row.remitter_name
        ? { payerId: row.remitter_payer_id, name: row.remitter_name }
        : null,
  }
}
