import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectDatabase, disconnectDatabase } from '#db/client'
import { makeJob, type Officer } from '#lib/actor/actor'
import { numberDocuments } from '#lib/close/number-documents.commands'
import { readMonthObstacles, readObstacles } from '#lib/close/obstacles.queries'
import { reopenMonth } from '#lib/close/reopen-month.commands'
import { isoDate } from '#lib/core/dates'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment } from '#tests/db/facts'
import { newCityAccount, receive, release } from '#tests/db/statements'
import { newOfficer } from '#tests/fixtures/refunds'
import { closeMonth } from './close-month.commands.ts'
import { closeYear } from './close-year.commands.ts'
import { confirmDocuments } from './confirm-documents.commands.ts'
import { markOfMonth } from './control-sums.rules.ts'
import { exportJournal } from './export-journal.queries.ts'
import { readMonthReport } from './report/month-report.queries.ts'
import type { AccountingMonth } from './rules.ts'

const job = makeJob('test')
const january = '2026-01' as AccountingMonth
let db: TestDatabase
let eva: Officer
let petr: Officer

beforeEach(async () => {
  db = await testDatabase()
  eva = await newOfficer(db, ['months.read', 'months.close'])
  petr = await newOfficer(db, ['months.read', 'months.close'])
})
afterEach(() => db.close())

/** A day's entry of an officer, which no batch must confirm. */
async function bookByHand(day: string) {
  await db.owner.begin(async (sql) => {
    const [open] = await sql<{ id: string }[]>`insert into account (kind, bank_account) values
      ('bank_account', ${randomUUID()}), ('opening_balances', ${randomUUID()}) returning id`
    const first = Number(open?.id)
    const [entry] = await sql<{ id: string }[]>`insert into journal_entry
      (kind, effective_on, booked_on, actor_kind, actor_id, source_reference)
      values ('allocation', ${day}, ${day}, 'officer', ${eva.identityId}, 'test') returning id`
    await sql`insert into journal_line (entry_id, line_number, account_id, amount_hal) values
      (${Number(entry?.id)}, 1, ${first}, 100), (${Number(entry?.id)}, 2, ${first + 1}, -100)`
  })
}

async function close(month: AccountingMonth) {
  const report = await readMonthReport(eva, month)
  const obstacles = (await readObstacles(eva, month)) ?? []
  const seenMark = report ? markOfMonth(report.sums, obstacles) : ''
  return closeMonth(eva, { month, seenMark, carryOverReason: null })
}

test('a closing needs no other connection while postings that wait for it hold all of them', async () => {
  await bookByHand('2026-01-20')
  await numberDocuments(job)
  await disconnectDatabase()
  connectDatabase(db.applicationUrl, { max: 2 })
  const closings = await Promise.all(Array.from({ length: 5 }, () => close(january)))
  expect(closings.filter((one) => one?.ok)).toHaveLength(1)
})

test('a month of a closed year stays closed', async () => {
  await bookByHand('2025-12-10')
  await numberDocuments(job)
  const december = '2025-12' as AccountingMonth
  expect(await closeYear(eva, 2025)).toMatchObject({ error: 'months_open' })
  expect(await close(december)).toMatchObject({ ok: true })
  const years = await Promise.all(Array.from({ length: 5 }, () => closeYear(eva, 2025)))
  expect(years.filter((one) => one?.ok)).toEqual([{ ok: true, value: { accounts: 2 } }])
  expect(await reopenMonth(petr, { month: december, reason: 'omyl' })).toMatchObject({ error: 'year_closed' })
  await expect(db.owner`insert into accounting_month_event (month, kind, reason, officer_id)
    values ('2025-12-01', 'reopened', 'omyl', ${petr.identityId})`).rejects.toThrow(
    'year of the month is closed',
  )
})

test('entries get their numbers whatever numbers of transactions a restored database brings', async () => {
  await newAssessment(db, 900)
  expect(await numberDocuments(job)).toBe(1)
  await db.owner.begin(async (sql) => {
    const { accountId, revenueId, assessmentId } = await newAssessment(db, 100)
    await sql`alter table journal_line disable trigger journal_line_guard`
    const [entry] = await sql<{ id: string }[]>`insert into journal_entry
      (kind, effective_on, booked_on, actor_kind, actor_id, source_reference, transaction_id)
      values ('assessment', '2026-01-10', '2026-01-10', 'job', 'x', 'x', '9000000000') returning id`
    await sql`insert into journal_line values
      (${Number(entry?.id)}, 1, ${accountId}, ${assessmentId}, 'debit', 100),
      (${Number(entry?.id)}, 2, ${revenueId}, null, null, -100)`
    await sql`alter table journal_line enable trigger journal_line_guard`
  })
  expect(await numberDocuments(job)).toBe(2)
  expect(await numberDocuments(job)).toBe(0)
})

test('a numbering that begins before midnight adds nothing to a day confirmed after it', async () => {
  await newAssessment(db, 900)
  await db.owner.begin(async (sql) => {
    // Somebody confirmed the day on which this numbering still believes to be.
    await sql`alter table document_batch disable trigger document_batch_guard`
    await sql`insert into document_batch (day, documents, control_sum_hal, officer_id)
      values (prague_today(), 1, 100, ${eva.identityId})`
    await sql`alter table document_batch enable trigger document_batch_guard`
  })
  const refusal = await numberDocuments(job).catch((error: Error) => String(error.cause))
  expect(refusal).toContain('is confirmed already')
  expect(await db.owner`select 1 from journal_document`).toHaveLength(0)
})

test('a confirmation waits for a numbering under way', async () => {
  await newAssessment(db, 900)
  await numberDocuments(job)
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  let began = () => {}
  const begun = new Promise<void>((resolve) => {
    began = resolve
  })
  const numbering = db.owner.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(7402621)`
    began()
    await held
  })
  await begun
  const confirming = confirmDocuments(eva, { day: isoDate('2026-01-10'), seenSumHal: 0n })
  const first = await Promise.race([
    confirming.then(() => 'answered'),
    new Promise((r) => setTimeout(r, 300, 'waits')),
  ])
  expect(first).toBe('waits')
  release()
  await numbering
  expect(await confirming).toMatchObject({ error: 'nothing' })
})

test('an opening that a closed year left out is a difference', async () => {
  await bookByHand('2025-12-10')
  await numberDocuments(job)
  expect(await close('2025-12' as AccountingMonth)).toMatchObject({ ok: true })
  expect(await closeYear(eva, 2025)).toMatchObject({ value: { accounts: 2 } })
  const yearly = async () =>
    (await verifyLedger(job)).differences.filter((one) => one.what === 'yearly opening')
  expect(await yearly()).toEqual([])
  await db.owner.begin(async (sql) => {
    await sql`alter table yearly_opening disable trigger yearly_opening_append_only`
    await sql`delete from yearly_opening where account_id = (select max(account_id) from yearly_opening)`
    await sql`alter table yearly_opening enable trigger yearly_opening_append_only`
  })
  expect(await yearly()).toHaveLength(1)
})

test('days that no statement tells stand in the way, unless the balance went on unchanged', async () => {
  await bookByHand('2026-01-20')
  const account = await newCityAccount(db)
  const other = await newCityAccount(db)
  await receive({ account, from: '2026-01-01', to: '2026-01-10', opening: 0, movements: [] })
  const { file } = await receive({
    account,
    from: '2026-01-20',
    to: '2026-01-31',
    opening: 500,
    movements: [],
  })
  // It does not continue the account; somebody lets it count all the same.
  expect(await release(file.statements[0]?.heldId ?? 0)).toMatchObject({ ok: true })
  await receive({ account: other, from: '2026-01-01', to: '2026-01-10', opening: 0, movements: [] })
  await receive({ account: other, from: '2026-01-20', to: '2026-01-31', opening: 0, movements: [] })
  const gaps = (await readMonthObstacles(db.database, january)).filter((one) => one.kind === 'statement_gap')
  expect(gaps).toEqual([{ kind: 'statement_gap', account, before: '2026-01-10', after: '2026-01-20' }])
})

test('the export goes by the accounts set for its month', async () => {
  await newAssessment(db, 900)
  const accounts = (code: string) =>
    JSON.stringify({ feeKinds: { odpad: { receivable: code, revenue: '606' } } })
  await db.owner`insert into city_setting (key, value, valid_from) values
    ('bookkeeping', ${accounts('31501')}::text::jsonb, '2026-01-01'),
    ('bookkeeping', ${accounts('31502')}::text::jsonb, '2026-02-01')`
  let text = ''
  for await (const piece of (await exportJournal(eva, january)) ?? []) text += piece
  expect(text).toContain('"31501"')
  expect(text).not.toContain('"31502"')
})
