CREATE SEQUENCE "public"."payment_reference" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 2600000001 CACHE 1;--> statement-breakpoint
CREATE TABLE "assessment" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"external_id" text NOT NULL,
	"payer_id" uuid NOT NULL,
	"fee_kind_code" text NOT NULL,
	"account_id" bigint NOT NULL,
	"period" text NOT NULL,
	"component" text DEFAULT 'principal' NOT NULL,
	"parent_id" uuid,
	"due_on" date NOT NULL,
	"last_day" date NOT NULL,
	"original_due_on" date,
	"legal_state" text DEFAULT 'expected' NOT NULL,
	"variable_symbol" text,
	"specific_symbol" text,
	"note" text,
	"paid_elsewhere_hal" bigint DEFAULT 0 NOT NULL,
	"paid_elsewhere_as_of" date,
	"cancelled_at" timestamp with time zone,
	"superseded_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "assessment_on_account_unique" UNIQUE("id","account_id"),
	CONSTRAINT "assessment_variable_symbol" CHECK ("assessment"."variable_symbol" ~ '^[1-9][0-9]{0,9}$'),
	CONSTRAINT "assessment_specific_symbol" CHECK ("assessment"."specific_symbol" ~ '^[1-9][0-9]{0,9}$'),
	CONSTRAINT "assessment_last_day" CHECK ("assessment"."last_day" >= "assessment"."due_on"),
	CONSTRAINT "assessment_accessory_has_parent" CHECK ("assessment"."component" = 'principal' or "assessment"."parent_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"payer_id" uuid,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"transaction_id" "xid8" DEFAULT pg_current_xact_id() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_seal" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"until_transaction_id" "xid8" NOT NULL,
	"until_entry_id" bigint NOT NULL,
	"entries" bigint NOT NULL,
	"hash" text NOT NULL,
	"sealed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "city_setting" (
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "city_setting_key" PRIMARY KEY("key","valid_from")
);
--> statement-breakpoint
CREATE TABLE "fee_bank_account" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"fee_kind_code" text NOT NULL,
	"account_number" text NOT NULL,
	"iban" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date
);
--> statement-breakpoint
CREATE TABLE "fee_due_rule" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"fee_kind_code" text NOT NULL,
	"due_month" integer,
	"due_day" integer,
	"shifts_to_working_day" boolean DEFAULT true NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date
);
--> statement-breakpoint
CREATE TABLE "fee_kind" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"regime" text NOT NULL,
	"posting" text DEFAULT 'book' NOT NULL,
	"constant_symbol" text,
	"sort_order" integer DEFAULT 0 NOT NULL,
	"payments_known_until" date
);
--> statement-breakpoint
CREATE TABLE "fee_rate" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"fee_kind_code" text NOT NULL,
	"category" text NOT NULL,
	"description" text NOT NULL,
	"amount_hal" bigint NOT NULL,
	"per" text DEFAULT 'year' NOT NULL,
	"relief" text DEFAULT 'by_month' NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "fee_rate_amount" CHECK ("fee_rate"."amount_hal" >= 0)
);
--> statement-breakpoint
CREATE TABLE "payment_day_rule" (
	"way" text NOT NULL,
	"counts" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "payment_day_rule_key" PRIMARY KEY("way","valid_from")
);
--> statement-breakpoint
CREATE TABLE "identity" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"realm" text NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"given_name" text,
	"family_name" text,
	"birth_date" text,
	"email" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_login_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identity_unique" UNIQUE("realm","issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "identity_payer" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"identity_id" uuid NOT NULL,
	"payer_id" uuid NOT NULL,
	"paired_by" text NOT NULL,
	"paired_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "login_session" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"token_hash" text NOT NULL,
	"realm" text NOT NULL,
	"identity_id" uuid NOT NULL,
	"roles" text[] DEFAULT '{}' NOT NULL,
	"acr" text,
	"auth_time" timestamp with time zone,
	"provider_session_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"idle_expires_at" timestamp with time zone NOT NULL,
	"absolute_expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"revoked_because" text,
	CONSTRAINT "login_session_token_unique" UNIQUE("token_hash"),
	CONSTRAINT "login_session_order" CHECK ("login_session"."absolute_expires_at" > "login_session"."created_at")
);
--> statement-breakpoint
CREATE TABLE "pairing_try" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"identity_id" uuid NOT NULL,
	"succeeded" boolean NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "role_permission" (
	"role" text NOT NULL,
	"action" text NOT NULL,
	CONSTRAINT "role_permission_key" PRIMARY KEY("role","action")
);
--> statement-breakpoint
CREATE TABLE "used_logout_token" (
	"token_id" text PRIMARY KEY NOT NULL,
	"used_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "worker_heartbeat" (
	"worker" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"details" jsonb
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "account_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"payer_id" uuid,
	"fee_kind_code" text,
	"gateway" text,
	"bank_account" text,
	CONSTRAINT "account_unique" UNIQUE NULLS NOT DISTINCT("payer_id","fee_kind_code","kind","gateway","bank_account"),
	CONSTRAINT "account_shape" CHECK (case "account"."kind"
        when 'personal' then "account"."payer_id" is not null and "account"."fee_kind_code" is not null
        when 'revenue' then "account"."payer_id" is null and "account"."fee_kind_code" is not null
        when 'paid_elsewhere' then "account"."payer_id" is null and "account"."fee_kind_code" is not null
        when 'gateway_clearing' then "account"."payer_id" is null and "account"."gateway" is not null
        when 'bank_account' then "account"."payer_id" is null and "account"."bank_account" is not null
        else "account"."payer_id" is null end)
);
--> statement-breakpoint
CREATE TABLE "account_balance" (
	"account_id" bigint PRIMARY KEY NOT NULL,
	"balance_hal" bigint NOT NULL,
	"credit_hal" bigint NOT NULL,
	CONSTRAINT "account_balance_credit" CHECK ("account_balance"."credit_hal" >= 0)
);
--> statement-breakpoint
CREATE TABLE "assessment_balance" (
	"assessment_id" uuid PRIMARY KEY NOT NULL,
	"assessed_hal" bigint NOT NULL,
	"paid_hal" bigint NOT NULL,
	CONSTRAINT "assessment_balance_never_overpaid" CHECK ("assessment_balance"."paid_hal" >= 0 and "assessment_balance"."paid_hal" <= "assessment_balance"."assessed_hal")
);
--> statement-breakpoint
CREATE TABLE "journal_entry" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "journal_entry_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"effective_on" date NOT NULL,
	"day_is_provisional" boolean DEFAULT false NOT NULL,
	"booked_on" date NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"source_reference" text NOT NULL,
	"fingerprint" text,
	"way" text,
	"reverses_entry_id" bigint,
	"transaction_id" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	CONSTRAINT "journal_entry_fingerprint_unique" UNIQUE("fingerprint"),
	CONSTRAINT "journal_entry_reversed_once" UNIQUE("reverses_entry_id")
);
--> statement-breakpoint
CREATE TABLE "journal_line" (
	"entry_id" bigint NOT NULL,
	"line_number" smallint NOT NULL,
	"account_id" bigint NOT NULL,
	"assessment_id" uuid,
	"side" text,
	"amount_hal" bigint NOT NULL,
	CONSTRAINT "journal_line_key" PRIMARY KEY("entry_id","line_number"),
	CONSTRAINT "journal_line_amount" CHECK ("journal_line"."amount_hal" <> 0),
	CONSTRAINT "journal_line_assessment_has_side" CHECK ("journal_line"."assessment_id" is null or "journal_line"."side" is not null),
	CONSTRAINT "journal_line_debit_names_assessment" CHECK ("journal_line"."side" is distinct from 'debit' or "journal_line"."assessment_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "outgoing_mail" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"event_key" text NOT NULL,
	"message_id" text NOT NULL,
	"identity_id" uuid,
	"recipient" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"verification_code" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"problem" text,
	CONSTRAINT "outgoing_mail_event_unique" UNIQUE("event_key"),
	CONSTRAINT "outgoing_mail_message_unique" UNIQUE("message_id"),
	CONSTRAINT "outgoing_mail_verification_unique" UNIQUE("verification_code")
);
--> statement-breakpoint
CREATE TABLE "payer" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"external_id" text NOT NULL,
	"kind" text NOT NULL,
	"given_name" text,
	"family_name" text,
	"organisation_name" text,
	"birth_date" date,
	"birth_number_lookup" "bytea",
	"birth_number_sealed" "bytea",
	"birth_number_key_id" text,
	"company_id" text,
	"address" text,
	"email" text,
	"allocation_stopped" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payer_external_id_unique" UNIQUE("external_id"),
	CONSTRAINT "payer_is_named" CHECK (("payer"."kind" = 'person' and "payer"."family_name" is not null) or ("payer"."kind" = 'organisation' and "payer"."organisation_name" is not null)),
	CONSTRAINT "payer_birth_number_is_whole" CHECK (num_nulls("payer"."birth_number_lookup", "payer"."birth_number_sealed", "payer"."birth_number_key_id") in (0, 3))
);
--> statement-breakpoint
CREATE TABLE "payer_link" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"acting_payer_id" uuid NOT NULL,
	"for_payer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"source" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payer_link_unique" UNIQUE("acting_payer_id","for_payer_id","kind","valid_from"),
	CONSTRAINT "payer_link_is_between_two" CHECK ("payer_link"."acting_payer_id" <> "payer_link"."for_payer_id"),
	CONSTRAINT "payer_link_validity" CHECK ("payer_link"."valid_to" is null or "payer_link"."valid_to" >= "payer_link"."valid_from")
);
--> statement-breakpoint
CREATE TABLE "gateway_event" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"gateway" text NOT NULL,
	"kind" text NOT NULL,
	"attempt_id" uuid,
	"gateway_payment_id" text,
	"reference" text,
	"fingerprint" text NOT NULL,
	"body" text NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	"first_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "gateway_event_fingerprint_unique" UNIQUE("fingerprint"),
	CONSTRAINT "gateway_event_size" CHECK (length("gateway_event"."body") <= 8192)
);
--> statement-breakpoint
CREATE TABLE "payment_attempt" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"order_id" uuid NOT NULL,
	"gateway" text NOT NULL,
	"reference" text DEFAULT nextval('payment_reference')::text NOT NULL,
	"gateway_payment_id" text,
	"state" text DEFAULT 'prepared' NOT NULL,
	"amount_hal" bigint NOT NULL,
	"is_test" boolean NOT NULL,
	"method" text,
	"way" text,
	"redirect_url" text,
	"first_evidence_at" timestamp with time zone,
	"paid_on" date,
	"confirmation_code" text,
	"problem" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"next_check_at" timestamp with time zone,
	"checks" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "payment_attempt_confirmation_unique" UNIQUE("confirmation_code"),
	CONSTRAINT "payment_attempt_reference_unique" UNIQUE("gateway","reference"),
	CONSTRAINT "payment_attempt_amount" CHECK ("payment_attempt"."amount_hal" > 0)
);
--> statement-breakpoint
CREATE TABLE "payment_attempt_edge" (
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	"event" text NOT NULL,
	CONSTRAINT "payment_attempt_edge_key" PRIMARY KEY("from_state","to_state")
);
--> statement-breakpoint
CREATE TABLE "payment_attempt_event" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"attempt_id" uuid NOT NULL,
	"event" text NOT NULL,
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	"reason" text,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payment_order" (
	"id" uuid PRIMARY KEY NOT NULL,
	"identity_id" uuid NOT NULL,
	"selection_key" text NOT NULL,
	"amount_hal" bigint NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"receipt_email" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payment_order_amount" CHECK ("payment_order"."amount_hal" > 0)
);
--> statement-breakpoint
CREATE TABLE "payment_order_item" (
	"order_id" uuid NOT NULL,
	"assessment_id" uuid NOT NULL,
	"payer_id" uuid NOT NULL,
	"account_id" bigint NOT NULL,
	"amount_hal" bigint NOT NULL,
	CONSTRAINT "payment_order_item_key" PRIMARY KEY("order_id","assessment_id"),
	CONSTRAINT "payment_order_item_amount" CHECK ("payment_order_item"."amount_hal" > 0)
);
--> statement-breakpoint
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_payer_id_payer_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payer"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_fee_kind_code_fee_kind_code_fk" FOREIGN KEY ("fee_kind_code") REFERENCES "public"."fee_kind"("code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_parent_id_assessment_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."assessment"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fee_bank_account" ADD CONSTRAINT "fee_bank_account_fee_kind_code_fee_kind_code_fk" FOREIGN KEY ("fee_kind_code") REFERENCES "public"."fee_kind"("code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fee_due_rule" ADD CONSTRAINT "fee_due_rule_fee_kind_code_fee_kind_code_fk" FOREIGN KEY ("fee_kind_code") REFERENCES "public"."fee_kind"("code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fee_rate" ADD CONSTRAINT "fee_rate_fee_kind_code_fee_kind_code_fk" FOREIGN KEY ("fee_kind_code") REFERENCES "public"."fee_kind"("code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_payer" ADD CONSTRAINT "identity_payer_identity_id_identity_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_payer" ADD CONSTRAINT "identity_payer_payer_id_payer_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payer"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "login_session" ADD CONSTRAINT "login_session_identity_id_identity_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_try" ADD CONSTRAINT "pairing_try_identity_id_identity_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_payer_id_payer_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payer"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_fee_kind_code_fee_kind_code_fk" FOREIGN KEY ("fee_kind_code") REFERENCES "public"."fee_kind"("code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journal_entry" ADD CONSTRAINT "journal_entry_reverses_entry_id_journal_entry_id_fk" FOREIGN KEY ("reverses_entry_id") REFERENCES "public"."journal_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journal_line" ADD CONSTRAINT "journal_line_entry_id_journal_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."journal_entry"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journal_line" ADD CONSTRAINT "journal_line_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journal_line" ADD CONSTRAINT "journal_line_assessment_on_account" FOREIGN KEY ("assessment_id","account_id") REFERENCES "public"."assessment"("id","account_id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outgoing_mail" ADD CONSTRAINT "outgoing_mail_identity_id_identity_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payer_link" ADD CONSTRAINT "payer_link_acting_payer_id_payer_id_fk" FOREIGN KEY ("acting_payer_id") REFERENCES "public"."payer"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payer_link" ADD CONSTRAINT "payer_link_for_payer_id_payer_id_fk" FOREIGN KEY ("for_payer_id") REFERENCES "public"."payer"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gateway_event" ADD CONSTRAINT "gateway_event_attempt_id_payment_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."payment_attempt"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_attempt" ADD CONSTRAINT "payment_attempt_order_id_payment_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."payment_order"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_attempt_event" ADD CONSTRAINT "payment_attempt_event_attempt_id_payment_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."payment_attempt"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_order" ADD CONSTRAINT "payment_order_identity_id_identity_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identity"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_order_item" ADD CONSTRAINT "payment_order_item_order_id_payment_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."payment_order"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_order_item" ADD CONSTRAINT "payment_order_item_assessment_id_assessment_id_fk" FOREIGN KEY ("assessment_id") REFERENCES "public"."assessment"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_order_item" ADD CONSTRAINT "payment_order_item_payer_id_payer_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."payer"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_order_item" ADD CONSTRAINT "payment_order_item_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "assessment_external_id_unique" ON "assessment" USING btree ("external_id") WHERE superseded_at is null;--> statement-breakpoint
CREATE INDEX "assessment_payer_index" ON "assessment" USING btree ("payer_id","last_day");--> statement-breakpoint
CREATE INDEX "assessment_account_index" ON "assessment" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "assessment_variable_symbol_index" ON "assessment" USING btree ("variable_symbol");--> statement-breakpoint
CREATE INDEX "audit_entry_payer_index" ON "audit_entry" USING btree ("payer_id","at") WHERE payer_id is not null;--> statement-breakpoint
CREATE INDEX "audit_entry_commit_order_index" ON "audit_entry" USING btree ("transaction_id","id");--> statement-breakpoint
CREATE INDEX "fee_bank_account_kind_index" ON "fee_bank_account" USING btree ("fee_kind_code","valid_from");--> statement-breakpoint
CREATE INDEX "fee_due_rule_kind_index" ON "fee_due_rule" USING btree ("fee_kind_code","valid_from");--> statement-breakpoint
CREATE INDEX "fee_rate_kind_index" ON "fee_rate" USING btree ("fee_kind_code","valid_from");--> statement-breakpoint
CREATE UNIQUE INDEX "identity_payer_one_of_identity" ON "identity_payer" USING btree ("identity_id") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "identity_payer_one_of_payer" ON "identity_payer" USING btree ("payer_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "login_session_identity_index" ON "login_session" USING btree ("identity_id");--> statement-breakpoint
CREATE INDEX "login_session_provider_index" ON "login_session" USING btree ("provider_session_id");--> statement-breakpoint
CREATE INDEX "pairing_try_identity_index" ON "pairing_try" USING btree ("identity_id","at");--> statement-breakpoint
CREATE INDEX "journal_line_account_index" ON "journal_line" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "journal_line_assessment_index" ON "journal_line" USING btree ("assessment_id") WHERE assessment_id is not null;--> statement-breakpoint
CREATE INDEX "payer_birth_number_lookup_index" ON "payer" USING btree ("birth_number_lookup");--> statement-breakpoint
CREATE INDEX "payer_link_for_payer_index" ON "payer_link" USING btree ("for_payer_id");--> statement-breakpoint
CREATE INDEX "gateway_event_attempt_index" ON "gateway_event" USING btree ("attempt_id");--> statement-breakpoint
CREATE INDEX "gateway_event_payment_index" ON "gateway_event" USING btree ("gateway","gateway_payment_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_attempt_gateway_payment_unique" ON "payment_attempt" USING btree ("gateway","gateway_payment_id") WHERE gateway_payment_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_attempt_one_payable" ON "payment_attempt" USING btree ("order_id") WHERE state in ('prepared', 'waiting', 'disputed');--> statement-breakpoint
CREATE INDEX "payment_attempt_order_index" ON "payment_attempt" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "payment_attempt_next_check_index" ON "payment_attempt" USING btree ("next_check_at") WHERE next_check_at is not null;--> statement-breakpoint
CREATE INDEX "payment_attempt_created_index" ON "payment_attempt" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "payment_attempt_event_attempt_index" ON "payment_attempt_event" USING btree ("attempt_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_order_one_open" ON "payment_order" USING btree ("identity_id","selection_key") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "payment_order_identity_index" ON "payment_order" USING btree ("identity_id","created_at");--> statement-breakpoint
CREATE INDEX "payment_order_item_assessment_index" ON "payment_order_item" USING btree ("assessment_id");