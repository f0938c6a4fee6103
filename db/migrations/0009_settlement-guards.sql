-- The rules of settlements and chargebacks, held by the database itself. See db/README.md.

create trigger settlement_transfer_append_only before update or delete or truncate on settlement_transfer
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger settlement_row_append_only before update or delete or truncate on settlement_row
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger settlement_payout_append_only before update or delete or truncate on settlement_payout
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger chargeback_append_only before update or delete or truncate on chargeback
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger chargeback_won_append_only before update or delete or truncate on chargeback_won
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger settlement_closing_append_only before update or delete or truncate on settlement_closing
  for each statement execute function refuse_change();
--> statement-breakpoint

-- What an entry moves on the account of this kind of a gateway.
create function moved_at_gateway(entry bigint, account_kind text, of_gateway text) returns bigint language sql stable
set search_path = public, pg_temp as $$
  select coalesce(sum(l.amount_hal), 0)::bigint from journal_line l join account a on a.id = l.account_id
   where l.entry_id = entry and a.kind = account_kind and a.gateway = of_gateway
$$;
--> statement-breakpoint

-- The rows of a transfer come all at once, and their fees are in the journal to the haléř.
create function guard_settlement_rows() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  faulty record;
begin
  select t.id into faulty
    from (select transfer_id, count(*) as row_count, coalesce(sum(fee_hal), 0) as fee_hal
            from new_rows group by transfer_id) n
    join settlement_transfer t on t.id = n.transfer_id
   where n.row_count <> t.rows
      or (select count(*) from settlement_row r where r.transfer_id = t.id) <> t.rows
      or n.fee_hal <> moved_at_gateway(t.fee_entry_id, 'gateway_fees', t.gateway)
      or -n.fee_hal <> moved_at_gateway(t.fee_entry_id, 'gateway_clearing', t.gateway)
   limit 1;
  if found then
    raise exception 'settlement transfer %: its rows are not whole, or the journal tells other fees', faulty.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger settlement_row_guard after insert on settlement_row
  referencing new table as new_rows for each statement execute function guard_settlement_rows();
--> statement-breakpoint

-- A transfer stands on one line of the bank at a time, a payout of the same gateway.
create function guard_settlement_payout() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if not exists (
    select 1 from bank_entry b join settlement_transfer t on t.id = new.transfer_id
     where b.id = new.bank_entry_id and b.kind = 'gateway_payout'
       and moved_at_gateway(b.journal_entry_id, 'gateway_clearing', t.gateway) = -b.amount_hal
  ) then
    raise exception 'bank entry % is no payout of that gateway', new.bank_entry_id
      using errcode = 'integrity_constraint_violation';
  end if;
  if exists (
    select 1 from settlement_payout p
     where p.transfer_id = new.transfer_id
       and not exists (select 1 from bank_entry r where r.reverses_bank_entry_id = p.bank_entry_id)
  ) then
    raise exception 'settlement transfer % is already at the bank', new.transfer_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger settlement_payout_guard before insert on settlement_payout
  for each row execute function guard_settlement_payout();
--> statement-breakpoint

-- Of a payment no more is taken back than it was, and the gateway's money moves by exactly that.
create function guard_chargeback() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  paid record;
  taken_hal bigint;
begin
  -- Lock first, sum after.
  select gateway, amount_hal into paid from payment_attempt where id = new.attempt_id and state = 'paid' for update;
  select coalesce(sum(c.amount_hal), 0) into taken_hal from chargeback c
   where c.attempt_id = new.attempt_id and not exists (select 1 from chargeback_won w where w.chargeback_id = c.id);
  if paid is null or taken_hal + new.amount_hal > paid.amount_hal then
    raise exception 'chargeback %: more than what was paid', new.id using errcode = 'integrity_constraint_violation';
  end if;
  if not exists (select 1 from journal_entry e where e.id = new.entry_id and e.kind = 'chargeback')
     or moved_at_gateway(new.entry_id, 'gateway_clearing', paid.gateway) <> -new.amount_hal then
    raise exception 'chargeback %: the journal does not take it from the gateway', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger chargeback_guard before insert on chargeback for each row execute function guard_chargeback();
--> statement-breakpoint
create function guard_chargeback_won() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if not exists (
    select 1 from chargeback c join payment_attempt t on t.id = c.attempt_id
      join journal_entry e on e.id = new.entry_id and e.reverses_entry_id = c.entry_id
     where c.id = new.chargeback_id and moved_at_gateway(e.id, 'gateway_clearing', t.gateway) = c.amount_hal
  ) then
    raise exception 'chargeback %: the journal does not bring it back', new.chargeback_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger chargeback_won_guard before insert on chargeback_won for each row execute function guard_chargeback_won();
--> statement-breakpoint

-- What a bank has taken back is not given back once more through the gateway.
create function guard_refund_beside_chargebacks() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  paid_hal bigint;
  gone_hal bigint;
begin
  select amount_hal into paid_hal from payment_attempt where id = new.attempt_id for update;
  select (select coalesce(sum(amount_hal), 0) from refund
           where attempt_id = new.attempt_id and id <> new.id and state in ('approved', 'sent', 'unknown', 'done'))
       + (select coalesce(sum(c.amount_hal), 0) from chargeback c where c.attempt_id = new.attempt_id
             and not exists (select 1 from chargeback_won w where w.chargeback_id = c.id)) into gone_hal;
  if gone_hal + new.amount_hal > paid_hal then
    raise exception 'refund %: the bank has taken the payment back', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger refund_beside_chargebacks before update on refund for each row
  when (new.state = 'approved' and old.state <> 'approved' and new.attempt_id is not null)
  execute function guard_refund_beside_chargebacks();
--> statement-breakpoint

insert into role_permission (role, action) values ('accountant', 'settlements.decide');
