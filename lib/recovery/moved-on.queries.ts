import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { idArray } from '#db/id-list'
import { type IsoDate, isoDate } from '#lib/core/dates'
import type { LaidLeg } from '#lib/ledger/take-legs.queries'

/** A transfer of credit (§ 154 of the tax code) that stands, and where it was laid. */
export interface LiveTransfer {
  entryId: number
  effectiveOn: IsoDate
  toAccountId: number
  amountHal: bigint
  legs: LaidLeg[]
}

/** A refund that is out, or may be, and how much of it is not yet told as a receivable. */
export interface GoneRefund {
  refundId: string
  untoldHal: bigint
}

const isLive = sql`not exists (select 1 from journal_entry r where r.reverses_entry_id = e.id)`

/** Every account that money laid on these may have reached by transfers of credit since, themselves among them. */
export async function reachableAccounts(
  tx: Transaction,
  from: readonly { accountId: number; sinceEntryId: number }[],
): Promise<number[]> {
  const rows = await tx.execute<{ account_id: string }>(sql`
    with recursive reached (account_id, since) as (
      select a.account_id, a.since
        from jsonb_to_recordset(${JSON.stringify(
          from.map((one) => ({ account_id: one.accountId, since: one.sinceEntryId })),
        )}::jsonb) as a (account_id bigint, since bigint)
      union
      select t.account_id, e.id
        from reached r
        join journal_line s on s.account_id = r.account_id and s.side = 'credit' and s.assessment_id is null
         and s.amount_hal > 0
        join journal_entry e on e.id = s.entry_id and e.kind = 'credit_transfer' and e.id > r.since and ${isLive}
        join journal_line t on t.entry_id = e.id and t.account_id <> r.account_id
    )
    select distinct account_id from reached order by account_id`)
  return rows.map((row) => Number(row.account_id))
}

/** The transfers of credit off an account that were made after this entry and stand, the latest first. */
export async function liveTransfers(
  tx: Transaction,
  accountId: number,
  sinceEntryId: number,
): Promise<LiveTransfer[]> {
  const rows = await tx.execute<{
    entry_id: string
    effective_on: string
    to_account_id: string
    assessment_id: string | null
    amount_hal: string
  }>(sql`
    select e.id as entry_id, e.effective_on::text, t.account_id as to_account_id, t.assessment_id,
           -t.amount_hal as amount_hal
      from journal_line s join journal_entry e on e.id = s.entry_id and e.kind = 'credit_transfer' and ${isLive}
      join journal_line t on t.entry_id = e.id and t.account_id <> s.account_id
     where s.account_id = ${accountId} and s.side = 'credit' and s.assessment_id is null and s.amount_hal > 0
       and e.id > ${sinceEntryId}
     order by e.id desc, t.line_number desc`)
  const transfers = new Map<number, LiveTransfer>()
  for (const row of rows) {
    const entryId = Number(row.entry_id)
    const transfer = transfers.get(entryId) ?? {
      entryId,
      effectiveOn: isoDate(row.effective_on),
      toAccountId: Number(row.to_account_id),
      amountHal: 0n,
      legs: [],
    }
    transfer.amountHal += BigInt(row.amount_hal)
    transfer.legs.push({ assessmentId: row.assessment_id, amountHal: BigInt(row.amount_hal) })
    transfers.set(entryId, transfer)
  }
  return [...transfers.values()]
}

/** The claims of an account that its credit was laid on after this entry, the latest first, and how much. */
export async function allocatedSince(
  tx: Transaction,
  accountId: number,
  sinceEntryId: number,
): Promise<LaidLeg[]> {
  const rows = await tx.execute<{ assessment_id: string; amount_hal: string }>(sql`
    select l.assessment_id, -sum(l.amount_hal) as amount_hal
      from journal_line l join journal_entry e on e.id = l.entry_id and e.kind = 'allocation'
     where l.account_id = ${accountId} and l.assessment_id is not null and l.side = 'credit' and e.id > ${sinceEntryId}
     group by l.assessment_id having sum(l.amount_hal) < 0 order by max(e.id) desc`)
  return rows.map((row) => ({ assessmentId: row.assessment_id, amountHal: BigInt(row.amount_hal) }))
}

/** The refunds of an account approved after this entry that are out or may be, the latest first. */
export async function goneRefunds(
  tx: Transaction,
  accountId: number,
  sinceEntryId: number,
): Promise<GoneRefund[]> {
  const rows = await tx.execute<{ id: string; untold_hal: string }>(sql`
    select f.id, f.amount_hal - coalesce((select sum(r.amount_hal) from receivable r where r.refund_id = f.id), 0)
             + coalesce((select sum(m.amount_hal) from receivable_move m join receivable r on r.id = m.receivable_id
                          where r.refund_id = f.id and m.kind = 'won'), 0) as untold_hal
      from refund f
     where f.account_id = ${accountId} and f.state in ('approved', 'sent', 'unknown', 'done')
       and f.approved_entry_id > ${sinceEntryId}
     order by f.approved_entry_id desc`)
  return rows
    .map((row) => ({ refundId: row.id, untoldHal: BigInt(row.untold_hal) }))
    .filter((one) => one.untoldHal > 0n)
}

/** The payers of these personal accounts. */
export async function payersOf(tx: Transaction, accountIds: readonly number[]): Promise<string[]> {
  const rows = await tx.execute<{ payer_id: string }>(sql`
    select distinct payer_id from account where id = any(${idArray(accountIds)}) and payer_id is not null`)
  return rows.map((row) => row.payer_id)
}
