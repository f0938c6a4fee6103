-- An attempt moves only along payment_attempt_edge; its rows are generated from lib/payment/edges.ts
-- and a test compares the two.
insert into payment_attempt_edge (from_state, to_state, event) values
  ('prepared', 'waiting', 'created_at_gateway'),
  ('prepared', 'refused', 'refused_by_gateway'),
  ('prepared', 'unknown', 'create_unanswered'),
  ('prepared', 'paid', 'paid_before_create_answer'),
  ('prepared', 'cancelled', 'cancelled_before_create_answer'),
  ('prepared', 'disputed', 'disagreement_found'),
  ('unknown', 'waiting', 'found_at_gateway'),
  ('unknown', 'paid', 'found_paid_at_gateway'),
  ('unknown', 'cancelled', 'found_cancelled_at_gateway'),
  ('unknown', 'disputed', 'disagreement_found'),
  ('unknown', 'expired', 'expired_without_trace'),
  ('waiting', 'paid', 'paid'),
  ('waiting', 'cancelled', 'cancelled'),
  ('waiting', 'disputed', 'disagreement_found'),
  ('disputed', 'paid', 'corrected_to_paid_by_gateway'),
  ('disputed', 'cancelled', 'corrected_to_cancelled_by_gateway'),
  ('cancelled', 'paid', 'corrected_to_paid_by_gateway'),
  ('cancelled', 'disputed', 'corrected_to_disputed_by_gateway'),
  ('refused', 'paid', 'corrected_to_paid_by_gateway'),
  ('refused', 'cancelled', 'corrected_to_cancelled_by_gateway'),
  ('refused', 'disputed', 'corrected_to_disputed_by_gateway'),
  ('expired', 'waiting', 'corrected_to_waiting_by_gateway'),
  ('expired', 'paid', 'corrected_to_paid_by_gateway'),
  ('expired', 'cancelled', 'corrected_to_cancelled_by_gateway'),
  ('expired', 'disputed', 'corrected_to_disputed_by_gateway');
--> statement-breakpoint
create function guard_payment_attempt() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if new.id <> old.id or new.order_id <> old.order_id or new.gateway <> old.gateway
     or new.reference <> old.reference or new.amount_hal <> old.amount_hal or new.is_test <> old.is_test
     or (old.gateway_payment_id is not null and new.gateway_payment_id is distinct from old.gateway_payment_id) then
    raise exception 'payment attempt %: what was agreed does not change', old.id
      using errcode = 'integrity_constraint_violation';
  end if;
  if new.state <> old.state and not exists (
    select 1 from payment_attempt_edge where from_state = old.state and to_state = new.state
  ) then
    raise exception 'payment attempt %: no way from % to %', old.id, old.state, new.state
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger payment_attempt_guard before update on payment_attempt
  for each row execute function guard_payment_attempt();
--> statement-breakpoint

insert into role_permission (role, action) values
  ('viewer', 'dashboard.read'), ('viewer', 'payments.read'),
  ('clerk', 'dashboard.read'), ('clerk', 'payments.read'), ('clerk', 'payers.read'),
  ('accountant', 'dashboard.read'), ('accountant', 'payments.read'), ('accountant', 'payers.read'),
  ('accountant', 'gateway_messages.read'),
  ('auditor', 'dashboard.read'), ('auditor', 'payments.read'), ('auditor', 'payers.read'),
  ('auditor', 'gateway_messages.read'), ('auditor', 'audit.read'),
  ('administrator', 'dashboard.read'), ('administrator', 'settings.read');
