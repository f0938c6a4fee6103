import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '#db/client'
import { idArray } from '#db/id-list'
import { type IsoDate, isoDate } from '#lib/core/dates'
import type { Receipt } from './rules.ts'

/**
 * SQL over bank entry `b`: a receipt nobody has, and no reversal took back. Asked of each entry by the index; as an
 * anti-join the planner would read all the entries there ever were for a few that are asked about.
 */
export const isWaiting: SQL = sql`(b.kind = 'receipt' and b.reverses_bank_entry_id is null
  and (select x.id from bank_entry x where x.reverses_bank_entry_id = b.id) is null
  and (select count(*) % 2 from bank_match m where m.bank_entry_id = b.id) = 0)`

/** A receipt with the day it was credited and how many turns its matching has had. */
export interface WaitingReceipt extends Receipt {
  bookedOn: IsoDate
  turns: number
}

/** The receipt if it waits, or null. */
export async function readWaiting(tx: Reader, bankEntryId: number): Promise<WaitingReceipt | null> {
  const [receipt] = await readWaitingOf(tx, [bankEntryId])
  return receipt ?? null
}

/** Those of the receipts that wait, in the order of their numbers. */
export async function readWaitingOf(tx: Reader, bankEntryIds: readonly number[]): Promise<WaitingReceipt[]> {
  const rows = await tx.execute<{
    id: string
    bank_account: string
    booked_on: string
    amount_hal: string
    variable_symbol: string | null
    specific_symbol: string | null
    counter_account: string | null
    counter_name: string | null
    message: string | null
    payer_reference: string | null
    turns: string
  }>(sql`
    select b.id, b.bank_account, b.booked_on::text, b.amount_hal, b.variable_symbol, b.specific_symbol,
           b.counter_account, b.counter_name, b.message, b.payer_reference,
           (select count(*) from bank_match m where m.bank_entry_id = b.id) as turns
      from unnest(${idArray(bankEntryIds)}) as asked (id)
      -- Each by its number, whatever the planner believes of the table after a large import.
      cross join lateral (select * from bank_entry e where e.id = asked.id offset 0) b
     where ${isWaiting} order by b.id`)
  return rows.map((row) => ({
    bankEntryId: Number(row.id),
    bankAccount: row.bank_account,
    bookedOn: isoDate(row.booked_on),
    amountHal: BigInt(row.amount_hal),
    variableSymbol: row.variable_symbol,
    specificSymbol: row.specific_symbol,
    counterAccount: row.counter_account,
    counterName: row.counter_name,
    message: row.message,
    payerReference: row.payer_reference,
    turns: Number(row.turns),
  }))
}

/** The receipts that wait among the next so many entries, in the order of their numbers, and the last number looked at. */
export async function nextWaiting(
  tx: Reader,
  afterId: number,
  limit: number,
): Promise<{ ids: number[]; lastId: number } | null> {
  // Along the primary key and no other index: how many wait the planner cannot know.
  const rows = await tx.execute<{ id: string; waits: boolean }>(sql`
    select b.id, ${isWaiting} as waits from bank_entry b where b.id > ${afterId} order by b.id limit ${limit}`)
  const lastId = rows.at(-1)?.id
  if (lastId === undefined) return null
  return { ids: rows.filter((row) => row.waits).map((row) => Number(row.id)), lastId: Number(lastId) }
}

/** Which of the receipts have had a round of proposals since the last turn of their matching, and how many it found. */
export async function countProposalsOf(
  tx: Reader,
  bankEntryIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await tx.execute<{ id: string; proposals: string }>(sql`
    select p.bank_entry_id as id, count(*) filter (where p.position > 0) as proposals
      from bank_proposal p
     where p.bank_entry_id = any(${idArray(bankEntryIds)})
       and p.round = (select max(round) from bank_proposal r where r.bank_entry_id = p.bank_entry_id)
       and p.at >= coalesce((select max(at) from bank_match m where m.bank_entry_id = p.bank_entry_id), p.at)
     group by p.bank_entry_id`)
  return new Map(rows.map((row) => [Number(row.id), Number(row.proposals)]))
}
