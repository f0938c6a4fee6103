CREATE TABLE "bank_entry" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bank_entry_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"statement_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"bank_account" text NOT NULL,
	"booked_on" date NOT NULL,
	"amount_hal" bigint NOT NULL,
	"variable_symbol" text,
	"specific_symbol" text,
	"constant_symbol" text,
	"counter_account" text,
	"counter_name" text,
	"message" text,
	"bank_reference" text,
	"kind" text NOT NULL,
	"fingerprint" text NOT NULL,
	"occurrence" smallint NOT NULL,
	"journal_entry_id" bigint NOT NULL,
	"reverses_bank_entry_id" bigint,
	CONSTRAINT "bank_entry_fingerprint_unique" UNIQUE("fingerprint"),
	CONSTRAINT "bank_entry_journal_entry_unique" UNIQUE("journal_entry_id"),
	CONSTRAINT "bank_entry_reversed_once" UNIQUE("reverses_bank_entry_id"),
	CONSTRAINT "bank_entry_amount" CHECK ("bank_entry"."amount_hal" <> 0),
	CONSTRAINT "bank_entry_occurrence" CHECK ("bank_entry"."occurrence" >= 1),
	CONSTRAINT "bank_entry_receipt_comes_in" CHECK ("bank_entry"."kind" <> 'receipt' or "bank_entry"."amount_hal" > 0)
);
--> statement-breakpoint
CREATE TABLE "bank_match" (
	"bank_entry_id" bigint NOT NULL,
	"turn" smallint NOT NULL,
	"state" text NOT NULL,
	"rule" text NOT NULL,
	"reasons" jsonb NOT NULL,
	"journal_entry_id" bigint NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bank_match_key" PRIMARY KEY("bank_entry_id","turn"),
	CONSTRAINT "bank_match_turns" CHECK ("bank_match"."turn" >= 1 and ("bank_match"."state" = 'matched') = ("bank_match"."turn" % 2 = 1))
);
--> statement-breakpoint
CREATE TABLE "bank_proposal" (
	"bank_entry_id" bigint NOT NULL,
	"round" integer NOT NULL,
	"position" smallint NOT NULL,
	"score" smallint NOT NULL,
	"reasons" jsonb NOT NULL,
	"parts" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bank_proposal_key" PRIMARY KEY("bank_entry_id","round","position"),
	CONSTRAINT "bank_proposal_score" CHECK ("bank_proposal"."score" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "bank_statement" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bank_statement_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"bank_account" text NOT NULL,
	"format" text NOT NULL,
	"number" text,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"opening_hal" bigint,
	"closing_hal" bigint,
	"entries" integer NOT NULL,
	"new_entries" integer NOT NULL,
	"file_name" text NOT NULL,
	"file_sha256" text NOT NULL,
	"fingerprint" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"imported_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bank_statement_fingerprint_unique" UNIQUE("fingerprint"),
	CONSTRAINT "bank_statement_days" CHECK ("bank_statement"."to_on" >= "bank_statement"."from_on")
);
--> statement-breakpoint
ALTER TABLE "bank_entry" ADD CONSTRAINT "bank_entry_statement_id_bank_statement_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."bank_statement"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_entry" ADD CONSTRAINT "bank_entry_journal_entry_id_journal_entry_id_fk" FOREIGN KEY ("journal_entry_id") REFERENCES "public"."journal_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_entry" ADD CONSTRAINT "bank_entry_reverses_bank_entry_id_bank_entry_id_fk" FOREIGN KEY ("reverses_bank_entry_id") REFERENCES "public"."bank_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_match" ADD CONSTRAINT "bank_match_bank_entry_id_bank_entry_id_fk" FOREIGN KEY ("bank_entry_id") REFERENCES "public"."bank_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_match" ADD CONSTRAINT "bank_match_journal_entry_id_journal_entry_id_fk" FOREIGN KEY ("journal_entry_id") REFERENCES "public"."journal_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_proposal" ADD CONSTRAINT "bank_proposal_bank_entry_id_bank_entry_id_fk" FOREIGN KEY ("bank_entry_id") REFERENCES "public"."bank_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bank_entry_account_index" ON "bank_entry" USING btree ("bank_account","booked_on");--> statement-breakpoint
CREATE INDEX "bank_entry_counter_account_index" ON "bank_entry" USING btree ("counter_account") WHERE kind = 'receipt';--> statement-breakpoint
CREATE INDEX "bank_entry_receipt_index" ON "bank_entry" USING btree ("id") WHERE kind = 'receipt';--> statement-breakpoint
CREATE UNIQUE INDEX "bank_match_journal_entry_unique" ON "bank_match" USING btree ("journal_entry_id");--> statement-breakpoint
CREATE INDEX "bank_statement_account_index" ON "bank_statement" USING btree ("bank_account","to_on");