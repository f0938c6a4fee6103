CREATE TABLE "refund_stray_decision" (
	"bank_entry_id" bigint PRIMARY KEY NOT NULL,
	"refund_id" uuid NOT NULL,
	"meaning" text NOT NULL,
	"reason" text NOT NULL,
	"decided_by" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refund_word" (
	"refund_id" uuid NOT NULL,
	"officer_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "refund" ADD COLUMN "accepted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "refund_stray_decision" ADD CONSTRAINT "refund_stray_decision_bank_entry_id_bank_entry_id_fk" FOREIGN KEY ("bank_entry_id") REFERENCES "public"."bank_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_stray_decision" ADD CONSTRAINT "refund_stray_decision_refund_id_refund_id_fk" FOREIGN KEY ("refund_id") REFERENCES "public"."refund"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_stray_decision" ADD CONSTRAINT "refund_stray_decision_decided_by_identity_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_word" ADD CONSTRAINT "refund_word_refund_id_refund_id_fk" FOREIGN KEY ("refund_id") REFERENCES "public"."refund"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_word" ADD CONSTRAINT "refund_word_officer_id_identity_id_fk" FOREIGN KEY ("officer_id") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "refund_word_refund_index" ON "refund_word" USING btree ("refund_id");--> statement-breakpoint
CREATE INDEX "bank_entry_outgoing_symbol_index" ON "bank_entry" USING btree ("variable_symbol") WHERE kind = 'outgoing';--> statement-breakpoint
create trigger refund_word_append_only before update or delete or truncate on refund_word
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger refund_stray_decision_append_only before update or delete or truncate on refund_stray_decision
  for each statement execute function refuse_change();
--> statement-breakpoint
-- A decision is about a movement that left with this refund's number and closes none; not by who approved the refund.
create function guard_refund_stray_decision() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if not exists (
    select 1 from refund r join bank_entry b on b.variable_symbol = r.reference and b.kind = 'outgoing'
     where r.id = new.refund_id and b.id = new.bank_entry_id and r.approved_by is distinct from new.decided_by
       and not exists (select 1 from refund_bank_line l where l.bank_entry_id = b.id)
  ) then
    raise exception 'bank entry %: there is nothing to decide for this officer', new.bank_entry_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger refund_stray_decision_guard before insert on refund_stray_decision for each row
  execute function guard_refund_stray_decision();
--> statement-breakpoint
create function two_said(refund_id uuid, outcome text, since timestamptz) returns boolean language sql stable
security definer set search_path = public, pg_temp as $$
  -- Of each officer the newest word: what was taken back counts no more.
  select count(*) >= 2 from (
    select distinct on (w.officer_id) w.outcome from refund_word w
     where w.refund_id = $1 and w.at >= $3 order by w.officer_id, w.at desc) said
   where said.outcome = $2
$$;
--> statement-breakpoint
-- The rows are generated from lib/refund/edges.rules.ts and a test compares the two.
insert into refund_edge (from_state, to_state, event) values
  ('approved', 'proposed', 'no_longer_possible'),
  ('approved', 'done', 'seen_at_bank'),
  ('failed', 'done', 'seen_at_bank_after_all');
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

  if (new.id, new.reference, new.account_id, new.ground, new.way, new.proposed_at)
       <> (old.id, old.reference, old.account_id, old.ground, old.way, old.proposed_at)
     -- What the portal proposed an officer takes over once.
     or (old.proposed_by is not null and new.proposed_by is distinct from old.proposed_by)
     or (new.entitled_payer_id, new.entitled_name, new.attempt_id, new.bank_account, new.exceptional_reason)
       is distinct from
        (old.entitled_payer_id, old.entitled_name, old.attempt_id, old.bank_account, old.exceptional_reason)
     -- Put back before it was sent, it begins anew; seen at the bank after it was put back, its credit is taken again.
     or (old.approved_by is not null and new.approved_by is distinct from old.approved_by
         and (old.state, new.state) <> ('approved', 'proposed'))
     or (old.approved_entry_id is not null and new.approved_entry_id is distinct from old.approved_entry_id
         and (old.state, new.state) not in (('approved', 'proposed'), ('failed', 'done')))
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

  -- A movement with a refund's number of the same credit, about which nobody has decided: it may be this very money.
  if new.state = 'sent' or new.state = 'approved' and old.state <> 'sent' then
    if exists (
      select 1 from refund r join bank_entry b on b.variable_symbol = r.reference and b.kind = 'outgoing'
       where r.account_id = new.account_id
         and not exists (select 1 from refund_bank_line l where l.bank_entry_id = b.id)
         and not exists (select 1 from refund_stray_decision d where d.bank_entry_id = b.id)
         and not exists (select 1 from bank_entry x where x.reverses_bank_entry_id = b.id)
    ) then
      raise exception 'refund %: a movement with a number of its credit waits for a decision', old.id
        using errcode = 'integrity_constraint_violation';
    end if;
  end if;

  -- What a bank has taken back in the meantime is not given back once more.
  if new.state = 'sent' and new.attempt_id is not null then
    select amount_hal into paid_hal from payment_attempt where id = new.attempt_id and state = 'paid' for update;
    select coalesce(sum(amount_hal), 0) into refunded_hal from refund
     where attempt_id = new.attempt_id and id <> new.id and state in ('approved', 'sent', 'unknown', 'done');
    if paid_hal is null or refunded_hal + new.amount_hal + (
      select coalesce(sum(c.amount_hal), 0) from chargeback c where c.attempt_id = new.attempt_id
         and not exists (select 1 from chargeback_won w where w.chargeback_id = c.id)
    ) > paid_hal then
      raise exception 'refund %: more than what remains of the payment', old.id
        using errcode = 'integrity_constraint_violation';
    end if;
  end if;

  if old.state = 'approved' and new.state = 'proposed' then
    if new.approved_by is not null or new.approved_entry_id is not null or not exists (
      select 1 from journal_entry e where e.reverses_entry_id = old.approved_entry_id
    ) then
      raise exception 'refund %: the journal does not put it back', old.id
        using errcode = 'integrity_constraint_violation';
    end if;
  elsif old.state = 'sent' and new.state = 'approved' then
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
    if new.approved_by is null or (new.amount_hal > coalesce(limit_hal, 0)
                                   and (new.proposed_by is null or new.approved_by = new.proposed_by)) then
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
  elsif new.state = 'done' then
    if not exists (
      select 1 from journal_entry e join journal_line p on p.entry_id = e.id and p.amount_hal = new.amount_hal
        join account a on a.id = p.account_id and a.kind = 'refunds_payable'
       where e.id = new.done_entry_id and e.kind = 'refund_sent'
    ) then
      raise exception 'refund %: the journal does not pay it out', old.id
        using errcode = 'integrity_constraint_violation';
    end if;
    -- What left once and came back needs no second word when the bank takes that back.
    if new.way = 'bank_account' and not exists (
      select 1 from refund_bank_line l where l.refund_id = new.id and l.kind = 'sent'
    ) and old.state <> 'returned' and (old.state <> 'sent' or not two_said(new.id, 'done', old.sent_at)) then
      raise exception 'refund %: neither the bank nor two officers say that it left', old.id
        using errcode = 'integrity_constraint_violation';
    end if;
    if old.state = 'failed' and not exists (
      select 1 from journal_entry e
        join journal_line l on l.entry_id = e.id and l.account_id = new.account_id and l.side = 'credit'
             and l.assessment_id is null and l.amount_hal = new.amount_hal
       where e.id = new.approved_entry_id and e.id > old.reversal_entry_id and e.kind = 'refund'
    ) then
      raise exception 'refund %: the journal does not take its credit again', old.id
        using errcode = 'integrity_constraint_violation';
    end if;
  elsif new.state = 'failed' and not exists (
    select 1 from journal_entry e where e.id = new.reversal_entry_id and e.reverses_entry_id = new.approved_entry_id
  ) then
    raise exception 'refund %: the journal does not take it back', old.id
      using errcode = 'integrity_constraint_violation';
  elsif new.state = 'failed' and new.way = 'bank_account' and old.state = 'sent'
        and not two_said(new.id, 'failed', old.sent_at) then
    raise exception 'refund %: two officers must say that it did not leave', old.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
