CREATE TABLE "chargeback" (
	"id" uuid PRIMARY KEY NOT NULL,
	"attempt_id" uuid NOT NULL,
	"amount_hal" bigint NOT NULL,
	"reason" text NOT NULL,
	"entry_id" bigint NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chargeback_entry_id_unique" UNIQUE("entry_id"),
	CONSTRAINT "chargeback_amount" CHECK ("chargeback"."amount_hal" > 0)
);
--> statement-breakpoint
CREATE TABLE "chargeback_won" (
	"chargeback_id" uuid PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"entry_id" bigint NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chargeback_won_entry_id_unique" UNIQUE("entry_id")
);
--> statement-breakpoint
CREATE TABLE "settlement_closing" (
	"difference_key" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settlement_payout" (
	"bank_entry_id" bigint PRIMARY KEY NOT NULL,
	"transfer_id" bigint NOT NULL,
	"fee_entry_id" bigint,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "settlement_payout_fee_entry_id_unique" UNIQUE("fee_entry_id")
);
--> statement-breakpoint
CREATE TABLE "settlement_row" (
	"transfer_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"gateway_payment_id" text,
	"reference" text,
	"attempt_id" uuid,
	"gross_hal" bigint NOT NULL,
	"fee_hal" bigint,
	"net_hal" bigint NOT NULL,
	"fee_agrees" boolean NOT NULL,
	"ordered_on" date,
	"fingerprint" text NOT NULL,
	CONSTRAINT "settlement_row_key" PRIMARY KEY("transfer_id","position"),
	CONSTRAINT "settlement_row_fingerprint_unique" UNIQUE("fingerprint"),
	CONSTRAINT "settlement_row_payment_comes" CHECK ("settlement_row"."kind" <> 'payment' or "settlement_row"."gross_hal" > 0),
	CONSTRAINT "settlement_row_returned_goes" CHECK ("settlement_row"."kind" not in ('refund', 'chargeback') or "settlement_row"."gross_hal" < 0),
	CONSTRAINT "settlement_row_fee_only" CHECK ("settlement_row"."kind" <> 'fee' or "settlement_row"."gross_hal" = 0)
);
--> statement-breakpoint
CREATE TABLE "settlement_transfer" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "settlement_transfer_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"gateway" text NOT NULL,
	"transfer_key" text NOT NULL,
	"transferred_on" date NOT NULL,
	"variable_symbol" text,
	"amount_hal" bigint,
	"rows" integer NOT NULL,
	"file_name" text,
	"fee_entry_id" bigint,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "settlement_transfer_fee_entry_id_unique" UNIQUE("fee_entry_id"),
	CONSTRAINT "settlement_transfer_key_unique" UNIQUE("gateway","transfer_key"),
	CONSTRAINT "settlement_transfer_rows" CHECK ("settlement_transfer"."rows" >= 1)
);
--> statement-breakpoint
ALTER TABLE "chargeback" ADD CONSTRAINT "chargeback_attempt_id_payment_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."payment_attempt"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chargeback" ADD CONSTRAINT "chargeback_entry_id_journal_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."journal_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chargeback_won" ADD CONSTRAINT "chargeback_won_chargeback_id_chargeback_id_fk" FOREIGN KEY ("chargeback_id") REFERENCES "public"."chargeback"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chargeback_won" ADD CONSTRAINT "chargeback_won_entry_id_journal_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."journal_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_payout" ADD CONSTRAINT "settlement_payout_bank_entry_id_bank_entry_id_fk" FOREIGN KEY ("bank_entry_id") REFERENCES "public"."bank_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_payout" ADD CONSTRAINT "settlement_payout_transfer_id_settlement_transfer_id_fk" FOREIGN KEY ("transfer_id") REFERENCES "public"."settlement_transfer"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_payout" ADD CONSTRAINT "settlement_payout_fee_entry_id_journal_entry_id_fk" FOREIGN KEY ("fee_entry_id") REFERENCES "public"."journal_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_row" ADD CONSTRAINT "settlement_row_transfer_id_settlement_transfer_id_fk" FOREIGN KEY ("transfer_id") REFERENCES "public"."settlement_transfer"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_row" ADD CONSTRAINT "settlement_row_attempt_id_payment_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."payment_attempt"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_transfer" ADD CONSTRAINT "settlement_transfer_fee_entry_id_journal_entry_id_fk" FOREIGN KEY ("fee_entry_id") REFERENCES "public"."journal_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "chargeback_attempt_index" ON "chargeback" USING btree ("attempt_id");--> statement-breakpoint
CREATE INDEX "settlement_payout_transfer_index" ON "settlement_payout" USING btree ("transfer_id");--> statement-breakpoint
CREATE INDEX "settlement_row_attempt_index" ON "settlement_row" USING btree ("attempt_id") WHERE attempt_id is not null;--> statement-breakpoint
CREATE INDEX "settlement_transfer_symbol_index" ON "settlement_transfer" USING btree ("gateway","variable_symbol");