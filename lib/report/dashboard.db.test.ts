import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeOfficer } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { addDays, isoDate, pragueDate, startOfPragueDay } from '#lib/core/dates'
import { readClaimTotals, readDashboard } from '#lib/report/dashboard.queries'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment } from '#tests/db/facts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

const viewer = makeOfficer({
  identityId: randomUUID(),
  sessionId: randomUUID(),
  name: 'Iveta Holubová',
  roles: ['viewer'],
  permissions: new Set(['dashboard.read']),
})

async function pay(claim: Awaited<ReturnType<typeof newAssessment>>, crowns: number) {
  await db.owner.begin(async (sql) => {
    const [entry] = await sql<{ id: string }[]>`insert into journal_entry
      (kind, effective_on, booked_on, actor_kind, actor_id, source_reference)
      values ('payment', '2026-05-20', '2026-05-20', 'job', 'test', 'test') returning id`
    await sql`insert into journal_line values
      (${entry?.id ?? 0}, 1, ${claim.accountId}, ${claim.assessmentId}, 'credit', ${-crowns * 100}),
      (${entry?.id ?? 0}, 2, ${claim.revenueId}, null, null, ${crowns * 100})`
  })
}

interface AttemptFacts {
  state: string
  crowns: number
  createdAt: Date
  way?: 'card' | 'bank_button'
  paidAt?: Date
  hasEvidence?: boolean
}

async function newAttempt(facts: AttemptFacts): Promise<string> {
  const orderId = randomUUID()
  return db.owner.begin(async (sql) => {
    const [person] = await sql<{ id: string }[]>`insert into identity (realm, issuer, subject)
      values ('citizen', 'test', ${randomUUID()}) returning id`
    await sql`insert into payment_order (id, identity_id, selection_key, amount_hal)
      values (${orderId}, ${person?.id ?? ''}, ${orderId}, ${facts.crowns * 100})`
    const [attempt] = await sql<{ id: string }[]>`insert into payment_attempt
      (order_id, gateway, state, amount_hal, is_test, way, created_at, expires_at, first_evidence_at)
      values (${orderId}, 'comgate', ${facts.state}, ${facts.crowns * 100}, true, ${facts.way ?? null},
        ${facts.createdAt}, now() + interval '1 hour', ${facts.hasEvidence ? facts.createdAt : null}) returning id`
    if (facts.paidAt) {
      await sql`insert into payment_attempt_event (attempt_id, event, from_state, to_state, actor_kind, actor_id, at)
        values (${attempt?.id ?? ''}, 'paid', 'waiting', 'paid', 'gateway', 'comgate', ${facts.paidAt})`
    }
    return attempt?.id ?? ''
  })
}

test('the sums of claims: this year, paid, remaining, overdue of every year', async () => {
  const thisYear = await newAssessment(db, 900)
  await pay(thisYear, 660)
  await newAssessment(db, 540, { dueOn: '2026-11-30' })
  await newAssessment(db, 660, { dueOn: '2025-05-31', lastDay: '2025-06-02' })
  await newAssessment(db, 300, { dueOn: '2025-05-31', legalState: 'lapsed' })
  // Returned when late, not owed any more: never overdue.
  await newAssessment(db, 500, { feeKindCode: 'urcena-castka', dueOn: '2026-01-15' })
  const superseded = await newAssessment(db, 7777)
  await db.owner`update assessment set superseded_at = now() where id = ${superseded.assessmentId}`

  expect(await readClaimTotals(isoDate('2026-05-31'))).toMatchObject({
    year: 2026,
    assessedHal: 194000n,
    paidHal: 66000n,
    remainingHal: 128000n,
    overdueHal: 66000n,
    overdueClaims: 1,
  })
  // On the day after the last day what was not paid becomes overdue.
  expect(await readClaimTotals(isoDate('2026-06-01'))).toMatchObject({ overdueHal: 90000n, overdueClaims: 2 })
  expect(await readClaimTotals(isoDate('2025-12-31'))).toMatchObject({ year: 2025, assessedHal: 96000n })
})

test('payments by way and state, the oldest unverified one, and mails', async () => {
  const today = startOfPragueDay(pragueDate(now()))
  const twoDaysAgo = startOfPragueDay(addDays(pragueDate(now()), -2))
  const longAgo = startOfPragueDay(addDays(pragueDate(now()), -7))
  await newAttempt({ state: 'paid', crowns: 900, createdAt: twoDaysAgo, way: 'card', paidAt: today })
  await newAttempt({
    state: 'paid',
    crowns: 100,
    createdAt: twoDaysAgo,
    way: 'bank_button',
    paidAt: twoDaysAgo,
  })
  await newAttempt({ state: 'paid', crowns: 50, createdAt: longAgo, way: 'card', paidAt: longAgo })
  await newAttempt({ state: 'waiting', crowns: 10, createdAt: today })
  await newAttempt({ state: 'waiting', crowns: 10, createdAt: today, hasEvidence: true })
  const oldestId = await newAttempt({ state: 'disputed', crowns: 20, createdAt: twoDaysAgo })
  await db.owner`insert into outgoing_mail (event_key, message_id, recipient, subject, body, verification_code, sent_at, problem)
    values ('a', 'a', 'a@example.com', '', '', 'a', now(), null), ('b', 'b', 'a@example.com', '', '', 'b', null, null),
      ('c', 'c', 'a@example.com', '', '', 'c', null, 'delayed ESOCKET')`

  const dashboard = await readDashboard(viewer)
  expect(dashboard.received).toEqual({
    today: { payments: 1, amountHal: 90000n },
    week: { payments: 2, amountHal: 100000n },
  })
  expect(dashboard.byWay).toEqual([
    { way: 'card', today: { payments: 1, amountHal: 90000n }, week: { payments: 1, amountHal: 90000n } },
    { way: 'bank_button', today: { payments: 0, amountHal: 0n }, week: { payments: 1, amountHal: 10000n } },
  ])
  expect(dashboard.byState).toEqual([
    { state: 'paid', today: { payments: 0, amountHal: 0n }, week: { payments: 2, amountHal: 100000n } },
    { state: 'waiting', today: { payments: 2, amountHal: 2000n }, week: { payments: 2, amountHal: 2000n } },
    { state: 'disputed', today: { payments: 0, amountHal: 0n }, week: { payments: 1, amountHal: 2000n } },
  ])
  expect(dashboard.unverified).toMatchObject({ payments: 2, oldest: { attemptId: oldestId } })
  expect(dashboard.mails).toEqual({ waiting: 1, failed: 1 })
})
