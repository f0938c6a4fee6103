ALTER TABLE "settlement_payout" DROP CONSTRAINT "settlement_payout_pkey";--> statement-breakpoint
ALTER TABLE "settlement_payout" ADD CONSTRAINT "settlement_payout_key" PRIMARY KEY("bank_entry_id","transfer_id");--> statement-breakpoint

-- Several transfers stand on one line only where the gateway told nothing but their payments.
create function guard_payout_of_several() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if (select count(*) > 1 and bool_or(t.amount_hal is not null)
        from settlement_payout p join settlement_transfer t on t.id = p.transfer_id
       where p.bank_entry_id = new.bank_entry_id) then
    raise exception 'bank entry %: several transfers with amounts of their own', new.bank_entry_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger settlement_payout_of_several after insert on settlement_payout
  for each row execute function guard_payout_of_several();
