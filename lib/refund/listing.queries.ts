import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { recordReading } from '#lib/audit/record-reading.commands'
import { seesRefunds } from './access.ts'
import type { RefundState } from './edges.rules.ts'
import type { RefundGround, RefundWay } from './rules.ts'

/** One refund as the office sees it in a list; amounts in haléře. */
export interface ListedRefund {
  refundId: string
  reference: string
  state: RefundState
  ground: RefundGround
  way: RefundWay
  amountHal: bigint
  feeKindCode: string
  /** The payer's number in the office's agenda system. */
  payerExternalId: string
  proposedOn: string
  waitsUntil: string | null
  problem: string | null
}

/**
 * The newest refunds, or those in one state; each reading of whose they are is recorded. Null for anybody who may not
 * see them.
 */
export async function showRefunds(
  actor: Officer,
  state: RefundState | null,
  limit = 200,
): Promise<ListedRefund[] | null> {
  if (!seesRefunds(actor)) return null
  return database().transaction(async (tx) => {
    const rows = await tx.execute<{
      id: string
      payer_id: string
      reference: string
      state: RefundState
      ground: RefundGround
      way: RefundWay
      amount_hal: string
      fee_kind_code: string
      external_id: string
      proposed_on: string
      waits_until: string | null
      problem: string | null
    }>(sql`
    select r.id, a.payer_id, r.reference, r.state, r.ground, r.way, r.amount_hal, a.fee_kind_code, p.external_id,
           (r.proposed_at at time zone 'Europe/Prague')::date::text as proposed_on, r.waits_until::text, r.problem
      from refund r join account a on a.id = r.account_id join payer p on p.id = a.payer_id
     where ${state}::text is null or r.state = ${state}::text
     order by r.proposed_at desc, r.reference desc limit ${limit}`)
    const about = { action: 'refund.read', subjectKind: 'refund' } as const
    await recordReading(
      tx,
      actor,
      about,
      rows.map((row) => ({ subjectId: state ?? 'all', payerId: row.payer_id })),
    )
    return rows.map((row) => ({
      refundId: row.id,
      reference: row.reference,
      state: row.state,
      ground: row.ground,
      way: row.way,
      amountHal: BigInt(row.amount_hal),
      feeKindCode: row.fee_kind_code,
      payerExternalId: row.external_id,
      proposedOn: row.proposed_on,
      waitsUntil: row.waits_until,
      problem: row.problem,
    }))
  })
}
