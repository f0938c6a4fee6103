import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeJob, makeOfficer } from '#lib/actor/actor'
import type { Permission } from '#lib/actor/permissions'
import { numberDocuments } from '#lib/close/number-documents.commands'
import { readObstacles } from '#lib/close/obstacles.queries'
import { reopenMonth } from '#lib/close/reopen-month.commands'
import { isoDate } from '#lib/core/dates'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment } from '#tests/db/facts'
import { type Movement, receive } from '#tests/db/statements'
import { closeMonth } from './close-month.commands.ts'
import { closeYear } from './close-year.commands.ts'
import { confirmDocuments } from './confirm-documents.commands.ts'
import { markOfMonth } from './control-sums.rules.ts'
import { unconfirmedDays } from './documents.queries.ts'
import { exportJournal, UnknownBookkeepingAccount } from './export-journal.queries.ts'
import { listMonths } from './months.queries.ts'
import { reportCsv } from './report/csv.ts'
import { readMonthReport } from './report/month-report.queries.ts'
import { monthPdf } from './report/pdf.ts'
import { type AccountingMonth, readMonth } from './rules.ts'

const account = '19-2000145399/0800'
const job = makeJob('test')
const may = readMonth('2026-05') as AccountingMonth
let db: TestDatabase
let eva: ReturnType<typeof officer>
let petr: ReturnType<typeof officer>

const officer = (identityId: string, permissions: Permission[] = ['months.read', 'months.close']) =>
  makeOfficer({
    identityId,
    sessionId: randomUUID(),
    name: 'Eva',
    roles: [],
    permissions: new Set(permissions),
  })

async function newIdentity() {
  const [row] = await db.owner<{ id: string }[]>`insert into identity (realm, issuer, subject, family_name)
    values ('office', 'https://urad.example', ${randomUUID()}, 'Úřední') returning id`
  return row?.id ?? ''
}

afterEach(() => db.close())

/** Each test closes months of a journal of its own. */
beforeEach(async () => {
  db = await testDatabase()
  await db.owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
    values ('odpad', ${account}, 'CZ6508000000192000145399', '2020-01-01')`
  eva = officer(await newIdentity())
  petr = officer(await newIdentity())
})

async function bring(from: string, to: string, opening: number, ...movements: Movement[]) {
  const { file } = await receive({ account, from, to, opening, movements })
  expect(file.refusal).toBeNull()
}

/** As if the documents had got their numbers yesterday, so that today they may be confirmed. */
async function confirmAll() {
  await numberDocuments(job)
  await db.owner.begin(async (sql) => {
    await sql`alter table journal_document disable trigger journal_document_append_only`
    await sql`update journal_document d set numbered_on = prague_today() - 1
      where not exists (select 1 from document_batch b where b.day = d.numbered_on)`
    await sql`alter table journal_document enable trigger journal_document_append_only`
  })
  for (const day of (await unconfirmedDays(job)) ?? []) {
    expect(await confirmDocuments(eva, { day: day.day, seenSumHal: day.controlSumHal })).toMatchObject({
      ok: true,
    })
  }
}

async function close(month: AccountingMonth, by = eva, carryOverReason: string | null = null) {
  const report = await readMonthReport(by, month)
  const obstacles = (await readObstacles(by, month)) ?? []
  return closeMonth(by, {
    month,
    seenMark: report ? markOfMonth(report.sums, obstacles) : '',
    carryOverReason,
  })
}

const kinds = (of: Awaited<ReturnType<typeof readObstacles>>) => of?.map((one) => one.kind)

test('a month closes with nothing unexplained, and what comes late keeps its legal day in an open month', async () => {
  const { assessmentId } = await newAssessment(db, 900, { variableSymbol: '260100010' })
  await bring('2026-05-01', '2026-05-31', 0, { crowns: 900, on: '2026-05-20', vs: '260100010' })
  expect((await listMonths(eva))?.at(-1)).toEqual({ month: '2026-01', closed: null })
  await confirmAll()
  for (const month of ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'].map((one) => readMonth(one))) {
    expect(await close(month as AccountingMonth)).toEqual({ ok: true, value: null })
  }
  const report = await readMonthReport(eva, may)
  expect(report?.sums.accounts.find((one) => one.kind === 'bank_account')).toMatchObject({
    openingHal: 0n,
    debitHal: 90_000n,
    closingHal: 90_000n,
  })
  expect(report?.sums.accounts.find((one) => one.kind === 'unidentified')?.closingHal).toBe(0n)

  await bring('2026-05-31', '2026-06-01', 900, { crowns: 50, on: '2026-05-31', vs: '260100010' })
  const [late] = await db.owner`select effective_on::text, booked_on::text from journal_entry
    where kind = 'bank_receipt' order by id desc limit 1`
  expect(late).toEqual({ effective_on: '2026-05-31', booked_on: '2026-06-01' })
  const [balance] =
    await db.owner`select paid_hal::int from assessment_balance where assessment_id = ${assessmentId}`
  expect(balance).toEqual({ paid_hal: 90_000 })
  expect((await verifyLedger(job)).differences).toEqual([])
  await expect(db.owner`insert into journal_entry (kind, effective_on, booked_on, actor_kind, actor_id, source_reference)
    values ('allocation', '2026-05-31', '2026-05-31', 'job', 'x', 'x')`).rejects.toThrow('closed month')
})

test('what stands in the way is said, and only what may be is carried over with a reason', async () => {
  await newAssessment(db, 900, { variableSymbol: '260100010' })
  await bring('2026-05-01', '2026-05-20', 0, { crowns: 300, on: '2026-05-20', vs: '999' })
  expect(kinds(await readObstacles(eva, may))).toEqual([
    'earlier_open',
    'documents_unnumbered',
    'receipts_waiting',
    'statement_missing',
  ])
  await numberDocuments(job)
  expect(kinds(await readObstacles(eva, readMonth('2026-01') as AccountingMonth))).toEqual([
    'day_unconfirmed',
  ])
  expect(await close(readMonth('2026-01') as AccountingMonth)).toMatchObject({ ok: false })
  await confirmAll()
  for (const month of ['2026-01', '2026-02', '2026-03', '2026-04']) {
    expect(await close(month as AccountingMonth)).toMatchObject({ ok: true })
  }
  expect(await close(may)).toMatchObject({
    ok: false,
    error: { kind: 'obstacles', obstacles: [{ kind: 'receipts_waiting' }, { kind: 'statement_missing' }] },
  })
  expect(await close(may, eva, '  ')).toMatchObject({ ok: false })
  const report = await readMonthReport(eva, may)
  const beforeTheStatementWasMissed = report ? markOfMonth(report.sums, []) : ''
  expect(
    await closeMonth(eva, {
      month: may,
      seenMark: beforeTheStatementWasMissed,
      carryOverReason: 'Hledáme plátce.',
    }),
    'nobody carries over what they have not read',
  ).toEqual({ ok: false, error: { kind: 'sums_changed' } })
  expect(await close(may, eva, 'Hledáme plátce, výpis dodá banka.')).toMatchObject({ ok: true })
  const state = (await listMonths(eva))?.find((one) => one.month === may)
  expect(state?.closed?.carriedOver).toHaveLength(2)
  expect(kinds(await readObstacles(eva, readMonth('2026-11') as AccountingMonth))).toContain('not_over')
})

test('a statement that goes on into the next month tells the month’s end by its movements until then', async () => {
  await newAssessment(db, 900, { variableSymbol: '260100010' })
  await newAssessment(db, 300, { variableSymbol: '260100011' })
  await bring(
    '2026-01-20',
    '2026-02-10',
    100,
    { crowns: 900, on: '2026-01-25', vs: '260100010' },
    { crowns: 300, on: '2026-02-05', vs: '260100011' },
  )
  const january = readMonth('2026-01') as AccountingMonth
  const banks = (await readMonthReport(eva, january))?.banks
  expect(banks).toMatchObject([{ account, closingHal: 100_000n, journalHal: 100_000n, isKnownToEnd: true }])
  await confirmAll()
  expect(kinds(await readObstacles(eva, january))).toEqual([])
  expect(await close(january)).toEqual({ ok: true, value: null })
})

test('five who close at once close it once; another sum than was seen closes nothing', async () => {
  await newAssessment(db, 900)
  await bring('2026-01-01', '2026-01-31', 0)
  await confirmAll()
  const january = readMonth('2026-01') as AccountingMonth
  expect(await closeMonth(eva, { month: january, seenMark: 'jiny', carryOverReason: null })).toEqual({
    ok: false,
    error: { kind: 'sums_changed' },
  })
  const tries = await Promise.all(Array.from({ length: 5 }, () => close(january).catch(() => null)))
  expect(tries.filter((one) => one?.ok)).toHaveLength(1)
  expect(await db.owner`select 1 from accounting_month_event`).toHaveLength(1)
})

test('a posting under way is finished before the month closes, and is in its sums or in no closed month', async () => {
  await newAssessment(db, 900)
  await bring('2026-01-01', '2026-01-31', 0)
  await confirmAll()
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const posting = db.owner.begin(async (sql) => {
    await sql`insert into journal_entry (kind, effective_on, booked_on, actor_kind, actor_id, source_reference)
      values ('allocation', '2026-01-20', '2026-01-20', 'job', 'x', 'x')`
    await held
    throw new Error('given up')
  })
  const closing = close(readMonth('2026-01') as AccountingMonth)
  const first = await Promise.race([
    closing.then(() => 'closed'),
    new Promise((r) => setTimeout(r, 500, 'waits')),
  ])
  expect(first).toBe('waits')
  release()
  await expect(posting).rejects.toThrow('given up')
  expect(await closing).toMatchObject({ ok: true })
})

test('only the last closed month is opened again, by somebody else and for a reason', async () => {
  await newAssessment(db, 900)
  await bring('2026-01-01', '2026-02-28', 0)
  await confirmAll()
  const [january, february] = ['2026-01', '2026-02'] as AccountingMonth[]
  if (!january || !february) throw new Error()
  await close(january)
  await close(february)
  expect(await reopenMonth(petr, { month: january, reason: 'omyl' })).toMatchObject({
    error: 'not_last_closed',
  })
  expect(await reopenMonth(eva, { month: february, reason: 'omyl' })).toMatchObject({ error: 'same_officer' })
  expect(await reopenMonth(petr, { month: february, reason: ' ' })).toMatchObject({ error: 'no_reason' })
  expect(await reopenMonth(petr, { month: february, reason: 'omyl' })).toMatchObject({ ok: true })
  expect(await close(february)).toMatchObject({ ok: true })
})

test('documents are numbered without a gap however postings race, and a day is confirmed with the sum seen', async () => {
  await Promise.all([
    ...Array.from({ length: 12 }, () => newAssessment(db, 900)),
    ...Array.from({ length: 6 }, () => numberDocuments(job)),
  ])
  await numberDocuments(job)
  const numbers = await db.owner<{ number: number }[]>`select number from journal_document
    where series = 'assessment' and year = 2026 order by number`
  expect(numbers.map((row) => row.number)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
  const today = isoDate((await db.owner<{ day: string }[]>`select prague_today()::text as day`)[0]?.day ?? '')
  expect(await confirmDocuments(eva, { day: today, seenSumHal: 0n })).toMatchObject({ error: 'not_over' })
  await expect(db.owner`insert into journal_document (entry_id, series, year, number, numbered_on)
    select min(id) + 1000, 'payment', 2026, 7, prague_today() from journal_entry`).rejects.toThrow()
  await confirmAll()
  expect(await unconfirmedDays(eva)).toEqual([])
})

test('those who may not see nothing and change nothing', async () => {
  await newAssessment(db, 900)
  const stranger = officer(await newIdentity(), ['payments.read'])
  expect(await listMonths(stranger)).toBeNull()
  expect(await readObstacles(stranger, may)).toBeNull()
  expect(await readMonthReport(stranger, may)).toBeNull()
  expect(await close(may, stranger)).toBeNull()
  expect(await reopenMonth(stranger, { month: may, reason: 'x' })).toBeNull()
  expect(await confirmDocuments(stranger, { day: isoDate('2026-05-01'), seenSumHal: 0n })).toBeNull()
  expect(await exportJournal(stranger, may)).toBeNull()
  expect(await closeYear(stranger, 2026)).toBeNull()
})

test('the report and the export balance; an account nobody set stops the export with its place', async () => {
  await newAssessment(db, 900, { variableSymbol: '260100010' })
  await bring('2026-05-01', '2026-05-31', 100, { crowns: 900, on: '2026-05-20', vs: '260100010' })
  await numberDocuments(job)
  const report = await readMonthReport(eva, may)
  if (!report) throw new Error('no report')
  expect(reportCsv(report)).toMatch(/^\uFEFF"Účet";"Počáteční stav"/)
  expect((await monthPdf(report)).subarray(0, 5).toString()).toBe('%PDF-')
  const text = async () => {
    let all = ''
    for await (const piece of (await exportJournal(eva, may)) ?? []) all += piece
    return all
  }
  const rows = (await text())
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(';').map((cell) => cell.slice(1, -1)))
  const sum = (column: number) =>
    rows.reduce((total, row) => total + Math.round(Number((row[column] || '0').replace(',', '.')) * 100), 0)
  expect(rows.length).toBeGreaterThan(4)
  expect(sum(10)).toBe(sum(11))
  expect(rows.some((row) => row[7] === '231' && row[10] === '900,00')).toBe(true)
  expect(rows.every((row) => row[2] !== '')).toBe(true)
  await db.owner`insert into fee_kind (code, name, regime, sort_order) values ('jiny', 'Jiný', 'local_fee', 99)`
  await newAssessment(db, 100, { feeKindCode: 'jiny' })
  const january = await exportJournal(eva, readMonth('2026-01') as AccountingMonth)
  await expect(async () => {
    for await (const _piece of january ?? []);
  }).rejects.toThrow(UnknownBookkeepingAccount)
})
