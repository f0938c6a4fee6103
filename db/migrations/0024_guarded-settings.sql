CREATE TABLE "code_try" (
	"key" text PRIMARY KEY NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"tries" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "code_try_since_index" ON "code_try" USING btree ("since");
--> statement-breakpoint
-- What a city decides about itself changes only through these, which the application may call and which leave the audit row.
create function set_city_setting(actor_kind text, actor_id text, setting text, new_value jsonb, from_day date)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if coalesce(trim(actor_kind), '') = '' or coalesce(trim(actor_id), '') = '' then
    raise exception 'a setting changes only by somebody' using errcode = 'integrity_constraint_violation';
  end if;
  if coalesce(setting, '') !~ '^[A-Za-z]\w{0,63}$' or new_value is null or from_day is null then
    raise exception 'a setting has a name, a value and a day from which it holds' using errcode = 'integrity_constraint_violation';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('city_setting:' || setting, 0));
  update city_setting s set valid_to = from_day - 1
   where s.key = setting and s.valid_from < from_day and (s.valid_to is null or s.valid_to >= from_day);
  insert into city_setting (key, value, valid_from, valid_to)
  values (setting, new_value, from_day,
          (select min(s.valid_from) - 1 from city_setting s where s.key = setting and s.valid_from > from_day))
  on conflict (key, valid_from) do update set value = excluded.value;
  insert into audit_entry (actor_kind, actor_id, action, subject_kind, subject_id, details)
  values (set_city_setting.actor_kind, set_city_setting.actor_id, 'city_setting.set', 'city_setting', setting,
          jsonb_build_object('validFrom', from_day));
end $$;
--> statement-breakpoint
create function set_allocation_stop(actor_kind text, actor_id text, stopped_payer uuid, is_stopped boolean, reference text)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if coalesce(trim(actor_kind), '') = '' or coalesce(trim(actor_id), '') = '' then
    raise exception 'a payer is stopped only by somebody' using errcode = 'integrity_constraint_violation';
  end if;
  if coalesce(reference, '') !~ '^\S[^\n]{0,59}$' then
    raise exception 'a stop needs the reference of its decision' using errcode = 'integrity_constraint_violation';
  end if;
  update payer p set allocation_stopped = is_stopped where p.id = stopped_payer and p.allocation_stopped <> is_stopped;
  if not found then return false; end if;
  insert into audit_entry (actor_kind, actor_id, action, subject_kind, subject_id, payer_id, details)
  values (set_allocation_stop.actor_kind, set_allocation_stop.actor_id,
          case when is_stopped then 'payer.stop' else 'payer.release' end, 'payer', stopped_payer::text, stopped_payer,
          jsonb_build_object('reference', reference));
  return true;
end $$;
--> statement-breakpoint
revoke execute on function set_city_setting(text, text, text, jsonb, date) from public;
--> statement-breakpoint
revoke execute on function set_allocation_stop(text, text, uuid, boolean, text) from public;
--> statement-breakpoint
-- Roles are given to a login once, when it is opened; whoever opens it leaves this row.
create function audit_login_roles() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  insert into audit_entry (actor_kind, actor_id, action, subject_kind, subject_id, details)
  values ('host', 'login', 'session.roles', 'identity', new.identity_id::text,
          jsonb_build_object('session', new.id, 'roles', new.roles));
  return null;
end $$;
--> statement-breakpoint
create trigger login_session_roles after insert on login_session
  for each row when (cardinality(new.roles) > 0) execute function audit_login_roles();
