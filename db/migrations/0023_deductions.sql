CREATE TABLE "settlement_deduction" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "settlement_deduction_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"bank_entry_id" bigint NOT NULL,
	"refund_id" uuid,
	"chargeback_id" uuid,
	"won_chargeback_id" uuid,
	"amount_hal" bigint NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "settlement_deduction_subject" CHECK (num_nonnulls("settlement_deduction"."refund_id", "settlement_deduction"."chargeback_id", "settlement_deduction"."won_chargeback_id") = 1
          and ("settlement_deduction"."amount_hal" < 0) = ("settlement_deduction"."won_chargeback_id" is not null) and "settlement_deduction"."amount_hal" <> 0)
);
--> statement-breakpoint
ALTER TABLE "settlement_deduction" ADD CONSTRAINT "settlement_deduction_bank_entry_id_bank_entry_id_fk" FOREIGN KEY ("bank_entry_id") REFERENCES "public"."bank_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_deduction" ADD CONSTRAINT "settlement_deduction_refund_id_refund_id_fk" FOREIGN KEY ("refund_id") REFERENCES "public"."refund"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_deduction" ADD CONSTRAINT "settlement_deduction_chargeback_id_chargeback_id_fk" FOREIGN KEY ("chargeback_id") REFERENCES "public"."chargeback"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_deduction" ADD CONSTRAINT "settlement_deduction_won_chargeback_id_chargeback_won_chargeback_id_fk" FOREIGN KEY ("won_chargeback_id") REFERENCES "public"."chargeback_won"("chargeback_id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "settlement_deduction_line_index" ON "settlement_deduction" USING btree ("bank_entry_id");--> statement-breakpoint
CREATE INDEX "settlement_deduction_refund_index" ON "settlement_deduction" USING btree ("refund_id") WHERE refund_id is not null;
--> statement-breakpoint
-- The rules of deductions, held by the database itself. See db/README.md.
create trigger settlement_deduction_append_only before update or delete or truncate on settlement_deduction
  for each statement execute function refuse_change();
--> statement-breakpoint

-- Money that went back is missing in one line of the bank at a time, in its whole amount, of its own gateway.
create function guard_settlement_deduction() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if not exists (
    select 1 from settlement_payout p join settlement_transfer s on s.id = p.transfer_id and s.amount_hal is null
      join payment_attempt t on t.gateway = s.gateway
     where p.bank_entry_id = new.bank_entry_id
       and t.id = coalesce(
         (select attempt_id from refund where id = new.refund_id and amount_hal = new.amount_hal),
         (select attempt_id from chargeback where id = new.chargeback_id and amount_hal = new.amount_hal),
         (select attempt_id from chargeback where id = new.won_chargeback_id and amount_hal = -new.amount_hal))
  ) then
    raise exception 'deduction %: not of that gateway, or another amount', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  if exists (
    select 1 from settlement_deduction d
     where (d.refund_id = new.refund_id or d.chargeback_id = new.chargeback_id
            or d.won_chargeback_id = new.won_chargeback_id)
       and not exists (select 1 from bank_entry r where r.reverses_bank_entry_id = d.bank_entry_id)
  ) then
    raise exception 'deduction %: it is missing in another line already', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger settlement_deduction_guard before insert on settlement_deduction
  for each row execute function guard_settlement_deduction();
