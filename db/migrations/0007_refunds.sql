CREATE SEQUENCE "public"."refund_reference" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 2700000001 CACHE 1;--> statement-breakpoint
CREATE TABLE "refund" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"reference" text DEFAULT nextval('refund_reference')::text NOT NULL,
	"account_id" bigint NOT NULL,
	"ground" text NOT NULL,
	"entitled_payer_id" uuid,
	"entitled_name" text,
	"amount_hal" bigint NOT NULL,
	"seen_credit_hal" bigint NOT NULL,
	"way" text NOT NULL,
	"attempt_id" uuid,
	"bank_account" text,
	"state" text NOT NULL,
	"exceptional_reason" text,
	"waits_until" date,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"approved_by" uuid,
	"sent_at" timestamp with time zone,
	"gateway_refund_id" text,
	"problem" text,
	"approved_entry_id" bigint,
	"done_entry_id" bigint,
	"reversal_entry_id" bigint,
	CONSTRAINT "refund_reference_unique" UNIQUE("reference"),
	CONSTRAINT "refund_approved_entry_id_unique" UNIQUE("approved_entry_id"),
	CONSTRAINT "refund_done_entry_id_unique" UNIQUE("done_entry_id"),
	CONSTRAINT "refund_reversal_entry_id_unique" UNIQUE("reversal_entry_id"),
	CONSTRAINT "refund_amount" CHECK ("refund"."amount_hal" > 0 and "refund"."amount_hal" <= "refund"."seen_credit_hal"),
	CONSTRAINT "refund_entitled" CHECK (num_nonnulls("refund"."entitled_payer_id", "refund"."entitled_name") = 1),
	CONSTRAINT "refund_way" CHECK (case "refund"."way"
        when 'gateway' then "refund"."attempt_id" is not null and "refund"."bank_account" is null
                            and "refund"."entitled_payer_id" is not null and "refund"."ground" <> 'civil'
        else "refund"."attempt_id" is null and "refund"."bank_account" is not null end),
	CONSTRAINT "refund_waits" CHECK ("refund"."state" not in ('waiting', 'lapsed') or "refund"."waits_until" is not null),
	CONSTRAINT "refund_entries" CHECK (case
        when "refund"."state" in ('approved', 'sent', 'unknown')
          then "refund"."approved_entry_id" is not null and num_nonnulls("refund"."done_entry_id", "refund"."reversal_entry_id") = 0
        when "refund"."state" = 'done'
          then num_nulls("refund"."approved_entry_id", "refund"."done_entry_id") = 0 and "refund"."reversal_entry_id" is null
        when "refund"."state" = 'failed'
          then num_nulls("refund"."approved_entry_id", "refund"."reversal_entry_id") = 0 and "refund"."done_entry_id" is null
        else num_nonnulls("refund"."approved_entry_id", "refund"."done_entry_id", "refund"."reversal_entry_id") = 0 end)
);
--> statement-breakpoint
CREATE TABLE "refund_edge" (
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	"event" text NOT NULL,
	CONSTRAINT "refund_edge_key" PRIMARY KEY("from_state","to_state")
);
--> statement-breakpoint
CREATE TABLE "refund_event" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"refund_id" uuid NOT NULL,
	"event" text NOT NULL,
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	"reason" text,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_entitled_payer_id_payer_id_fk" FOREIGN KEY ("entitled_payer_id") REFERENCES "public"."payer"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_attempt_id_payment_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."payment_attempt"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_proposed_by_identity_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_approved_by_identity_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_approved_entry_id_journal_entry_id_fk" FOREIGN KEY ("approved_entry_id") REFERENCES "public"."journal_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_done_entry_id_journal_entry_id_fk" FOREIGN KEY ("done_entry_id") REFERENCES "public"."journal_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_reversal_entry_id_journal_entry_id_fk" FOREIGN KEY ("reversal_entry_id") REFERENCES "public"."journal_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_event" ADD CONSTRAINT "refund_event_refund_id_refund_id_fk" FOREIGN KEY ("refund_id") REFERENCES "public"."refund"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "refund_account_index" ON "refund" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "refund_attempt_index" ON "refund" USING btree ("attempt_id") WHERE attempt_id is not null;--> statement-breakpoint
CREATE INDEX "refund_state_index" ON "refund" USING btree ("state","proposed_at");--> statement-breakpoint
CREATE INDEX "refund_event_refund_index" ON "refund_event" USING btree ("refund_id");--> statement-breakpoint
-- The rules of refunds, held by the database itself. See db/README.md.

create trigger refund_event_append_only before update or delete or truncate on refund_event
  for each statement execute function refuse_change();
--> statement-breakpoint
-- The rows are generated from lib/refund/edges.ts and a test compares the two.
insert into refund_edge (from_state, to_state, event) values
  ('waiting', 'proposed', 'revived'),
  ('waiting', 'lapsed', 'lapsed'),
  ('waiting', 'rejected', 'rejected'),
  ('proposed', 'approved', 'approved'),
  ('proposed', 'rejected', 'rejected'),
  ('approved', 'sent', 'claimed_for_sending'),
  ('approved', 'failed', 'could_not_be_sent'),
  ('sent', 'done', 'confirmed'),
  ('sent', 'failed', 'refused'),
  ('sent', 'unknown', 'unanswered'),
  ('unknown', 'done', 'found_done'),
  ('unknown', 'failed', 'found_not_done');
--> statement-breakpoint
create function guard_refund() returns trigger language plpgsql security definer
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

  if new.state in ('approved', 'sent') and exists (
    select 1 from account a join payer p on p.id in (a.payer_id, new.entitled_payer_id)
     where a.id = new.account_id and p.allocation_stopped
  ) then
    raise exception 'refund %: refunds of the payer are stopped', old.id
      using errcode = 'integrity_constraint_violation';
  end if;

  if new.state = 'approved' then
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
--> statement-breakpoint
create trigger refund_guard before insert or update on refund for each row execute function guard_refund();
--> statement-breakpoint

insert into role_permission (role, action) values
  ('clerk', 'refunds.propose'), ('accountant', 'refunds.propose'), ('accountant', 'refunds.approve');
