import { type SQL, sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { recordReading } from '#lib/audit/record-reading.commands'
import { type IsoDate, isoDate } from '#lib/core/dates'
import { payerName } from '#lib/payer/name.queries'
import { seesDebtors, seesReceivables } from '../access.ts'
import { remains } from './find.queries.ts'
import { type ReceivableGround, type ReceivableState, receivableState } from './rules.ts'

/** A receivable of the city as the office sees it; amounts in haléře. */
export interface ListedReceivable {
  receivableId: number
  /** The booking day of what the bank took back. */
  since: IsoDate
  source: 'transfer' | 'card' | 'reversal'
  /** The number of the bank's entry, or our number of the card payment. */
  mark: string
  attemptId: string | null
  amountHal: bigint
  remainsHal: bigint
  state: ReceivableState
  /** The number of the refund by which the money left, where it left by one. */
  refundReference: string | null
  /** Whose account the money moved on from, by their number in the agenda; null where unknown, or not to be told. */
  payerExternalId: string | null
  /** Who owes it as decided; null where nobody decided, or not to be told. */
  debtor: string | null
  ground: ReceivableGround | null
  /** The write-off that waits for a second officer, where one does. */
  writeOffReason: string | null
}

/**
 * The receivables that are not settled, the oldest first; of one payer, or of one card payment, the settled ones too. Each
 * reading of whose they are is recorded. Null for anybody who may not see them.
 */
export async function showReceivables(
  actor: Actor,
  of: { payerExternalId: string } | { attemptId: string } | null = null,
): Promise<ListedReceivable[] | null> {
  if (!seesReceivables(actor)) return null
  const isTold = seesDebtors(actor)
  const which: SQL =
    of === null
      ? sql`${remains} > 0`
      : 'attemptId' in of
        ? sql`c.attempt_id = ${of.attemptId}::uuid`
        : sql`(w.external_id = ${of.payerExternalId} or p.external_id = ${of.payerExternalId})`
  return database().transaction(async (tx) => {
    const rows = await tx.execute<Row>(sql`
      select r.id, e.booked_on::text as since, r.amount_hal, ${remains} as remains_hal, b.kind as entry_kind,
             coalesce(t.reference, b.id::text) as mark, t.id as attempt_id, f.reference as refund_reference,
             w.id as payer_id, w.external_id as payer_external_id, d.ground, d.debtor_payer_id,
             coalesce(d.debtor_name, case when p.id is not null then ${payerName} end) as debtor, o.reason as write_off_reason
        from receivable r join journal_entry e on e.id = r.entry_id
        left join bank_entry b on b.id = r.bank_entry_id
        left join (chargeback c join payment_attempt t on t.id = c.attempt_id) on c.id = r.chargeback_id
        left join refund f on f.id = r.refund_id
        left join (account a join payer w on w.id = a.payer_id) on a.id = r.account_id
        left join lateral (select * from receivable_decision x where x.receivable_id = r.id order by x.turn desc limit 1) d
          on true
        left join payer p on p.id = d.debtor_payer_id
        left join lateral (select x.reason from receivable_write_off x
                            where x.receivable_id = r.id and x.amount_hal = ${remains}
                              and not exists (select 1 from receivable_move m where m.write_off_id = x.id)
                            order by x.id desc limit 1) o on true
       where ${which} order by e.booked_on, r.id limit 500`)
    if (actor.kind === 'officer' && isTold) {
      const about = { action: 'receivable.list', subjectKind: 'receivable' } as const
      const payerIds = rows.flatMap((row) => [row.payer_id, row.debtor_payer_id].filter((id) => id !== null))
      await recordReading(
        tx,
        actor,
        about,
        payerIds.map((payerId) => ({ subjectId: 'list', payerId })),
      )
    }
    return rows.map((row) => ({
      receivableId: Number(row.id),
      since: isoDate(row.since),
      source: row.attempt_id ? 'card' : row.entry_kind === 'receipt' ? 'transfer' : 'reversal',
      mark: row.mark,
      attemptId: row.attempt_id,
      amountHal: BigInt(row.amount_hal),
      remainsHal: BigInt(row.remains_hal),
      state: receivableState(BigInt(row.remains_hal), row.ground !== null),
      refundReference: row.refund_reference,
      payerExternalId: isTold ? row.payer_external_id : null,
      debtor: isTold ? row.debtor : null,
      ground: row.ground,
      writeOffReason: row.write_off_reason,
    }))
  })
}

interface Row extends Record<string, unknown> {
  id: string
  since: string
  amount_hal: string
  remains_hal: string
  entry_kind: string | null
  mark: string
  attempt_id: string | null
  refund_reference: string | null
  payer_id: string | null
  payer_external_id: string | null
  debtor_payer_id: string | null
  debtor: string | null
  ground: ReceivableGround | null
  write_off_reason: string | null
}
