CREATE TABLE "gateway_health" (
	"gateway" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"ill_since" timestamp with time zone,
	"checked_at" timestamp with time zone NOT NULL,
	"reason" text
);
--> statement-breakpoint
-- The rows are generated from lib/payment/edges.ts and a test compares the two.
insert into payment_attempt_edge (from_state, to_state, event) values
  ('waiting', 'left', 'left_for_another'),
  ('left', 'paid', 'paid_though_left'),
  ('left', 'cancelled', 'cancelled'),
  ('left', 'disputed', 'disagreement_found');
