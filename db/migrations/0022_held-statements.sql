CREATE TABLE "bank_entry_repeat" (
	"bank_entry_id" bigint NOT NULL,
	"statement_id" bigint NOT NULL,
	CONSTRAINT "bank_entry_repeat_key" PRIMARY KEY("bank_entry_id","statement_id")
);
--> statement-breakpoint
CREATE TABLE "bank_statement_withdrawal" (
	"statement_id" bigint PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"officer_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bank_opening" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bank_opening_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"bank_account" text NOT NULL,
	"opening_hal" bigint NOT NULL,
	"officer_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "held_statement" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "held_statement_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"bank_account" text NOT NULL,
	"format" text NOT NULL,
	"number" text,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"opening_hal" bigint,
	"closing_hal" bigint,
	"entries" integer NOT NULL,
	"head" jsonb NOT NULL,
	"file_name" text NOT NULL,
	"file_sha256" text NOT NULL,
	"fingerprint" text NOT NULL,
	"reasons" jsonb NOT NULL,
	"is_fetched" boolean NOT NULL,
	"received_on" date NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"held_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "held_statement_days" CHECK ("held_statement"."to_on" >= "held_statement"."from_on" and "held_statement"."to_on" <= "held_statement"."received_on")
);
--> statement-breakpoint
CREATE TABLE "held_statement_decision" (
	"held_id" bigint PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"reason" text,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "held_statement_decision_reason" CHECK ("held_statement_decision"."kind" not in ('released', 'rejected') or "held_statement_decision"."reason" <> '')
);
--> statement-breakpoint
CREATE TABLE "held_statement_entry" (
	"held_id" bigint NOT NULL,
	"ordinal" integer NOT NULL,
	"position" integer NOT NULL,
	"booked_on" date NOT NULL,
	"amount_hal" bigint NOT NULL,
	"variable_symbol" text,
	"specific_symbol" text,
	"constant_symbol" text,
	"counter_account" text,
	"counter_name" text,
	"message" text,
	"bank_reference" text,
	"payer_reference" text,
	"mark" text NOT NULL,
	"is_reversal" boolean NOT NULL,
	CONSTRAINT "held_statement_entry_key" PRIMARY KEY("held_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "statement_fetch" (
	"bank_account" text PRIMARY KEY NOT NULL,
	"tried_at" timestamp with time zone NOT NULL,
	"problem" text,
	"failing_since" timestamp with time zone
);
--> statement-breakpoint
-- What came before this was known counts as it did; its days are those on which it came.
ALTER TABLE "bank_statement" ADD COLUMN "received_on" date;--> statement-breakpoint
ALTER TABLE "bank_statement" ADD COLUMN "admission" text;--> statement-breakpoint
alter table bank_statement disable trigger bank_statement_append_only;--> statement-breakpoint
update bank_statement set received_on = (imported_at at time zone 'Europe/Prague')::date, admission = 'earlier';--> statement-breakpoint
alter table bank_statement enable trigger bank_statement_append_only;--> statement-breakpoint
ALTER TABLE "bank_statement" ALTER COLUMN "received_on" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_statement" ALTER COLUMN "admission" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_statement" ADD COLUMN "held_id" bigint;--> statement-breakpoint
ALTER TABLE "bank_entry_repeat" ADD CONSTRAINT "bank_entry_repeat_bank_entry_id_bank_entry_id_fk" FOREIGN KEY ("bank_entry_id") REFERENCES "public"."bank_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_entry_repeat" ADD CONSTRAINT "bank_entry_repeat_statement_id_bank_statement_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."bank_statement"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statement_withdrawal" ADD CONSTRAINT "bank_statement_withdrawal_statement_id_bank_statement_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."bank_statement"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statement_withdrawal" ADD CONSTRAINT "bank_statement_withdrawal_officer_id_identity_id_fk" FOREIGN KEY ("officer_id") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_opening" ADD CONSTRAINT "bank_opening_officer_id_identity_id_fk" FOREIGN KEY ("officer_id") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "held_statement_decision" ADD CONSTRAINT "held_statement_decision_held_id_held_statement_id_fk" FOREIGN KEY ("held_id") REFERENCES "public"."held_statement"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "held_statement_entry" ADD CONSTRAINT "held_statement_entry_held_id_held_statement_id_fk" FOREIGN KEY ("held_id") REFERENCES "public"."held_statement"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bank_entry_repeat_statement_index" ON "bank_entry_repeat" USING btree ("statement_id");--> statement-breakpoint
CREATE INDEX "bank_opening_account_index" ON "bank_opening" USING btree ("bank_account");--> statement-breakpoint
CREATE INDEX "held_statement_account_index" ON "held_statement" USING btree ("bank_account","to_on");--> statement-breakpoint
CREATE INDEX "held_statement_fingerprint_index" ON "held_statement" USING btree ("fingerprint");--> statement-breakpoint
ALTER TABLE "bank_statement" ADD CONSTRAINT "bank_statement_held_id_held_statement_id_fk" FOREIGN KEY ("held_id") REFERENCES "public"."held_statement"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statement" ADD CONSTRAINT "bank_statement_held_once" UNIQUE("held_id");--> statement-breakpoint
ALTER TABLE "bank_entry" ADD CONSTRAINT "bank_entry_withdrawal_takes_back" CHECK ("bank_entry"."kind" <> 'withdrawal' or "bank_entry"."reverses_bank_entry_id" is not null);--> statement-breakpoint
ALTER TABLE "bank_statement" ADD CONSTRAINT "bank_statement_not_to_come" CHECK ("bank_statement"."admission" = 'earlier' or "bank_statement"."to_on" <= "bank_statement"."received_on");--> statement-breakpoint
ALTER TABLE "bank_statement" ADD CONSTRAINT "bank_statement_released" CHECK ("bank_statement"."admission" <> 'released' or "bank_statement"."held_id" is not null);
--> statement-breakpoint

create trigger bank_entry_repeat_append_only before update or delete or truncate on bank_entry_repeat
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger bank_statement_withdrawal_append_only before update or delete or truncate on bank_statement_withdrawal
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger bank_opening_append_only before update or delete or truncate on bank_opening
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger held_statement_append_only before update or delete or truncate on held_statement
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger held_statement_entry_append_only before update or delete or truncate on held_statement_entry
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger held_statement_decision_append_only before update or delete or truncate on held_statement_decision
  for each statement execute function refuse_change();
--> statement-breakpoint

-- The statements that count: those nobody withdrew.
create view statement_in_force as
  select s.* from bank_statement s
   where not exists (select 1 from bank_statement_withdrawal w where w.statement_id = s.id);
--> statement-breakpoint

-- Two people: whoever brought a statement does not release it.
create function guard_held_decision() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if new.kind in ('released', 'rejected') and new.actor_kind <> 'officer' then
    raise exception 'held statement %: only an officer decides', new.held_id
      using errcode = 'integrity_constraint_violation';
  end if;
  if new.kind = 'released' and exists (
    select 1 from held_statement h
     where h.id = new.held_id and h.actor_kind = new.actor_kind and h.actor_id = new.actor_id
  ) then
    raise exception 'held statement %: released by whoever brought it', new.held_id
      using errcode = 'integrity_constraint_violation';
  end if;
  if new.kind in ('released', 'continues') and not exists (
    select 1 from bank_statement s
     where s.held_id = new.held_id and (s.admission = 'released') = (new.kind = 'released')
  ) then
    raise exception 'held statement %: decided without its statement', new.held_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger held_statement_decision_guard before insert on held_statement_decision
  for each row execute function guard_held_decision();
--> statement-breakpoint

-- A statement counts because it continues those that do, because somebody else confirmed with what its account begins, or
-- because it was held and decided. At commit, when all of that is written.
create function guard_bank_statement() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if new.admission = 'earlier' then
    raise exception 'statement %: came before statements were held', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  if new.held_id is not null and not exists (
    select 1 from held_statement_decision d
     where d.held_id = new.held_id and d.kind in ('released', 'continues')
  ) then
    raise exception 'statement %: held and not decided', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  if new.admission = 'opening_confirmed' and not exists (
    select 1 from bank_opening o
     where o.bank_account = new.bank_account and o.opening_hal = new.opening_hal
       and not (new.actor_kind = 'officer' and new.actor_id = o.officer_id::text)
  ) then
    raise exception 'statement %: nobody else confirmed its opening balance', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  if new.admission = 'continues' and not exists (
    select 1 from bank_statement o where o.bank_account = new.bank_account and o.id <> new.id
  ) then
    raise exception 'statement %: continues nothing', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create constraint trigger bank_statement_guard after insert on bank_statement
  deferrable initially deferred for each row execute function guard_bank_statement();
--> statement-breakpoint

-- The office takes an entry back to the haléř, and nothing of it is laid on anybody any more.
create function guard_withdrawals() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  faulty record;
begin
  select n.id into faulty from new_entries n
   where n.kind = 'withdrawal' and not exists (
     select 1 from bank_entry o join journal_entry e on e.id = n.journal_entry_id
      where o.id = n.reverses_bank_entry_id and o.amount_hal = -n.amount_hal and o.bank_account = n.bank_account
        and e.reverses_entry_id = o.journal_entry_id
        and (select count(*) % 2 from bank_match m where m.bank_entry_id = o.id) = 0
        and not exists (select 1 from refund_bank_line l where l.bank_entry_id = o.id))
   limit 1;
  if found then
    raise exception 'bank entry %: withdraws what is not there or still serves', faulty.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger bank_entry_withdrawal_guard after insert on bank_entry
  referencing new table as new_entries for each statement execute function guard_withdrawals();
--> statement-breakpoint
create function guard_withdrawn_match() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if new.state = 'matched' and exists (
    select 1 from bank_entry w where w.reverses_bank_entry_id = new.bank_entry_id and w.kind = 'withdrawal'
  ) then
    raise exception 'bank entry %: was withdrawn', new.bank_entry_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger bank_match_withdrawn_guard before insert on bank_match
  for each row execute function guard_withdrawn_match();
