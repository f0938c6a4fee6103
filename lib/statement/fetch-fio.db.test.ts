import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { downloadFio } from '#lib/bank/fio/download'
import { now } from '#lib/core/clock'
import { addDays, isoDate, pragueDate } from '#lib/core/dates'
import { setEnvironment, validateEnvironment } from '#lib/core/env'
import { log } from '#lib/core/log'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { confirmTransfer } from '#lib/notice/transfer/confirm.commands'
import { readinessWarnings } from '#lib/report/readiness.queries'
import { startSandboxBank } from '#sandbox/bank/server'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment } from '#tests/db/facts'
import { confirmOpeningOf, fileOf, importer } from '#tests/db/statements'
import { validEnvironment } from '#tests/fixtures/environment'
import { newOfficer } from '#tests/fixtures/refunds'
import { fetchFioStatements } from './fetch-fio.commands.ts'
import { listFailingFetches } from './held-list.queries.ts'
import { receiveStatements } from './receive.commands.ts'

const account = '19-2000145399/0800'
const token = 'a'.repeat(64)
const job = makeJob('fetch-fio-statements')
let db: TestDatabase
let bank: Awaited<ReturnType<typeof startSandboxBank>>

beforeAll(async () => {
  db = await testDatabase()
  bank = await startSandboxBank({ port: 0, account, token })
  await db.owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
    values ('odpad', ${account}, 'CZ6508000000192000145399', '2020-01-01')`
  await confirmOpeningOf(account, 0)
  useToken(token)
})
afterEach(() => useToken(token))
afterAll(async () => {
  setEnvironment(null)
  await bank.close()
  await db.close()
})

function useToken(used: string) {
  const checked = validateEnvironment({
    ...validEnvironment,
    DATABASE_URL: db.applicationUrl,
    FIO_URL: `${bank.url}/fio`,
    FIO_TOKENS: `${account}=${used}`,
  })
  if (!checked.ok) throw new Error(checked.error.join())
  setEnvironment(checked.value)
}

async function order(path: string, body: object) {
  const response = await fetch(`${bank.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
  expect(response.status).toBe(200)
}

const state = async () => {
  const [row] = await db.owner<{ entries: number; matched: number; statements: number }[]>`
    select (select count(*)::int from bank_entry) as entries, (select count(*)::int from bank_match) as matched,
           (select count(*)::int from bank_statement) as statements`
  return row
}

test('a transfer at the bank is fetched, matched and told once, however often it is asked', async () => {
  const { payerId, assessmentId } = await newAssessment(db, 900, { variableSymbol: '260100010' })
  const [person] = await db.owner<{ id: string }[]>`insert into identity (realm, issuer, subject, email)
    values ('citizen', 'https://id.example', ${randomUUID()}, 'jana@example.cz') returning id`
  await db.owner`insert into identity_payer (identity_id, payer_id, paired_by)
    values (${person?.id ?? ''}, ${payerId}, 'clerk')`
  await order('/movements', { amountHal: 95_000, variableSymbol: '260100010', name: 'PŘÍKLADOVÁ JANA' })
  await order('/movements', { amountHal: 12_345 })

  expect(await fetchFioStatements(job)).toBe(1)
  expect(await state()).toEqual({ entries: 2, matched: 1, statements: 1 })
  await fetchFioStatements(job)
  expect(await state()).toMatchObject({ entries: 2, matched: 1 })
  const [balance] =
    await db.owner`select paid_hal::int from assessment_balance where assessment_id = ${assessmentId}`
  expect(balance).toEqual({ paid_hal: 90_000 })
  expect((await verifyLedger(job)).differences).toEqual([])

  const [queued] = await db.owner<{ data: { bankEntryId: number; turn: number } }[]>`
    select data from pgboss.job where name = 'transfer-matched'`
  if (!queued) throw new Error('nobody is told')
  expect(await confirmTransfer(makeJob('transfer-matched'), queued.data)).toBe(1)
  expect(await confirmTransfer(makeJob('transfer-matched'), queued.data)).toBe(0)
  const mails = await db.owner<{ recipient: string; body: string; subject: string }[]>`
    select recipient, subject, body from outgoing_mail`
  expect(mails).toHaveLength(1)
  expect(mails[0]?.recipient).toBe('jana@example.cz')
  expect(mails[0]?.body.replaceAll('\u00a0', ' ')).toContain('došlo na účet města 950 Kč převodem')
  expect(mails[0]?.body.replaceAll('\u00a0', ' ')).toContain('Částka 50 Kč je přeplatek')
  expect(`${mails[0]?.subject} ${mails[0]?.body}`).not.toMatch(/260100010|odpad/i)
})

test.each([
  ['asks to wait', { status: 409 }],
  ['has too much to tell', { status: 413 }],
  ['wants a stronger consent', { status: 422 }],
  ['is broken', { status: 500 }],
  ['is hidden behind a firewall', { status: 200, html: true }],
])('a bank that %s is asked again later and nothing is lost', async (_words, misbehaviour) => {
  await order('/movements', { amountHal: 700, variableSymbol: '77' })
  const before = await state()
  await order('/next', misbehaviour)
  expect(await fetchFioStatements(job)).toBe(0)
  expect(await state()).toEqual(before)
  expect(await fetchFioStatements(job)).toBe(1)
  expect((await state())?.entries).toBe((before?.entries ?? 0) + 1)
})

test('a wrong token and a bank that does not listen leave everything as it is', async () => {
  const before = await state()
  useToken('b'.repeat(64))
  expect(await fetchFioStatements(job)).toBe(0)
  const checked = validateEnvironment({
    ...validEnvironment,
    FIO_URL: 'http://localhost:1/fio',
    FIO_TOKENS: `${account}=${token}`,
  })
  if (checked.ok) setEnvironment(checked.value)
  expect(await fetchFioStatements(job)).toBe(0)
  expect(await state()).toEqual(before)
})

test('a bank that gives nothing is seen by the office and told by health until it answers again', async () => {
  const officer = await newOfficer(db, ['statements.read'])
  useToken('b'.repeat(64))
  await fetchFioStatements(job)
  expect(await listFailingFetches(officer)).toMatchObject([{ account, problem: 'unreachable' }])
  expect(await listFailingFetches(await newOfficer(db, []))).toBeNull()
  expect(await readinessWarnings()).toEqual([])
  await db.owner`update statement_fetch set failing_since = now() - interval '13 hours'`
  expect(await readinessWarnings()).toEqual(['statements_not_fetched'])
  useToken(token)
  await fetchFioStatements(job)
  expect(await listFailingFetches(officer)).toEqual([])
  expect(await readinessWarnings()).toEqual([])
})

test('days that are none are not asked for', async () => {
  const period = { from: isoDate('2026-05-02'), to: isoDate('2026-05-01') }
  const access = { url: `${bank.url}/fio`, token }
  expect(await downloadFio(access, period)).toEqual({ ok: false, error: 'asked_nothing' })
})

test('a movement booked many days back is asked for again until it has come', async () => {
  await fetchFioStatements(job)
  const today = pragueDate(now())
  const before = await state()
  const earlier = { from: addDays(today, -60), to: addDays(today, -5), opening: 0, movements: [] }
  await receiveStatements(importer, [fileOf({ account, ...earlier })], { isFetched: true })
  const late = { amountHal: 90_000, variableSymbol: '260100099', day: addDays(today, -20) }
  await order('/movements', late)
  await order('/movements', { amountHal: 100 })
  const lastFrom = async () => {
    const [row] = await db.owner<{ day: string }[]>`
      select from_on::text as day from bank_statement order by id desc limit 1`
    return row?.day ?? ''
  }
  await fetchFioStatements(job)
  // It begins with money nobody has told of, so it is held until the rest has come.
  expect((await state())?.entries).toBe(before?.entries)
  expect(await db.owner`select 1 from held_statement where bank_account = ${account}`).toHaveLength(1)
  await fetchFioStatements(job)
  expect((await state())?.entries).toBe((before?.entries ?? 0) + 2)
  await order('/movements', { amountHal: 100 })
  await fetchFioStatements(job)
  expect(await lastFrom()).toBe(addDays(today, -4))
  expect((await verifyLedger(job)).differences).toEqual([])
})

test('a token that answers with another account brings nothing, and both accounts are named', async () => {
  const before = await state()
  const other = '178124-4159/2010'
  await db.owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
    values ('pes', ${other}, 'CZ9120100001781240004159', '2020-01-01')`
  const checked = validateEnvironment({
    ...validEnvironment,
    FIO_URL: `${bank.url}/fio`,
    FIO_TOKENS: `${other}=${token}`,
  })
  if (!checked.ok) throw new Error(checked.error.join())
  setEnvironment(checked.value)
  const told = vi.spyOn(log, 'error').mockImplementation(() => {})
  expect(await fetchFioStatements(job)).toBe(0)
  expect(await state()).toEqual(before)
  expect(JSON.stringify(told.mock.calls)).toContain(`účtu ${other}, poslala výpis účtu ${account}`)
  told.mockRestore()
})

test('a statement that reached years ahead, from before such were refused, does not stop the fetching', async () => {
  await db.owner.begin(async (sql) => {
    await sql`alter table bank_statement disable trigger bank_statement_guard`
    await sql`insert into bank_statement (bank_account, format, from_on, to_on, opening_hal, closing_hal, entries,
        new_entries, file_name, file_sha256, fingerprint, actor_kind, actor_id, received_on, admission)
      select ${account}, 'gpc', '2026-01-01', '2062-01-01', closing_hal, closing_hal, 0, 0, 'x', 'x', 'x', 'job', 'test',
             '2026-01-02', 'earlier'
        from bank_statement order by to_on desc, id desc limit 1`
    await sql`alter table bank_statement enable trigger bank_statement_guard`
  })
  await order('/movements', { amountHal: 1_100, variableSymbol: '88' })
  const before = await state()
  await fetchFioStatements(job)
  const failing = await listFailingFetches(await newOfficer(db, ['statements.read']))
  expect(failing?.filter((one) => one.account === account)).toEqual([])
  const held = await db.owner`select 1 from held_statement where bank_account = ${account}`
  // Told by a bank that answered: it counts or waits for an officer, and is no longer left out without a word.
  expect((await state())?.entries === (before?.entries ?? 0) + 1 || held.length > 0).toBe(true)
  expect((await verifyLedger(job)).differences.map((one) => one.what)).toContain(
    'bank statement: reaches a day to come',
  )
})
