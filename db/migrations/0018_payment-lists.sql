CREATE TABLE "payment_list" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "payment_list_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"counter_account" text NOT NULL,
	"variable_symbol" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"agreed_by" uuid NOT NULL,
	"agreed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payment_list_days" CHECK ("payment_list"."valid_to" is null or "payment_list"."valid_to" >= "payment_list"."valid_from"),
	CONSTRAINT "payment_list_symbol" CHECK ("payment_list"."variable_symbol" ~ '^[1-9][0-9]{0,9}$')
);
--> statement-breakpoint
CREATE TABLE "payment_list_member" (
	"list_id" integer NOT NULL,
	"account_id" bigint NOT NULL,
	CONSTRAINT "payment_list_member_key" PRIMARY KEY("list_id","account_id")
);
--> statement-breakpoint
ALTER TABLE "payment_list" ADD CONSTRAINT "payment_list_agreed_by_identity_id_fk" FOREIGN KEY ("agreed_by") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_list_member" ADD CONSTRAINT "payment_list_member_list_id_payment_list_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."payment_list"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_list_member" ADD CONSTRAINT "payment_list_member_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_list_one_valid" ON "payment_list" USING btree ("counter_account","variable_symbol") WHERE valid_to is null;--> statement-breakpoint
CREATE INDEX "payment_list_member_account_index" ON "payment_list_member" USING btree ("account_id");--> statement-breakpoint
-- The rules of agreed lists, held by the database itself. See db/README.md.
create trigger payment_list_member_append_only before update or delete or truncate on payment_list_member
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger payment_list_kept before delete or truncate on payment_list
  for each statement execute function refuse_change();
--> statement-breakpoint

-- What was agreed does not change; it only ends, once.
create function guard_payment_list() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if old.valid_to is not null or new.valid_to is null
     or (new.id, new.name, new.counter_account, new.variable_symbol, new.valid_from, new.agreed_by, new.agreed_at)
       <> (old.id, old.name, old.counter_account, old.variable_symbol, old.valid_from, old.agreed_by, old.agreed_at) then
    raise exception 'payment list %: it does not change, it only ends', old.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger payment_list_guard before update on payment_list for each row execute function guard_payment_list();
--> statement-breakpoint

create function guard_payment_list_member() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from account where id = new.account_id and kind = 'personal') then
    raise exception 'payment list %: a member is a personal account', new.list_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger payment_list_member_guard before insert on payment_list_member for each row
  execute function guard_payment_list_member();
