import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { isoDate } from '#lib/core/dates'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { type Line, postEntry } from '#lib/ledger/post.commands'
import { warned } from './report.ts'

/** Says that `b` may be what the reversal `r` takes back: the same facts with the other sign, not later. */
const mayBeItsOriginal = sql`
  b.bank_account = r.bank_account and b.amount_hal = -r.amount_hal and b.kind not in ('reversal', 'withdrawal')
  and b.booked_on <= r.booked_on and b.variable_symbol is not distinct from r.variable_symbol
  and b.specific_symbol is not distinct from r.specific_symbol
  and b.counter_account is not distinct from r.counter_account
  and num_nonnulls(b.variable_symbol, b.counter_account) > 0`

/**
 * Finds among the new entries those whose reversal came in an earlier import. They are booked by taking that
 * reversal back, so that the two make nothing together whichever came first.
 */
export async function pairLateOriginals(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    update new_bank_entry n set pairs_with = p.reversal_id
      from (select distinct on (r.id) r.id as reversal_id, b.fingerprint
              from bank_entry r join new_bank_entry b on ${mayBeItsOriginal}
             where r.kind = 'reversal' and r.reverses_bank_entry_id is null
               -- What an officer made a receivable of is decided; its original waits for them like other receipts.
               and not exists (select 1 from receivable k where k.bank_entry_id = r.id)
               and not exists (select 1 from bank_entry x where x.reverses_bank_entry_id = r.id)
             order by r.id, b.booked_on desc, b.fingerprint) p
     where n.fingerprint = p.fingerprint`)
}

interface Row extends Record<string, unknown> {
  fingerprint: string
  bank_account: string
  bank_account_id: string
  booked_on: string
  amount_hal: string
  statement_id: string
  pairs_with: string | null
}

/**
 * Books what takes something back, one by one: the exact opposite of the entry it belongs to. A reversal without
 * an original waits, what left the account on the unidentified, what came on other movements; but what comes as the
 * reversal of a reversal is a receipt like any other, and waits for its payer.
 */
export async function bookReversals(tx: Transaction, actor: Actor, warnings: string[]): Promise<void> {
  const rows = await tx.execute<Row>(sql`
    select fingerprint, bank_account, bank_account_id, booked_on::text, amount_hal, statement_id, pairs_with
      from new_bank_entry where kind = 'reversal' or pairs_with is not null order by ordinal, position`)
  for (const row of rows) {
    const other = row.pairs_with ? { id: Number(row.pairs_with) } : await findOriginal(tx, row.fingerprint)
    const entry = {
      effectiveOn: isoDate(row.booked_on),
      bookOn: isoDate(row.booked_on),
      sourceReference: `bank_statement:${row.statement_id}`,
      fingerprint: `bank:${row.fingerprint}`,
    }
    const isGivenAgain = !other && (await reversesReversal(tx, row.fingerprint))
    let entryId: number | null
    if (isGivenAgain) {
      const unidentifiedId = await findOrOpenAccount(tx, {
        kind: 'unidentified',
        bankAccount: row.bank_account,
      })
      entryId = await postEntry(tx, actor, { ...entry, kind: 'bank_receipt' }, [
        { accountId: Number(row.bank_account_id), amountHal: BigInt(row.amount_hal) },
        { accountId: unidentifiedId, amountHal: -BigInt(row.amount_hal) },
      ])
    } else if (other) {
      const opposite = await readBooked(tx, other.id)
      const lines = opposite.lines.map((line) => ({ ...line, amountHal: -line.amountHal }))
      const reversal = { kind: 'reversal', reversesEntryId: opposite.entryId } as const
      entryId = await postEntry(tx, actor, { ...entry, ...reversal }, lines)
    } else {
      const amountHal = BigInt(row.amount_hal)
      const kind = amountHal < 0n ? 'unidentified' : 'other_movements'
      const contraId = await findOrOpenAccount(tx, { kind, bankAccount: row.bank_account })
      warnings.push(warned.lostReversal(row.bank_account, entry.effectiveOn, amountHal))
      entryId = await postEntry(tx, actor, { ...entry, kind: 'bank_other' }, [
        { accountId: Number(row.bank_account_id), amountHal },
        { accountId: contraId, amountHal: -amountHal },
      ])
    }
    if (entryId === null) throw new Error('A bank entry was booked without being known.')
    await tx.execute(sql`
      insert into bank_entry (statement_id, position, bank_account, booked_on, amount_hal, variable_symbol,
                              specific_symbol, constant_symbol, counter_account, counter_name, message,
                              bank_reference, payer_reference, kind, fingerprint, occurrence, journal_entry_id, reverses_bank_entry_id)
      select statement_id, position, bank_account, booked_on, amount_hal, variable_symbol, specific_symbol,
             constant_symbol, counter_account, counter_name, message, bank_reference, payer_reference,
             case when ${isGivenAgain} then 'receipt' else kind end, fingerprint, occurrence,
             ${entryId}, ${other?.id ?? null}::bigint
        from new_bank_entry where fingerprint = ${row.fingerprint}`)
  }
}

/** The latest fitting entry that nothing has taken back; of two equal ones the one that still waits. */
async function findOriginal(tx: Transaction, fingerprint: string): Promise<{ id: number } | null> {
  const [found] = await tx.execute<{ id: string }>(sql`
    select b.id from new_bank_entry r join bank_entry b on ${mayBeItsOriginal}
     where r.fingerprint = ${fingerprint} and b.reverses_bank_entry_id is null
       and not exists (select 1 from bank_entry x where x.reverses_bank_entry_id = b.id)
     order by (select count(*) % 2 from bank_match m where m.bank_entry_id = b.id), b.booked_on desc, b.id desc
     limit 1`)
  return found ? { id: Number(found.id) } : null
}

/** Whether money comes back that an earlier reversal had taken: the same facts with the other sign. */
async function reversesReversal(tx: Transaction, fingerprint: string): Promise<boolean> {
  const [found] = await tx.execute(sql`
    select 1 from new_bank_entry r join bank_entry b on b.bank_account = r.bank_account and b.amount_hal = -r.amount_hal
       and b.kind = 'reversal' and b.booked_on <= r.booked_on
       and b.variable_symbol is not distinct from r.variable_symbol
       and b.specific_symbol is not distinct from r.specific_symbol
       and b.counter_account is not distinct from r.counter_account
     where r.fingerprint = ${fingerprint} and r.amount_hal > 0
       and num_nonnulls(b.variable_symbol, b.counter_account) > 0 limit 1`)
  return found !== undefined
}

/** How a bank entry was booked: its journal entry with its lines. */
export async function readBooked(
  tx: Transaction,
  bankEntryId: number,
): Promise<{ entryId: number; lines: Line[] }> {
  const rows = await tx.execute<{ entry_id: string; account_id: string; amount_hal: string }>(sql`
    select l.entry_id, l.account_id, l.amount_hal
      from bank_entry b join journal_line l on l.entry_id = b.journal_entry_id
     where b.id = ${bankEntryId} order by l.line_number`)
  const lines = rows.map((row) => ({ accountId: Number(row.account_id), amountHal: BigInt(row.amount_hal) }))
  return { entryId: Number(rows[0]?.entry_id), lines }
}
