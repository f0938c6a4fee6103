CREATE INDEX "outgoing_mail_unsent_index" ON "outgoing_mail" USING btree ("created_at") WHERE sent_at is null;--> statement-breakpoint
CREATE INDEX "outgoing_mail_identity_index" ON "outgoing_mail" USING btree ("identity_id");--> statement-breakpoint
CREATE INDEX "payment_attempt_event_state_index" ON "payment_attempt_event" USING btree ("to_state","at");