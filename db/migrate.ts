import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { PgBoss } from 'pg-boss'
import postgres, { type Sql } from 'postgres'

const folder = fileURLToPath(new URL('./migrations', import.meta.url))

/** Any one number; two starts at once wait for each other on it. */
const migrationLock = 7402610

/** Tables the application reads and writes freely, and those it may only add to. */
const freelyUsed = [
  'payer',
  'payer_link',
  'fee_kind',
  'fee_rate',
  'fee_due_rule',
  'fee_bank_account',
  'payment_day_rule',
  'city_setting',
  'payment_order',
  'payment_attempt',
  'gateway_event',
  'refund',
  'refund_order',
  'payment_list',
  'identity',
  'identity_payer',
  'login_session',
  'outgoing_mail',
  'statement_fetch',
  'worker_heartbeat',
  'gateway_health',
  'assessment',
]
const onlyAdded = [
  'account',
  'journal_entry',
  'journal_line',
  'payment_order_item',
  'payment_attempt_event',
  'pairing_try',
  'used_logout_token',
  'audit_entry',
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
  'accounting_month_event',
  'journal_document',
  'document_run',
  'document_batch',
  'yearly_opening',
]
const onlyRead = [
  'statement_in_force',
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
    await sql.end({ timeout: 5 })
  }
}

async function installQueues(ownerUrl: string, queues: readonly string[]) {
  const boss = new PgBoss({ connectionString: ownerUrl, supervise: false, schedule: false, max: 1 })
  boss.on('error', () => {})
  await boss.start()
  for (const queue of queues) {
    await boss.createQueue(queue, { retryLimit: 20, retryDelay: 5, retryBackoff: true, retryDelayMax: 3600 })
  }
  await boss.stop({ graceful: false })
}

async function grant(sql: Sql, role: string) {
  const to = `"${role.replaceAll('"', '""')}"`
  const statements = [
    `grant usage on schema public, pgboss, drizzle to ${to}`,
    `grant select, insert, update on ${freelyUsed.join(', ')} to ${to}`,
    `grant select, insert on ${onlyAdded.join(', ')} to ${to}`,
    `grant select on ${onlyRead.join(', ')} to ${to}`,
    `grant usage, select on all sequences in schema public, pgboss to ${to}`,
    `grant execute on function lock_accounts(bigint[]) to ${to}`,
    `grant select, insert, update, delete on all tables in schema pgboss to ${to}`,
    `grant execute on all functions in schema pgboss to ${to}`,
    `grant select on all tables in schema drizzle to ${to}`,
  ]
  for (const statement of statements) await sql.unsafe(statement)
}
