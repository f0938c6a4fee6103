CREATE TABLE "receivable" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "receivable_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"bank_entry_id" bigint,
	"chargeback_id" uuid,
	"account_id" bigint,
	"refund_id" uuid,
	"amount_hal" bigint NOT NULL,
	"entry_id" bigint NOT NULL,
	"ledger_account_id" bigint NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "receivable_amount" CHECK ("receivable"."amount_hal" > 0),
	CONSTRAINT "receivable_source" CHECK (num_nonnulls("receivable"."bank_entry_id", "receivable"."chargeback_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "receivable_decision" (
	"receivable_id" bigint NOT NULL,
	"turn" smallint NOT NULL,
	"debtor_payer_id" uuid,
	"debtor_name" text,
	"ground" text NOT NULL,
	"reason" text NOT NULL,
	"decided_by" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "receivable_decision_key" PRIMARY KEY("receivable_id","turn"),
	CONSTRAINT "receivable_decision_turn" CHECK ("receivable_decision"."turn" >= 1),
	CONSTRAINT "receivable_decision_debtor" CHECK (num_nonnulls("receivable_decision"."debtor_payer_id", "receivable_decision"."debtor_name") = 1)
);
--> statement-breakpoint
CREATE TABLE "receivable_move" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"receivable_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"amount_hal" bigint NOT NULL,
	"entry_id" bigint NOT NULL,
	"bank_entry_id" bigint,
	"write_off_id" bigint,
	"reason" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "receivable_move_amount" CHECK ("receivable_move"."amount_hal" <> 0),
	CONSTRAINT "receivable_move_receipt" CHECK (("receivable_move"."kind" = 'receipt') = ("receivable_move"."bank_entry_id" is not null)),
	CONSTRAINT "receivable_move_write_off" CHECK (("receivable_move"."kind" = 'write_off') = ("receivable_move"."write_off_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "receivable_write_off" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"receivable_id" bigint NOT NULL,
	"amount_hal" bigint NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "receivable_write_off_amount" CHECK ("receivable_write_off"."amount_hal" > 0)
);
--> statement-breakpoint
ALTER TABLE "receivable" ADD CONSTRAINT "receivable_bank_entry_id_bank_entry_id_fk" FOREIGN KEY ("bank_entry_id") REFERENCES "public"."bank_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receivable" ADD CONSTRAINT "receivable_chargeback_id_chargeback_id_fk" FOREIGN KEY ("chargeback_id") REFERENCES "public"."chargeback"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receivable" ADD CONSTRAINT "receivable_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receivable" ADD CONSTRAINT "receivable_refund_id_refund_id_fk" FOREIGN KEY ("refund_id") REFERENCES "public"."refund"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receivable" ADD CONSTRAINT "receivable_entry_id_journal_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."journal_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receivable" ADD CONSTRAINT "receivable_ledger_account_id_account_id_fk" FOREIGN KEY ("ledger_account_id") REFERENCES "public"."account"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receivable_decision" ADD CONSTRAINT "receivable_decision_receivable_id_receivable_id_fk" FOREIGN KEY ("receivable_id") REFERENCES "public"."receivable"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receivable_decision" ADD CONSTRAINT "receivable_decision_debtor_payer_id_payer_id_fk" FOREIGN KEY ("debtor_payer_id") REFERENCES "public"."payer"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receivable_decision" ADD CONSTRAINT "receivable_decision_decided_by_identity_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receivable_move" ADD CONSTRAINT "receivable_move_receivable_id_receivable_id_fk" FOREIGN KEY ("receivable_id") REFERENCES "public"."receivable"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receivable_move" ADD CONSTRAINT "receivable_move_entry_id_journal_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."journal_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receivable_move" ADD CONSTRAINT "receivable_move_bank_entry_id_bank_entry_id_fk" FOREIGN KEY ("bank_entry_id") REFERENCES "public"."bank_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receivable_move" ADD CONSTRAINT "receivable_move_write_off_id_receivable_write_off_id_fk" FOREIGN KEY ("write_off_id") REFERENCES "public"."receivable_write_off"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receivable_write_off" ADD CONSTRAINT "receivable_write_off_receivable_id_receivable_id_fk" FOREIGN KEY ("receivable_id") REFERENCES "public"."receivable"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receivable_write_off" ADD CONSTRAINT "receivable_write_off_proposed_by_identity_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "receivable_account_index" ON "receivable" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "receivable_refund_index" ON "receivable" USING btree ("refund_id") WHERE refund_id is not null;--> statement-breakpoint
CREATE INDEX "receivable_entry_index" ON "receivable" USING btree ("entry_id");--> statement-breakpoint
CREATE INDEX "receivable_move_receivable_index" ON "receivable_move" USING btree ("receivable_id");--> statement-breakpoint
CREATE INDEX "receivable_move_entry_index" ON "receivable_move" USING btree ("entry_id");--> statement-breakpoint
CREATE INDEX "receivable_write_off_index" ON "receivable_write_off" USING btree ("receivable_id");
--> statement-breakpoint
-- The rules of receivables, held by the database itself. See db/README.md.

create trigger receivable_append_only before update or delete or truncate on receivable
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger receivable_decision_append_only before update or delete or truncate on receivable_decision
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger receivable_write_off_append_only before update or delete or truncate on receivable_write_off
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger receivable_move_append_only before update or delete or truncate on receivable_move
  for each statement execute function refuse_change();
--> statement-breakpoint

-- The application may not update a receivable, so it may not lock one by itself: lock first, sum after.
create function lock_receivables(receivable_ids bigint[]) returns setof bigint language sql security definer
set search_path = public, pg_temp as $$
  select id from receivable where id = any (receivable_ids) order by id for update
$$;
--> statement-breakpoint
revoke all on function lock_receivables(bigint[]) from public;
--> statement-breakpoint

-- What remains of a receivable.
create function remains_of_receivable(receivable bigint) returns bigint language sql stable
set search_path = public, pg_temp as $$
  select (r.amount_hal - coalesce((select sum(m.amount_hal) from receivable_move m where m.receivable_id = r.id), 0))::bigint
    from receivable r where r.id = receivable
$$;
--> statement-breakpoint

-- What the journal moves on this account by an entry.
create function moved_on_account(entry bigint, of_account bigint) returns bigint language sql stable
set search_path = public, pg_temp as $$
  select coalesce(sum(l.amount_hal), 0)::bigint from journal_line l where l.entry_id = entry and l.account_id = of_account
$$;
--> statement-breakpoint

-- The receivables of an entry come in one statement and are what the entry puts on their account, to the haléř.
create function guard_receivables() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  faulty record;
begin
  select n.entry_id into faulty
    from (select distinct entry_id, ledger_account_id from new_rows) n
    join account a on a.id = n.ledger_account_id
   where a.kind not in ('receivables', 'chargebacks')
      or moved_on_account(n.entry_id, n.ledger_account_id) <> (
        select sum(r.amount_hal) from receivable r
         where r.entry_id = n.entry_id and r.ledger_account_id = n.ledger_account_id)
   limit 1;
  if found then
    raise exception 'receivables of entry %: the journal tells another amount', faulty.entry_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger receivable_guard after insert on receivable
  referencing new table as new_rows for each statement execute function guard_receivables();
--> statement-breakpoint

create function guard_receivable_decision() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  perform 1 from receivable where id = new.receivable_id for update;
  if new.turn <> 1 + (select count(*) from receivable_decision where receivable_id = new.receivable_id)
     or remains_of_receivable(new.receivable_id) = 0 then
    raise exception 'receivable %: decided out of turn, or nothing of it remains', new.receivable_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger receivable_decision_guard before insert on receivable_decision
  for each row execute function guard_receivable_decision();
--> statement-breakpoint

-- Nothing of a receivable is settled twice, the journal moves exactly that, and a write-off is of two officers.
create function guard_receivable_moves() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  faulty record;
begin
  perform 1 from receivable where id in (select receivable_id from new_rows) order by id for update;
  select r.id into faulty from receivable r
   where r.id in (select receivable_id from new_rows)
     and remains_of_receivable(r.id) not between 0 and r.amount_hal limit 1;
  if found then
    raise exception 'receivable %: more is settled than it is', faulty.id
      using errcode = 'integrity_constraint_violation';
  end if;
  select n.entry_id into faulty
    from (select distinct n.entry_id, r.ledger_account_id
            from new_rows n join receivable r on r.id = n.receivable_id) n
   where -moved_on_account(n.entry_id, n.ledger_account_id) <> (
     select sum(m.amount_hal) from receivable_move m join receivable r on r.id = m.receivable_id
      where m.entry_id = n.entry_id and r.ledger_account_id = n.ledger_account_id)
   limit 1;
  if found then
    raise exception 'receivables moved by entry %: the journal tells another amount', faulty.entry_id
      using errcode = 'integrity_constraint_violation';
  end if;
  select n.id into faulty
    from new_rows n left join receivable_write_off w on w.id = n.write_off_id and w.receivable_id = n.receivable_id
   where n.kind = 'write_off' and n.amount_hal > 0
     and (w.id is null or w.amount_hal <> n.amount_hal or n.actor_kind <> 'officer' or n.actor_id = w.proposed_by::text
          or exists (select 1 from receivable_move m where m.write_off_id = n.write_off_id and m.id <> n.id
                        and m.amount_hal > 0))
   limit 1;
  if found then
    raise exception 'receivable move %: another officer must agree to a write-off, once', faulty.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger receivable_move_guard after insert on receivable_move
  referencing new table as new_rows for each statement execute function guard_receivable_moves();
--> statement-breakpoint

-- What the payer of a personal account owes the city of money that left it: credit that is not to be given away. A
-- receivable whose debtor is somebody else by an officer's decision is not theirs.
create function owed_of_account(of_account bigint) returns bigint language sql stable
set search_path = public, pg_temp as $$
  select coalesce(sum(remains_of_receivable(r.id)), 0)::bigint
    from receivable r join account a on a.id = r.account_id
    left join lateral (select d.debtor_payer_id from receivable_decision d
                        where d.receivable_id = r.id order by d.turn desc limit 1) d on true
    left join lateral (select true as is_decided from receivable_decision d where d.receivable_id = r.id limit 1) x on true
   where r.account_id = of_account and (x.is_decided is null or d.debtor_payer_id = a.payer_id)
$$;
--> statement-breakpoint
create function guard_refund_beside_receivables() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  -- The credit stands already without the refund.
  if coalesce((select credit_hal from account_balance where account_id = new.account_id), 0)
       < owed_of_account(new.account_id) then
    raise exception 'refund %: the city has a receivable from that money', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger refund_beside_receivables before update on refund for each row
  when (new.state = 'approved' and old.state = 'proposed')
  execute function guard_refund_beside_receivables();
--> statement-breakpoint

-- A refund that came back is out again only when the bank took back what it had returned.
insert into refund_edge (from_state, to_state, event) values ('returned', 'done', 'return_taken_back');
--> statement-breakpoint
create function guard_return_taken_back() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if not exists (
    select 1 from journal_entry e where e.reverses_entry_id = old.reversal_entry_id and e.kind = 'reversal') then
    raise exception 'refund %: the bank did not take back what it had returned', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger refund_return_taken_back before update on refund for each row
  when (old.state = 'returned' and new.state = 'done') execute function guard_return_taken_back();
--> statement-breakpoint

-- What banks took back before and the payers' accounts no longer had is a receivable now, on the account it stands on.
insert into receivable (chargeback_id, account_id, amount_hal, entry_id, ledger_account_id, actor_kind, actor_id)
select c.id, (select min(i.account_id) from payment_attempt t join payment_order_item i on i.order_id = t.order_id
               where t.id = c.attempt_id), sum(l.amount_hal), c.entry_id, l.account_id, min(c.actor_kind), min(c.actor_id)
  from chargeback c join journal_line l on l.entry_id = c.entry_id
  join account a on a.id = l.account_id and a.kind = 'chargebacks'
 where not exists (select 1 from chargeback_won w where w.chargeback_id = c.id)
 group by c.id, c.entry_id, c.attempt_id, l.account_id;
