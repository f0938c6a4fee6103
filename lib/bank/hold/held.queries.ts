import { sql } from 'drizzle-orm'
import type { Reader } from '#db/client'
import { type IsoDate, isoDate } from '#lib/core/dates'
import type { StatementEntry, StatementFormat, StatementHead, StatementPart } from '../statement.ts'
import type { HoldReason } from './rules.ts'

const rowsAtOnce = 1000

/** A held statement nobody has decided about, as it is taken in later. Amounts in haléře. */
export interface HeldStatement {
  id: number
  account: string
  format: StatementFormat
  openingHal: bigint | null
  head: StatementHead
  fileName: string
  sha256: string
  reasons: HoldReason[]
  isFetched: boolean
  receivedOn: IsoDate
  actorKind: string
  actorId: string
}

interface Row extends Record<string, unknown> {
  id: string
  bank_account: string
  format: StatementFormat
  opening_hal: string | null
  head: Omit<StatementHead, 'openingHal' | 'closingHal'> & {
    openingHal: string | null
    closingHal: string | null
  }
  file_name: string
  file_sha256: string
  reasons: HoldReason[]
  is_fetched: boolean
  received_on: string
  actor_kind: string
  actor_id: string
}

const hal = (text: string | null) => (text === null ? null : BigInt(text))

/** SQL over held statement `h`: nobody has decided about it. */
export const isUndecided = sql`not exists (select 1 from held_statement_decision d where d.held_id = h.id)`

/** The held statement if nobody has decided about it, or null. */
export async function readHeld(tx: Reader, heldId: number): Promise<HeldStatement | null> {
  const [row] = await tx.execute<Row>(sql`
    select h.id, h.bank_account, h.format, h.opening_hal, h.head, h.file_name, h.file_sha256, h.reasons, h.is_fetched,
           h.received_on::text, h.actor_kind, h.actor_id
      from held_statement h where h.id = ${heldId} and ${isUndecided}`)
  if (!row) return null
  const { openingHal, closingHal, ...head } = row.head
  return {
    id: Number(row.id),
    account: row.bank_account,
    format: row.format,
    openingHal: hal(row.opening_hal),
    head: { ...head, openingHal: hal(openingHal), closingHal: hal(closingHal) },
    fileName: row.file_name,
    sha256: row.file_sha256,
    reasons: row.reasons,
    isFetched: row.is_fetched,
    receivedOn: isoDate(row.received_on),
    actorKind: row.actor_kind,
    actorId: row.actor_id,
  }
}

/** The undecided held statements of these accounts, the earliest days first. */
export async function heldOf(
  tx: Reader,
  accounts: readonly string[],
): Promise<{ id: number; reasons: HoldReason[] }[]> {
  if (accounts.length === 0) return []
  const rows = await tx.execute<{ id: string; reasons: HoldReason[] }>(sql`
    select h.id, h.reasons from held_statement h
     where h.bank_account in (${sql.join(
       accounts.map((account) => sql`${account}`),
       sql`, `,
     )}) and ${isUndecided} order by h.from_on, h.to_on, h.id`)
  return rows.map((row) => ({ id: Number(row.id), reasons: row.reasons }))
}

/** The parts of a held statement, as its reader gave them when it came. */
export async function* heldParts(tx: Reader, { id, head }: HeldStatement): AsyncGenerator<StatementPart> {
  yield { kind: 'head', head }
  let entries = 0
  for (;;) {
    const rows = await tx.execute<EntryRow>(sql`
      select ordinal, position, booked_on::text, amount_hal, variable_symbol, specific_symbol, constant_symbol,
             counter_account, counter_name, message, bank_reference, payer_reference, mark, is_reversal
        from held_statement_entry where held_id = ${id} and ordinal > ${entries} order by ordinal limit ${rowsAtOnce}`)
    for (const row of rows) yield { kind: 'entry', entry: entryOf(row) }
    entries += rows.length
    if (rows.length < rowsAtOnce) break
  }
  yield { kind: 'end', head, creditHal: 0n, debitHal: 0n, entries, balanced: true, warnings: [] }
}

interface EntryRow extends Record<string, unknown> {
  position: number
  booked_on: string
  amount_hal: string
  variable_symbol: string | null
  specific_symbol: string | null
  constant_symbol: string | null
  counter_account: string | null
  counter_name: string | null
  message: string | null
  bank_reference: string | null
  payer_reference: string | null
  mark: string
  is_reversal: boolean
}

const entryOf = (row: EntryRow): StatementEntry => ({
  index: row.position,
  date: isoDate(row.booked_on),
  amountHal: BigInt(row.amount_hal),
  variableSymbol: row.variable_symbol,
  specificSymbol: row.specific_symbol,
  constantSymbol: row.constant_symbol,
  counterAccount: row.counter_account,
  name: row.counter_name,
  message: row.message,
  bankReference: row.bank_reference,
  payerReference: row.payer_reference,
  mark: row.mark,
  reversal: row.is_reversal,
})
