-- The rules of bank entries and their matching, held by the database itself. See db/README.md.

create trigger bank_statement_append_only before update or delete or truncate on bank_statement
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger bank_entry_append_only before update or delete or truncate on bank_entry
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger bank_match_append_only before update or delete or truncate on bank_match
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger bank_proposal_append_only before update or delete or truncate on bank_proposal
  for each statement execute function refuse_change();
--> statement-breakpoint

-- What stands on the bank's statement stands in the journal on the account of that name, to the haléř.
create function guard_bank_entries() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  faulty record;
begin
  -- From the line to its account by their keys, whatever the planner believes of the tables' sizes.
  select n.id into faulty from new_entries n
   where n.amount_hal is distinct from (
     select sum(l.amount_hal) from journal_line l
      where l.entry_id = n.journal_entry_id
        and (select a.kind = 'bank_account' and a.bank_account = n.bank_account from account a where a.id = l.account_id))
   limit 1;
  if found then
    raise exception 'bank entry %: its journal entry tells another amount', faulty.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger bank_entry_guard after insert on bank_entry
  referencing new table as new_entries for each statement execute function guard_bank_entries();
--> statement-breakpoint

-- Turns follow one another, only receipts are matched, and the journal moves exactly the receipt's amount.
create function guard_bank_match() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if new.turn > 1 and not exists (
    select 1 from bank_match where bank_entry_id = new.bank_entry_id and turn = new.turn - 1
  ) then
    raise exception 'bank entry %: turn % without the one before', new.bank_entry_id, new.turn
      using errcode = 'integrity_constraint_violation';
  end if;
  if not exists (
    select 1 from journal_line l
     where l.entry_id = new.journal_entry_id
       and (select b.kind = 'receipt' and a.kind = 'unidentified' and a.bank_account = b.bank_account
               and l.amount_hal = case new.state when 'matched' then b.amount_hal else -b.amount_hal end
              from bank_entry b, account a where b.id = new.bank_entry_id and a.id = l.account_id)
  ) then
    raise exception 'bank entry %: the journal does not move its amount', new.bank_entry_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger bank_match_guard before insert on bank_match for each row execute function guard_bank_match();
--> statement-breakpoint

-- A sender's name is looked up without diacritics; the expression is the one of lib/matching/queries.ts.
create index payer_plain_family_name_index on payer
  (lower(translate(family_name, 'áäčďéěëíľĺňóôöőřŕšťúůüűýžÁÄČĎÉĚËÍĽĹŇÓÔÖŐŘŔŠŤÚŮÜŰÝŽ', 'aacdeeeillnoooorrstuuuuyzAACDEEEILLNOOOORRSTUUUUYZ')));
