import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { PgBoss } from 'pg-boss'
import postgres, { type Sql } from 'postgres'

const folder = fileURLToPath(new URL('./migrations', import.meta.url))

/** So long after the last sign of life of whoever works on it a job counts as left behind, in seconds. */
const heartbeatSeconds = 20

/** Any one number; two starts at once wait for each other on it. */
const migrationLock = 7402610

/**
 * Tables the application reads and adds to, each with the columns it may change; whatever else a row says stays as it was
 * written. Locking a row needs the right to change one of its columns, no matter which.
 */
const changed: Readonly<Record<string, readonly string[]>> = {
  payer: [
    'kind',
    'given_name',
    'family_name',
    'organisation_name',
    'birth_date',
    'birth_number_lookup',
    'birth_number_sealed',
    'birth_number_key_id',
    'company_id',
    'address',
    'email',
  ],
  assessment: [
    'period',
    'due_on',
    'last_day',
    'original_due_on',
    'parent_id',
    'legal_state',
    'variable_symbol',
    'specific_symbol',
    'note',
    'superseded_at',
    'cancelled_at',
    'paid_elsewhere_hal',
    'paid_elsewhere_as_of',
  ],
  payment_order: ['status', 'receipt_email'],
  payment_attempt: [
    'state',
    'gateway_payment_id',
    'redirect_url',
    'method',
    'way',
    'paid_on',
    'confirmation_code',
    'problem',
    'first_evidence_at',
    'next_check_at',
    'checks',
  ],
  gateway_event: ['body', 'times', 'last_at'],
  refund: [
    'state',
    'amount_hal',
    'seen_credit_hal',
    'proposed_by',
    'approved_by',
    'sent_at',
    'accepted_at',
    'gateway_refund_id',
    'problem',
    'approved_entry_id',
    'done_entry_id',
    'reversal_entry_id',
  ],
  refund_order: ['cancelled_by', 'cancelled_at', 'cancel_reason'],
  payment_list: ['valid_to'],
  identity: ['given_name', 'family_name', 'birth_date', 'email', 'last_login_at'],
  login_session: ['last_seen_at', 'idle_expires_at', 'revoked_at', 'revoked_because'],
  outgoing_mail: ['tries', 'problem', 'sent_at'],
  worker_heartbeat: ['at', 'details'],
  statement_fetch: ['tried_at', 'problem', 'failing_since'],
  gateway_health: ['failures', 'ill_since', 'checked_at', 'reason'],
  code_try: ['since', 'tries'],
}
/** Tables the application may only add to. */
const onlyAdded = [
  'payer_link',
  'identity_payer',
  'account',
  'journal_entry',
  'journal_line',
  'payment_order_item',
  'payment_attempt_event',
  'pairing_try',
  'used_logout_token',
  'audit_seal',
  'bank_statement',
  'bank_entry',
  'bank_match',
  'bank_proposal',
  'bank_entry_repeat',
  'bank_statement_withdrawal',
  'bank_opening',
  'held_statement',
  'held_statement_entry',
  'held_statement_decision',
  'refund_event',
  'refund_order_item',
  'payment_list_member',
  'refund_bank_line',
  'refund_stray_decision',
  'refund_word',
  'settlement_transfer',
  'settlement_row',
  'settlement_payout',
  'settlement_deduction',
  'chargeback',
  'chargeback_won',
  'settlement_closing',
  'receivable',
  'receivable_decision',
  'receivable_write_off',
  'receivable_move',
  'accounting_month_event',
  'journal_document',
  'document_run',
  'document_batch',
  'yearly_opening',
]
/** What is forgotten again. */
const forgotten = ['logout_hint']
/** Tables the application reads. The settings of the city change only through `set_city_setting`. */
const onlyRead = [
  'statement_in_force',
  'city_setting',
  'fee_rate',
  'fee_due_rule',
  'fee_bank_account',
  'payment_day_rule',
  'assessment_balance',
  'account_balance',
  'payment_attempt_edge',
  'refund_edge',
  'role_permission',
]

/**
 * Brings the database to the newest migration as its owner, installs the job queue's own schema with the
 * named queues, and grants the application's role what it needs and nothing more.
 */
export async function migrateDatabase(ownerUrl: string, applicationUrl: string, queues: readonly string[]) {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} })
  try {
    await sql`select pg_advisory_lock(${migrationLock})`
    await migrate(drizzle(sql), { migrationsFolder: folder })
    await installQueues(ownerUrl, queues)
    await grant(sql, decodeURIComponent(new URL(applicationUrl).username))
  } finally {
    await sql`select pg_advisory_unlock(${migrationLock})`.catch(() => {})
    await sql.end({ timeout: 5 })
  }
}

async function installQueues(ownerUrl: string, queues: readonly string[]) {
  const boss = new PgBoss({ connectionString: ownerUrl, supervise: false, schedule: false, max: 1 })
  boss.on('error', () => {})
  await boss.start()
  for (const queue of queues) {
    await boss.createQueue(queue, { retryLimit: 20, retryDelay: 5, retryBackoff: true, retryDelayMax: 3600 })
    // A queue of an older portal knows no heartbeat. What a worker or its database left behind is taken up soon.
    await boss.updateQueue(queue, { heartbeatSeconds })
  }
  await boss.stop({ graceful: false })
}

async function grant(sql: Sql, role: string) {
  const to = `"${role.replaceAll('"', '""')}"`
  const mayChange = Object.entries(changed).map(
    ([table, columns]) => `grant select, insert, update (${columns.join(', ')}) on ${table} to ${to}`,
  )
  const statements = [
    // What an older portal granted more than this one needs.
    `revoke insert, update, delete, truncate on all tables in schema public from ${to}`,
    `grant usage on schema public, pgboss, drizzle to ${to}`,
    ...mayChange,
    `grant select, update (payments_known_until) on fee_kind to ${to}`,
    `grant delete on code_try to ${to}`,
    // Neither when an entry was written nor by which transaction is for its writer to say: the seals stand on it.
    `grant select, insert (actor_kind, actor_id, action, subject_kind, subject_id, payer_id, details) on audit_entry to ${to}`,
    `grant select, insert on ${onlyAdded.join(', ')} to ${to}`,
    `grant select, insert, delete on ${forgotten.join(', ')} to ${to}`,
    `grant select on ${onlyRead.join(', ')} to ${to}`,
    `grant usage, select on all sequences in schema public, pgboss to ${to}`,
    `grant execute on function lock_accounts(bigint[]), lock_receivables(bigint[]) to ${to}`,
    `grant execute on function set_city_setting(text, text, text, jsonb, date) to ${to}`,
    `grant execute on function set_allocation_stop(text, text, uuid, boolean, text) to ${to}`,
    `grant select, insert, update, delete on all tables in schema pgboss to ${to}`,
    `grant execute on all functions in schema pgboss to ${to}`,
    `grant select on all tables in schema drizzle to ${to}`,
  ]
  await sql.begin(async (within) => {
    for (const statement of statements) await within.unsafe(statement)
  })
}
