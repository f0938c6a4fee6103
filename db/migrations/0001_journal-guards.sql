-- The rules of the journal, held by the database itself. See db/README.md.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'integrity_constraint_violation';
end $$;
--> statement-breakpoint
create trigger journal_entry_append_only before update or delete or truncate on journal_entry
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger journal_line_append_only before update or delete or truncate on journal_line
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger audit_entry_append_only before update or delete or truncate on audit_entry
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger audit_seal_append_only before update or delete or truncate on audit_seal
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger payment_attempt_event_append_only before update or delete or truncate on payment_attempt_event
  for each statement execute function refuse_change();
--> statement-breakpoint

-- All lines of an entry come in one statement, from the transaction that made the entry, and sum to zero.
-- The same statement keeps the two read models; their CHECKs refuse an assessment paid above what it is.
create function guard_journal_lines() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  faulty record;
begin
  select n.entry_id, n.line_count, n.total_hal,
         e.transaction_id <> pg_current_xact_id() as is_foreign,
         (select count(*) from journal_line l where l.entry_id = n.entry_id) as stored_count
    into faulty
    from (select entry_id, count(*) as line_count, sum(amount_hal) as total_hal from new_lines group by entry_id) n
    join journal_entry e on e.id = n.entry_id
   where n.line_count < 2 or n.total_hal <> 0 or e.transaction_id <> pg_current_xact_id()
      or n.line_count <> (select count(*) from journal_line l where l.entry_id = n.entry_id)
   limit 1;
  if found then
    raise exception 'journal entry % refused: % lines, sum % haléřů, % lines stored, foreign transaction: %',
      faulty.entry_id, faulty.line_count, faulty.total_hal, faulty.stored_count, faulty.is_foreign
      using errcode = 'integrity_constraint_violation';
  end if;

  perform 1 from new_lines n join account a on a.id = n.account_id
    where (a.kind = 'personal') <> (n.side is not null) limit 1;
  if found then
    raise exception 'a line of a personal account, and only such a line, has a side'
      using errcode = 'integrity_constraint_violation';
  end if;

  with change as (
    select assessment_id,
           coalesce(sum(amount_hal) filter (where side = 'debit'), 0) as assessed_hal,
           -coalesce(sum(amount_hal) filter (where side = 'credit'), 0) as paid_hal
      from new_lines where assessment_id is not null group by assessment_id
  ), known as (
    update assessment_balance b
       set assessed_hal = b.assessed_hal + c.assessed_hal, paid_hal = b.paid_hal + c.paid_hal
      from change c where b.assessment_id = c.assessment_id
    returning b.assessment_id
  )
  insert into assessment_balance (assessment_id, assessed_hal, paid_hal)
  select c.assessment_id, c.assessed_hal, c.paid_hal from change c
   where not exists (select 1 from known k where k.assessment_id = c.assessment_id);

  with change as (
    select account_id, sum(amount_hal) as balance_hal,
           -coalesce(sum(amount_hal) filter (where side = 'credit' and assessment_id is null), 0) as credit_hal
      from new_lines where side is not null group by account_id
  ), known as (
    update account_balance b
       set balance_hal = b.balance_hal + c.balance_hal, credit_hal = b.credit_hal + c.credit_hal
      from change c where b.account_id = c.account_id
    returning b.account_id
  )
  insert into account_balance (account_id, balance_hal, credit_hal)
  select c.account_id, c.balance_hal, c.credit_hal from change c
   where not exists (select 1 from known k where k.account_id = c.account_id);
  return null;
end $$;
--> statement-breakpoint
create trigger journal_line_guard after insert on journal_line
  referencing new table as new_lines for each statement execute function guard_journal_lines();
--> statement-breakpoint

create function refuse_entry_without_lines() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from journal_line where entry_id = new.id) then
    raise exception 'journal entry % has no lines', new.id using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create constraint trigger journal_entry_has_lines after insert on journal_entry
  deferrable initially deferred for each row execute function refuse_entry_without_lines();
--> statement-breakpoint

-- The application may not update an account, so it may not lock one by itself: lock first, sum after.
create function lock_accounts(account_ids bigint[]) returns setof bigint language sql security definer
set search_path = public, pg_temp as $$
  select id from account where id = any (account_ids) order by id for update
$$;
--> statement-breakpoint
revoke all on function lock_accounts(bigint[]) from public;
