CREATE TABLE "accounting_month_event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "accounting_month_event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"month" date NOT NULL,
	"kind" text NOT NULL,
	"control_sums" jsonb,
	"carried_over" jsonb,
	"reason" text,
	"officer_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounting_month_event_month" CHECK (extract(day from "accounting_month_event"."month") = 1),
	CONSTRAINT "accounting_month_event_shape" CHECK (case "accounting_month_event"."kind" when 'closed' then "accounting_month_event"."control_sums" is not null
                                            and ("accounting_month_event"."carried_over" is null or "accounting_month_event"."reason" is not null)
                         else "accounting_month_event"."reason" is not null end)
);
--> statement-breakpoint
CREATE TABLE "document_batch" (
	"day" date PRIMARY KEY NOT NULL,
	"documents" integer NOT NULL,
	"control_sum_hal" bigint NOT NULL,
	"officer_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "document_run" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "document_run_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"before_transaction" "xid8" NOT NULL,
	"numbered" integer NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "journal_document" (
	"entry_id" bigint PRIMARY KEY NOT NULL,
	"series" text NOT NULL,
	"year" smallint NOT NULL,
	"number" integer NOT NULL,
	"numbered_on" date NOT NULL,
	CONSTRAINT "journal_document_number_unique" UNIQUE("series","year","number")
);
--> statement-breakpoint
CREATE TABLE "yearly_opening" (
	"year" smallint NOT NULL,
	"account_id" bigint NOT NULL,
	"balance_hal" bigint NOT NULL,
	CONSTRAINT "yearly_opening_key" PRIMARY KEY("year","account_id")
);
--> statement-breakpoint
ALTER TABLE "accounting_month_event" ADD CONSTRAINT "accounting_month_event_officer_id_identity_id_fk" FOREIGN KEY ("officer_id") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_batch" ADD CONSTRAINT "document_batch_officer_id_identity_id_fk" FOREIGN KEY ("officer_id") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journal_document" ADD CONSTRAINT "journal_document_entry_id_journal_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."journal_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "yearly_opening" ADD CONSTRAINT "yearly_opening_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "journal_document_day_index" ON "journal_document" USING brin ("numbered_on");--> statement-breakpoint
CREATE INDEX "journal_entry_recorded_index" ON "journal_entry" USING brin ("recorded_at");--> statement-breakpoint
CREATE INDEX "journal_entry_booked_index" ON "journal_entry" USING brin ("booked_on");