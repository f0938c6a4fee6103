-- The rules of closing, held by the database itself. See db/README.md.

create trigger accounting_month_event_append_only before update or delete or truncate on accounting_month_event
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger journal_document_append_only before update or delete or truncate on journal_document
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger document_run_append_only before update or delete or truncate on document_run
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger document_batch_append_only before update or delete or truncate on document_batch
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger yearly_opening_append_only before update or delete or truncate on yearly_opening
  for each statement execute function refuse_change();
--> statement-breakpoint

create function prague_today() returns date language sql stable as $$
  select (now() at time zone 'Europe/Prague')::date
$$;
--> statement-breakpoint

-- The first day that is still open; null where no month was closed yet.
create function first_open_day() returns date language sql stable set search_path = public, pg_temp as $$
  select case kind when 'closed' then (month + interval '1 month')::date else month end
    from accounting_month_event order by id desc limit 1
$$;
--> statement-breakpoint

-- The accounting day of what happened on a day: that day, or the first open one where its month is closed.
create function open_booking_day(wanted date) returns date language sql stable set search_path = public, pg_temp as $$
  select greatest(wanted, first_open_day())
$$;
--> statement-breakpoint

-- A posting and a closing never pass each other: postings share this lock, a closing holds it alone.
create function share_open_month() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(7402620);
  return null;
end $$;
--> statement-breakpoint
create trigger journal_entry_share_month before insert on journal_entry
  for each statement execute function share_open_month();
--> statement-breakpoint
create function refuse_closed_month() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  open_from date := first_open_day();
  faulty record;
begin
  if open_from is null then return null; end if;
  select id, booked_on into faulty from new_entries where booked_on < open_from limit 1;
  if found then
    raise exception 'journal entry % refused: % lies in a closed month', faulty.id, faulty.booked_on
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger journal_entry_open_month after insert on journal_entry
  referencing new table as new_entries for each statement execute function refuse_closed_month();
--> statement-breakpoint

-- Months are closed in order, each when it is over and its documents are numbered and confirmed; the last closed one
-- may be reopened, by somebody else.
create function guard_accounting_month() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  latest accounting_month_event;
  after_it date := (new.month + interval '1 month')::date;
begin
  perform pg_advisory_xact_lock(7402620);
  select * into latest from accounting_month_event order by id desc limit 1;
  if new.kind = 'reopened' then
    if latest.kind is distinct from 'closed' or latest.month <> new.month then
      raise exception 'only the last closed month may be reopened' using errcode = 'integrity_constraint_violation';
    end if;
    if latest.officer_id = new.officer_id then
      raise exception 'another officer reopens a month' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end if;
  if new.month <> coalesce(first_open_day(), (select date_trunc('month', min(booked_on))::date from journal_entry)) then
    raise exception 'months are closed in their order' using errcode = 'integrity_constraint_violation';
  end if;
  if after_it > prague_today() then
    raise exception 'the month is not over' using errcode = 'integrity_constraint_violation';
  end if;
  if exists (
    select 1 from journal_entry e
      left join journal_document d on d.entry_id = e.id
      left join document_batch b on b.day = d.numbered_on
     where e.booked_on >= new.month and e.booked_on < after_it
       and (d.entry_id is null or (e.actor_kind <> 'officer' and b.day is null))
  ) then
    raise exception 'a document of the month is not numbered or not confirmed'
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger accounting_month_guard before insert on accounting_month_event
  for each row execute function guard_accounting_month();
--> statement-breakpoint

-- A series goes on where it ended: no number is left out, and none is given later to a confirmed day.
create function guard_journal_documents() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  faulty record;
begin
  select n.series, n.year into faulty
    from (select series, year, min(number) as first, max(number) as last, count(*) as documents
            from new_documents group by series, year) n
   where n.last - n.first + 1 <> n.documents
      or n.first <> 1 + coalesce((select max(number) from journal_document d
                                   where d.series = n.series and d.year = n.year and d.number < n.first), 0)
   limit 1;
  if found then
    raise exception 'documents % of % would have a gap', faulty.series, faulty.year
      using errcode = 'integrity_constraint_violation';
  end if;
  if exists (select 1 from new_documents where numbered_on <> prague_today()) then
    raise exception 'a document is numbered on the day it says' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger journal_document_guard after insert on journal_document
  referencing new table as new_documents for each statement execute function guard_journal_documents();
--> statement-breakpoint

-- A day is confirmed when it is over, and with what it really holds.
create function guard_document_batch() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  told record;
begin
  if new.day >= prague_today() then
    raise exception 'the day is not over' using errcode = 'integrity_constraint_violation';
  end if;
  select count(distinct d.entry_id) as documents, coalesce(sum(l.amount_hal) filter (where l.amount_hal > 0), 0) as sum_hal
    into told
    from journal_document d join journal_entry e on e.id = d.entry_id join journal_line l on l.entry_id = d.entry_id
   where d.numbered_on = new.day and e.actor_kind <> 'officer';
  if told.documents <> new.documents or told.sum_hal <> new.control_sum_hal or told.documents = 0 then
    raise exception 'day % holds % documents of % haléřů', new.day, told.documents, told.sum_hal
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger document_batch_guard before insert on document_batch
  for each row execute function guard_document_batch();
--> statement-breakpoint

insert into role_permission (role, action) values
  ('accountant', 'months.read'), ('auditor', 'months.read'), ('clerk', 'months.read'),
  ('accountant', 'months.close');
