-- A month of a closed year is not opened again: the openings of the next year are written.
create or replace function guard_accounting_month() returns trigger language plpgsql security definer
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
    if exists (select 1 from yearly_opening where year = extract(year from new.month) + 1) then
      raise exception 'the year of the month is closed' using errcode = 'integrity_constraint_violation';
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
