import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { nextEntryId, postFrom } from '#lib/ledger/post.commands'
import type { StagedStatement } from './stage.commands.ts'

/**
 * The entries of the file that nobody has brought yet. Equal entries of one day within one statement are told
 * apart by their occurrence, so two truly equal payments are two, and an overlapping statement adds neither.
 */
export async function stageNewEntries(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    create temporary table new_bank_entry on commit drop as
    select f.*, null::bigint as statement_id, null::bigint as pairs_with,
           ${nextEntryId} as journal_entry_id
      from (
        select distinct on (fingerprint) *
          from (select *, mark || ':' || occurrence as fingerprint
                  from (select *, row_number() over (partition by ordinal, mark order by position) as occurrence
                          from staged_bank_entry) counted) marked
         order by fingerprint, ordinal) f
     where not exists (select 1 from bank_entry b where b.fingerprint = f.fingerprint)
     order by f.ordinal, f.position`)
  await tx.execute(sql`analyze new_bank_entry`)
}

/** Writes the statement unless the very same one is known; returns how many of its entries are new. */
export async function writeStatement(
  tx: Transaction,
  actor: Actor,
  file: { format: string; fileName: string; sha256: string },
  statement: StagedStatement,
): Promise<{ statementId: number; newEntries: number; isKnown: boolean }> {
  const { actorKind, actorId } = actorReference(actor)
  const { ordinal, account, number, fromOn, toOn, openingHal, closingHal, sumHal, entries } = statement
  const facts = [account, number, fromOn, toOn, openingHal, closingHal, sumHal, entries, file.format]
  const fingerprint = facts.join('|')
  const [written] = await tx.execute<{ id: string; new_entries: number; is_known: boolean }>(sql`
    with written as (
      insert into bank_statement (bank_account, format, number, from_on, to_on, opening_hal, closing_hal, entries,
                                  new_entries, file_name, file_sha256, fingerprint, actor_kind, actor_id)
      select ${account}, ${file.format}, ${number}, ${fromOn}::date, ${toOn}::date, ${openingHal}::bigint,
             ${closingHal}::bigint, ${entries}, count(*), ${file.fileName}, ${file.sha256}, ${fingerprint},
             ${actorKind}, ${actorId}
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
