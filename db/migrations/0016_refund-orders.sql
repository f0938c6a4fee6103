CREATE TABLE "refund_bank_line" (
	"bank_entry_id" bigint PRIMARY KEY NOT NULL,
	"refund_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refund_order" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "refund_order_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"bank_account" text NOT NULL,
	"format" text NOT NULL,
	"due_on" date NOT NULL,
	"debtor_name" text NOT NULL,
	"total_hal" bigint NOT NULL,
	"items" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"cancelled_by" uuid,
	"cancelled_at" timestamp with time zone,
	"cancel_reason" text,
	CONSTRAINT "refund_order_total" CHECK ("refund_order"."total_hal" > 0 and "refund_order"."items" > 0),
	CONSTRAINT "refund_order_cancelled" CHECK (num_nonnulls("refund_order"."cancelled_by", "refund_order"."cancelled_at", "refund_order"."cancel_reason") in (0, 3))
);
--> statement-breakpoint
CREATE TABLE "refund_order_item" (
	"order_id" integer NOT NULL,
	"position" smallint NOT NULL,
	"refund_id" uuid NOT NULL,
	CONSTRAINT "refund_order_item_key" PRIMARY KEY("order_id","position")
);
--> statement-breakpoint
ALTER TABLE "refund" DROP CONSTRAINT "refund_entries";--> statement-breakpoint
ALTER TABLE "refund_bank_line" ADD CONSTRAINT "refund_bank_line_bank_entry_id_bank_entry_id_fk" FOREIGN KEY ("bank_entry_id") REFERENCES "public"."bank_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_bank_line" ADD CONSTRAINT "refund_bank_line_refund_id_refund_id_fk" FOREIGN KEY ("refund_id") REFERENCES "public"."refund"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_order" ADD CONSTRAINT "refund_order_created_by_identity_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_order" ADD CONSTRAINT "refund_order_cancelled_by_identity_id_fk" FOREIGN KEY ("cancelled_by") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_order_item" ADD CONSTRAINT "refund_order_item_order_id_refund_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."refund_order"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_order_item" ADD CONSTRAINT "refund_order_item_refund_id_refund_id_fk" FOREIGN KEY ("refund_id") REFERENCES "public"."refund"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "refund_bank_line_once" ON "refund_bank_line" USING btree ("refund_id","kind");--> statement-breakpoint
CREATE UNIQUE INDEX "refund_order_item_refund_unique" ON "refund_order_item" USING btree ("refund_id","order_id");--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_entries" CHECK (case
        when "refund"."state" in ('approved', 'sent', 'unknown')
          then "refund"."approved_entry_id" is not null and num_nonnulls("refund"."done_entry_id", "refund"."reversal_entry_id") = 0
        when "refund"."state" = 'done'
          then num_nulls("refund"."approved_entry_id", "refund"."done_entry_id") = 0 and "refund"."reversal_entry_id" is null
        when "refund"."state" = 'failed'
          then num_nulls("refund"."approved_entry_id", "refund"."reversal_entry_id") = 0 and "refund"."done_entry_id" is null
        when "refund"."state" = 'returned'
          then num_nulls("refund"."approved_entry_id", "refund"."done_entry_id", "refund"."reversal_entry_id") = 0
        else num_nonnulls("refund"."approved_entry_id", "refund"."done_entry_id", "refund"."reversal_entry_id") = 0 end);
--> statement-breakpoint
-- The rules of orders for the bank, held by the database itself. See db/README.md.
create trigger refund_order_item_append_only before update or delete or truncate on refund_order_item
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger refund_bank_line_append_only before update or delete or truncate on refund_bank_line
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger refund_order_kept before delete or truncate on refund_order
  for each statement execute function refuse_change();
--> statement-breakpoint

-- An order changes once: it is cancelled, as long as nothing of it was seen at the bank.
create function guard_refund_order() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if old.cancelled_at is not null or new.cancelled_at is null
     or (new.id, new.bank_account, new.format, new.due_on, new.debtor_name, new.total_hal, new.items, new.created_by,
         new.created_at)
       <> (old.id, old.bank_account, old.format, old.due_on, old.debtor_name, old.total_hal, old.items,
           old.created_by, old.created_at) then
    raise exception 'refund order %: it does not change, it is only cancelled', old.id
      using errcode = 'integrity_constraint_violation';
  end if;
  if exists (select 1 from refund_order_item i join refund r on r.id = i.refund_id
              where i.order_id = old.id and r.state <> 'sent') then
    raise exception 'refund order %: something of it was seen at the bank', old.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger refund_order_guard before update on refund_order for each row execute function guard_refund_order();
--> statement-breakpoint

-- A refund goes into an order once it is approved, and into one that lives only.
create function guard_refund_order_item() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from refund where id = new.refund_id and way = 'bank_account' and state = 'approved') then
    raise exception 'refund %: it does not wait for an order', new.refund_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger refund_order_item_guard before insert on refund_order_item for each row
  execute function guard_refund_order_item();
--> statement-breakpoint

-- The items of an order make up what it says, at the end of the transaction that wrote it.
create function guard_refund_order_sum() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if (select (count(*), sum(r.amount_hal)) is distinct from (new.items::bigint, new.total_hal::numeric)
        from refund_order_item i join refund r on r.id = i.refund_id where i.order_id = new.id) then
    raise exception 'refund order %: its items are not what it says', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create constraint trigger refund_order_sum after insert on refund_order deferrable initially deferred
  for each row execute function guard_refund_order_sum();
--> statement-breakpoint

-- A line by which a refund went out carries its amount; the one by which it came back carries it too.
create function guard_refund_bank_line() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if not exists (
    select 1 from refund r, bank_entry b
     where r.id = new.refund_id and b.id = new.bank_entry_id and r.way = 'bank_account'
       and case new.kind when 'sent' then b.kind = 'outgoing' and b.amount_hal = -r.amount_hal
                         when 'returned' then b.kind in ('receipt', 'reversal') and b.amount_hal = r.amount_hal end
  ) then
    raise exception 'refund %: the movement is not its own', new.refund_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger refund_bank_line_guard before insert on refund_bank_line for each row
  execute function guard_refund_bank_line();
--> statement-breakpoint

create function is_in_live_order(refund_id uuid) returns boolean language sql stable security definer
set search_path = public, pg_temp as $$
  select exists (select 1 from refund_order_item i join refund_order o on o.id = i.order_id
                  where i.refund_id = $1 and o.cancelled_at is null)
$$;
--> statement-breakpoint

-- The rows are generated from lib/refund/edges.ts and a test compares the two.
insert into refund_edge (from_state, to_state, event) values
  ('sent', 'approved', 'order_cancelled'),
  ('done', 'returned', 'returned_by_bank');
--> statement-breakpoint
create or replace function guard_refund() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  limit_hal bigint;
  paid_hal bigint;
  refunded_hal bigint;
begin
  if tg_op = 'INSERT' then
    if new.state not in ('waiting', 'proposed') then
      raise exception 'refund %: begins as %', new.id, new.state using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end if;

  if (new.id, new.reference, new.account_id, new.ground, new.way, new.proposed_by, new.proposed_at)
       <> (old.id, old.reference, old.account_id, old.ground, old.way, old.proposed_by, old.proposed_at)
     or (new.entitled_payer_id, new.entitled_name, new.attempt_id, new.bank_account, new.exceptional_reason)
       is distinct from
        (old.entitled_payer_id, old.entitled_name, old.attempt_id, old.bank_account, old.exceptional_reason)
     or (old.approved_by is not null and new.approved_by is distinct from old.approved_by)
     or (old.approved_entry_id is not null and new.approved_entry_id is distinct from old.approved_entry_id)
     or ((new.amount_hal, new.seen_credit_hal) <> (old.amount_hal, old.seen_credit_hal)
         and not (old.state = 'waiting' and new.state = 'proposed')) then
    raise exception 'refund %: what was proposed does not change', old.id
      using errcode = 'integrity_constraint_violation';
  end if;
  if new.state = old.state then
    return new;
  end if;
  if not exists (select 1 from refund_edge where from_state = old.state and to_state = new.state) then
    raise exception 'refund %: no way from % to %', old.id, old.state, new.state
      using errcode = 'integrity_constraint_violation';
  end if;

  if (new.state = 'sent' or new.state = 'approved' and old.state <> 'sent') and exists (
    select 1 from account a join payer p on p.id in (a.payer_id, new.entitled_payer_id)
     where a.id = new.account_id and p.allocation_stopped
  ) then
    raise exception 'refund %: refunds of the payer are stopped', old.id
      using errcode = 'integrity_constraint_violation';
  end if;

  if old.state = 'sent' and new.state = 'approved' then
    -- Only an order for the bank can be cancelled; through a gateway nothing is sent twice.
    if new.way <> 'bank_account' or new.sent_at is not null or is_in_live_order(new.id) then
      raise exception 'refund %: its order was not cancelled', old.id
        using errcode = 'integrity_constraint_violation';
    end if;
  elsif new.state = 'approved' then
    select (value #>> '{}')::bigint into limit_hal from city_setting
     where key = 'refundFourEyesAboveHal' and valid_from <= (now() at time zone 'Europe/Prague')::date
       and (valid_to is null or valid_to >= (now() at time zone 'Europe/Prague')::date)
     order by valid_from desc limit 1;
    if new.approved_by is null or (new.approved_by = new.proposed_by and new.amount_hal > coalesce(limit_hal, 0)) then
      raise exception 'refund %: another officer must approve it', old.id
        using errcode = 'integrity_constraint_violation';
    end if;

    if not exists (
      select 1 from journal_entry e
        join journal_line l on l.entry_id = e.id and l.account_id = new.account_id and l.side = 'credit'
             and l.assessment_id is null and l.amount_hal = new.amount_hal
        join journal_line p on p.entry_id = e.id and p.amount_hal = -new.amount_hal
        join account a on a.id = p.account_id and a.kind = 'refunds_payable'
       where e.id = new.approved_entry_id and e.kind = 'refund'
    ) then
      raise exception 'refund %: the journal does not move its amount to refunds payable', old.id
        using errcode = 'integrity_constraint_violation';
    end if;

    -- § 155 of the tax code; the credit already stands without the refund, so it is added again.
    if new.ground = 'credit' and new.exceptional_reason is null and new.amount_hal + (
      select credit_hal from account_balance where account_id = new.account_id
    ) < 20000 then
      raise exception 'refund %: the overpayment is below the least amount', old.id
        using errcode = 'integrity_constraint_violation';
    end if;

    if new.way = 'gateway' then
      -- Lock first, sum after.
      select amount_hal into paid_hal from payment_attempt where id = new.attempt_id and state = 'paid' for update;
      select coalesce(sum(amount_hal), 0) into refunded_hal from refund
       where attempt_id = new.attempt_id and id <> new.id and state in ('approved', 'sent', 'unknown', 'done');
      if paid_hal is null or refunded_hal + new.amount_hal > paid_hal then
        raise exception 'refund %: more than what remains of the payment', old.id
          using errcode = 'integrity_constraint_violation';
      end if;
      if not exists (
        select 1 from payment_attempt t join payment_order o on o.id = t.order_id
          join identity_payer ip on ip.identity_id = o.identity_id and ip.ended_at is null
          join payment_order_item i on i.order_id = o.id and i.account_id = new.account_id
         where t.id = new.attempt_id and ip.payer_id = new.entitled_payer_id
      ) then
        raise exception 'refund %: the payment was not made by the entitled person', old.id
          using errcode = 'integrity_constraint_violation';
      end if;
    end if;
  elsif new.state = 'sent' and new.way = 'bank_account' and not is_in_live_order(new.id) then
    raise exception 'refund %: no order sends it', old.id
      using errcode = 'integrity_constraint_violation';
  elsif new.state = 'returned' and (new.way <> 'bank_account' or not exists (
    select 1 from journal_entry e
      join journal_line l on l.entry_id = e.id and l.account_id = new.account_id and l.side = 'credit'
           and l.assessment_id is null and l.amount_hal = -new.amount_hal
      join refund_bank_line b on b.refund_id = new.id and b.kind = 'returned'
     where e.id = new.reversal_entry_id and e.kind = 'refund_returned'
  )) then
    raise exception 'refund %: the bank did not send it back', old.id
      using errcode = 'integrity_constraint_violation';
  elsif new.state = 'done' and not exists (
    select 1 from journal_entry e join journal_line p on p.entry_id = e.id and p.amount_hal = new.amount_hal
      join account a on a.id = p.account_id and a.kind = 'refunds_payable'
     where e.id = new.done_entry_id and e.kind = 'refund_sent'
  ) then
    raise exception 'refund %: the journal does not pay it out', old.id
      using errcode = 'integrity_constraint_violation';
  elsif new.state = 'failed' and not exists (
    select 1 from journal_entry e where e.id = new.reversal_entry_id and e.reverses_entry_id = new.approved_entry_id
  ) then
    raise exception 'refund %: the journal does not take it back', old.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
