import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import type { IsoDate } from '#lib/core/dates'
import { nextEntryId, postFrom } from '#lib/ledger/post.commands'
import { markedEntries } from '../marked-entries.queries.ts'
import type { StagedStatement } from './stage.commands.ts'

/**
 * The entries of the file that nobody has brought yet. Equal entries of one day within one statement are told
 * apart by their occurrence, so two truly equal payments are two, and an overlapping statement adds neither. What the
 * office withdrew counts anew where it comes again.
 */
export async function stageNewEntries(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    create temporary table new_bank_entry on commit drop as
    select f.*, null::bigint as statement_id, null::bigint as pairs_with,
           ${nextEntryId} as journal_entry_id
      from (select distinct on (fingerprint) * from (${markedEntries()}) marked
             order by fingerprint, ordinal) f
     where not exists (select 1 from bank_entry b where b.fingerprint = f.fingerprint)
     order by f.ordinal, f.position`)
  await tx.execute(sql`analyze new_bank_entry`)
}

/** A staged statement that counts, and why. */
export interface AdmittedStatement {
  statement: StagedStatement
  fingerprint: string
  receivedOn: IsoDate
  admission: 'continues' | 'opening_confirmed' | 'released'
  heldId: number | null
}

/**
 * The mark of what a statement says. One that was withdrawn and comes again is another one.
 */
export async function statementFingerprint(
  tx: Transaction,
  format: string,
  { account, number, fromOn, toOn, openingHal, closingHal, sumHal, entries }: StagedStatement,
): Promise<{ fingerprint: string; isInForce: boolean }> {
  const first = [account, number, fromOn, toOn, openingHal, closingHal, sumHal, entries, format].join('|')
  const [row] = await tx.execute<{ withdrawn: number; in_force: boolean }>(sql`
    select count(w.statement_id)::int as withdrawn, coalesce(bool_or(w.statement_id is null), false) as in_force
      from bank_statement s left join bank_statement_withdrawal w on w.statement_id = s.id
     where s.bank_account = ${account} and s.to_on = ${toOn}::date
       and (s.fingerprint = ${first} or starts_with(s.fingerprint, ${`${first}|again:`}))`)
  const again = row?.withdrawn ? `|again:${row.withdrawn}` : ''
  return { fingerprint: first + again, isInForce: row?.in_force ?? false }
}

/** Writes the statement unless the very same one is known; returns how many of its entries are new. */
export async function writeStatement(
  tx: Transaction,
  actor: Actor,
  file: { format: string; fileName: string; sha256: string },
  { statement, fingerprint, receivedOn, admission, heldId }: AdmittedStatement,
): Promise<{ statementId: number; newEntries: number; isKnown: boolean }> {
  const { actorKind, actorId } = actorReference(actor)
  const { ordinal, account, number, fromOn, toOn, openingHal, closingHal, entries } = statement
  const [written] = await tx.execute<{ id: string; new_entries: number; is_known: boolean }>(sql`
    with written as (
      insert into bank_statement (bank_account, format, number, from_on, to_on, opening_hal, closing_hal, entries,
                                  new_entries, file_name, file_sha256, fingerprint, actor_kind, actor_id,
                                  received_on, admission, held_id)
      select ${account}, ${file.format}, ${number}, ${fromOn}::date, ${toOn}::date, ${openingHal}::bigint,
             ${closingHal}::bigint, ${entries}, count(*), ${file.fileName}, ${file.sha256}, ${fingerprint},
             ${actorKind}, ${actorId}, ${receivedOn}::date, ${admission}, ${heldId}::bigint
        from new_bank_entry where ordinal = ${ordinal}
      on conflict (fingerprint) do nothing returning id, new_entries, false as is_known
    ), known as (
      select id, (select count(*)::int from new_bank_entry where ordinal = ${ordinal}), true
        from bank_statement where fingerprint = ${fingerprint}
    )
    select * from written union all select * from known limit 1`)
  if (!written) throw new Error('The statement was neither written nor known.')
  await tx.execute(sql`
    update new_bank_entry set statement_id = ${Number(written.id)} where ordinal = ${ordinal}`)
  return { statementId: Number(written.id), newEntries: written.new_entries, isKnown: written.is_known }
}

/** Books every new entry that takes nothing back: the city's account against where such money stands first. */
export async function bookOrdinary(tx: Transaction, actor: Actor): Promise<void> {
  await postFrom(tx, actor, {
    entries: sql`
      select journal_entry_id as id,
             case kind when 'receipt' then 'bank_receipt' when 'outgoing' then 'bank_outgoing'
                       when 'other' then 'bank_other' else kind end as kind,
             booked_on as effective_on, booked_on as book_on, 'bank_statement:' || statement_id as source_reference,
             'bank:' || fingerprint as fingerprint
        from new_bank_entry where kind <> 'reversal' and pairs_with is null order by journal_entry_id`,
    lines: sql`
      select n.journal_entry_id as entry_id, line.line_number, line.account_id, null::uuid as assessment_id,
             null as side, line.amount_hal
        from new_bank_entry n
        cross join lateral (values (1, n.bank_account_id, n.amount_hal), (2, n.contra_account_id, -n.amount_hal))
          as line (line_number, account_id, amount_hal)
       where n.kind <> 'reversal' and n.pairs_with is null order by n.journal_entry_id, line.line_number`,
  })
  await tx.execute(sql`
    insert into bank_entry (statement_id, position, bank_account, booked_on, amount_hal, variable_symbol,
                            specific_symbol, constant_symbol, counter_account, counter_name, message,
                            bank_reference, payer_reference, kind, fingerprint, occurrence, journal_entry_id)
    select statement_id, position, bank_account, booked_on, amount_hal, variable_symbol, specific_symbol,
           constant_symbol, counter_account, counter_name, message, bank_reference, payer_reference, kind, fingerprint, occurrence,
           journal_entry_id
      from new_bank_entry where kind <> 'reversal' and pairs_with is null order by journal_entry_id`)
}

/** Says of the statement's entries that others had brought before that it tells them too. */
export async function writeRepeats(tx: Transaction, ordinal: number, statementId: number): Promise<void> {
  await tx.execute(sql`
    insert into bank_entry_repeat (bank_entry_id, statement_id)
    select b.id, ${statementId} from (${markedEntries(ordinal)}) m
      join bank_entry b on b.fingerprint = m.fingerprint and b.statement_id <> ${statementId}
    on conflict do nothing`)
}
