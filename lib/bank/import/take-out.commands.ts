import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { isoDate } from '#lib/core/dates'
import { postEntry } from '#lib/ledger/post.commands'
import { firstMark } from '../marked-entries.queries.ts'
import { readBooked } from './book-reversals.commands.ts'
import type { BankEntryKind } from './rules.ts'
import { openContra } from './stage.commands.ts'

/**
 * Takes a bank entry out by the exact opposite of what was booked: it is none of the bank's any more, and when it comes
 * again it counts anew. Nothing of it may lie on anybody, which the database checks.
 */
export async function takeOutEntry(tx: Transaction, actor: Actor, bankEntryId: number): Promise<void> {
  const { entryId, lines } = await readBooked(tx, bankEntryId)
  const [row] = await tx.execute<{ booked_on: string }>(
    sql`select booked_on::text from bank_entry where id = ${bankEntryId}`,
  )
  if (!row) throw new Error('The bank entry is gone.')
  const on = isoDate(row.booked_on)
  const fingerprint = `withdrawn:${bankEntryId}`
  const reversalId = await postEntry(
    tx,
    actor,
    {
      kind: 'reversal',
      effectiveOn: on,
      bookOn: on,
      sourceReference: `bank_entry:${bankEntryId}`,
      fingerprint: `bank:${fingerprint}`,
      reversesEntryId: entryId,
    },
    lines.map((line) => ({ ...line, amountHal: -line.amountHal })),
  )
  if (reversalId === null) throw new Error('The bank entry was taken out before.')
  await tx.execute(sql`
    insert into bank_entry (statement_id, position, bank_account, booked_on, amount_hal, variable_symbol,
                            specific_symbol, constant_symbol, counter_account, counter_name, message, bank_reference,
                            payer_reference, kind, fingerprint, occurrence, journal_entry_id, reverses_bank_entry_id)
    select statement_id, position, bank_account, booked_on, -amount_hal, variable_symbol, specific_symbol,
           constant_symbol, counter_account, counter_name, message, bank_reference, payer_reference, 'withdrawal', ${fingerprint}, 1,
           ${reversalId}, id
      from bank_entry where id = ${bankEntryId}`)
}

/** What an entry may be said to be; what takes another one back stays what it is. */
export type CorrectedKind = Exclude<BankEntryKind, 'reversal' | 'withdrawal'>

const entryKinds = {
  receipt: 'bank_receipt',
  outgoing: 'bank_outgoing',
  other: 'bank_other',
  bank_fee: 'bank_fee',
  gateway_payout: 'gateway_payout',
} as const

/** Books an entry that was taken out anew, as what it is. Returns its new number. */
export async function bookAnew(
  tx: Transaction,
  actor: Actor,
  bankEntryId: number,
  { kind, gateway }: { kind: CorrectedKind; gateway: string | null },
): Promise<number> {
  const [row] = await tx.execute<{
    bank_account: string
    booked_on: string
    amount_hal: string
    fingerprint: string
  }>(sql`
    select b.bank_account, b.booked_on::text, b.amount_hal,
           f.first_mark || ':' || ((select count(*) from bank_entry x join bank_entry o on o.id = x.reverses_bank_entry_id
             where x.kind = 'withdrawal' and o.bank_account = b.bank_account and o.booked_on = b.booked_on
               and ${firstMark(sql`o.fingerprint`)} = f.first_mark) + 1) as fingerprint
      from bank_entry b cross join lateral (select ${firstMark(sql`b.fingerprint`)} as first_mark) f
     where b.id = ${bankEntryId}`)
  if (!row) throw new Error('The bank entry is gone.')
  const on = isoDate(row.booked_on)
  const amountHal = BigInt(row.amount_hal)
  const entryId = await postEntry(
    tx,
    actor,
    {
      kind: entryKinds[kind],
      effectiveOn: on,
      bookOn: on,
      sourceReference: `bank_entry:${bankEntryId}`,
      fingerprint: `bank:${row.fingerprint}`,
    },
    [
      { accountId: await openContra(tx, 'bank_account', row.bank_account, null), amountHal },
      { accountId: await openContra(tx, kind, row.bank_account, gateway), amountHal: -amountHal },
    ],
  )
  if (entryId === null) throw new Error('The bank entry was booked without being known.')
  const [written] = await tx.execute<{ id: string }>(sql`
    insert into bank_entry (statement_id, position, bank_account, booked_on, amount_hal, variable_symbol,
                            specific_symbol, constant_symbol, counter_account, counter_name, message, bank_reference,
                            payer_reference, kind, fingerprint, occurrence, journal_entry_id)
    select statement_id, position, bank_account, booked_on, amount_hal, variable_symbol, specific_symbol,
           constant_symbol, counter_account, counter_name, message, bank_reference, payer_reference, ${kind}, ${row.fingerprint},
           occurrence, ${entryId}
      from bank_entry where id = ${bankEntryId} returning id`)
  // Whoever told the entry before tells this one.
  await tx.execute(sql`
    insert into bank_entry_repeat (bank_entry_id, statement_id)
    select ${Number(written?.id)}, statement_id from bank_entry_repeat where bank_entry_id = ${bankEntryId}`)
  return Number(written?.id)
}
