-- A numbering that began before midnight may end after it, when its day can be confirmed already: the two wait for each
-- other, and the later one is refused.
create or replace function guard_journal_documents() returns trigger language plpgsql security definer
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
  perform pg_advisory_xact_lock(7402621);
  if exists (select 1 from document_batch b join new_documents n on n.numbered_on = b.day) then
    raise exception 'day % is confirmed already', prague_today() using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create or replace function guard_document_batch() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  told record;
begin
  perform pg_advisory_xact_lock(7402621);
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
