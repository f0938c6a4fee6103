import postgres, { type Sql } from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { instantAt, setClock } from '#lib/core/clock'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { pollDuePayments } from '#lib/payment/poll.commands'
import { newAssessment, newPayer } from '#tests/db/facts'
import {
  attemptRow,
  begin,
  crownsOn,
  hear,
  newCitizen,
  notificationOf,
  type PaymentWorld,
  paymentWorld,
} from '#tests/fixtures/payments'
import { refreshPayment } from './refresh.commands.ts'

const job = makeJob('poll-payments')
let world: PaymentWorld
let superuser: Sql
let databaseName: string
beforeAll(async () => {
  world = await paymentWorld()
  superuser = postgres(inject('superuserUrl'), { max: 1 })
  databaseName = new URL(world.db.applicationUrl).pathname.slice(1)
})
afterEach(() => setClock(null))
afterAll(async () => {
  await superuser.end()
  await world.close()
})

/** Ends the portal's connections: all of them, or those that wait for a lock. */
const endConnections = (onlyBlocked: boolean) => superuser`
  select pg_terminate_backend(pid) from pg_stat_activity
   where datname = ${databaseName} and application_name = 'platebni-portal'
     and (wait_event_type = 'Lock' or not ${onlyBlocked})`

async function beginPaid() {
  const { payerId } = await newPayer(world.db)
  const { assessmentId } = await newAssessment(world.db, 900, { payerId, dueOn: '2099-05-31' })
  const { attemptId } = await begin(await newCitizen(world.db, payerId), [assessmentId], 900)
  const { gateway_payment_id: transId } = await attemptRow(world.db, attemptId)
  return { attemptId, assessmentId, payment: await world.decide(transId, 'pay') }
}

/** Everything that settling writes of this attempt. */
async function traces(attemptId: string) {
  const [row] = await world.db.owner`select
    (select state from payment_attempt where id = ${attemptId}) as state,
    (select count(*)::int from journal_entry where source_reference = ${`payment_attempt:${attemptId}`}) as entries,
    (select count(*)::int from payment_attempt_event where attempt_id = ${attemptId} and to_state = 'paid') as events,
    (select count(*)::int from pgboss.job where data->>'attemptId' = ${attemptId}) as jobs,
    (select count(*)::int from audit_entry
      where subject_id = ${attemptId} and action = 'payment.settle') as audits`
  return row
}
const nothing = { state: 'waiting', entries: 0, events: 0, jobs: 0, audits: 0 }
const once = { state: 'paid', entries: 1, events: 1, jobs: 1, audits: 1 }

async function pollLater() {
  setClock(() => instantAt(Date.now() + 4 * 60_000))
  await pollDuePayments(job)
}

/** While `run` goes on, every statement of this kind fails in the way given. */
async function withFault(on: string, how: string, run: () => Promise<unknown>) {
  await world.db.owner.unsafe(`create function break_it() returns trigger language plpgsql security definer as $$
    begin ${how}; return new; end $$`)
  await world.db.owner.unsafe(`create ${on} execute function break_it()`)
  try {
    await run()
  } finally {
    await world.db.owner.unsafe('drop function break_it() cascade')
  }
}

const steps = [
  'trigger broken before insert on journal_entry for each row',
  'trigger broken after insert on journal_line for each row',
  'trigger broken after update on payment_attempt for each row',
  'trigger broken before insert on payment_attempt_event for each row',
  'trigger broken after update on payment_order for each row',
  'trigger broken before insert on audit_entry for each row',
  'constraint trigger broken after insert on journal_entry deferrable initially deferred for each row',
]

describe('between the word of the gateway and our commit', () => {
  test.each(steps)('a fault at the %s leaves nothing; the poller settles once', async (on) => {
    const { attemptId, assessmentId } = await beginPaid()
    await withFault(on, "raise exception 'broken for a test'", async () => {
      await expect(refreshPayment(job, attemptId)).rejects.toThrow()
    })
    expect(await traces(attemptId)).toEqual(nothing)
    await pollLater()
    expect(await traces(attemptId)).toEqual(once)
    expect(await crownsOn(world.db, assessmentId)).toMatchObject({ paid: 900 })
  })

  test('a connection that dies in the middle leaves nothing; the poller settles once', async () => {
    const { attemptId } = await beginPaid()
    const running = world.db.owner.begin(async (sql) => {
      // Settling waits for this lock; meanwhile its connection is ended.
      await sql`lock table payment_order in exclusive mode`
      const settling = refreshPayment(job, attemptId).then(
        () => 'settled',
        () => 'failed',
      )
      await untilBlocked()
      await endConnections(true)
      return settling
    })
    expect(await running).toBe('failed')
    expect(await traces(attemptId)).toEqual(nothing)
    await pollLater()
    expect(await traces(attemptId)).toEqual(once)
  })

  async function untilBlocked() {
    for (;;) {
      const [row] = await superuser<{ count: number }[]>`select count(*)::int from pg_stat_activity
        where datname = ${databaseName} and application_name = 'platebni-portal' and wait_event_type = 'Lock'`
      if (row && row.count > 0) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  test('a crash after the notification was stored, before anybody asked', async () => {
    const { attemptId, payment } = await beginPaid()
    await withFault(steps[0] ?? '', "raise exception 'broken for a test'", async () => {
      await expect(hear(notificationOf(payment))).rejects.toThrow()
    })
    const { first_evidence_at: evidence, next_check_at: next } = await attemptRow(world.db, attemptId)
    expect(evidence).not.toBeNull()
    // The poller leaves it a few seconds to whoever took the message, and then asks in its place.
    const soon = Date.now() + 15_000
    expect((next?.getTime() ?? Number.POSITIVE_INFINITY) <= soon).toBe(true)
    setClock(() => instantAt(soon + 1000))
    expect(await pollDuePayments(job)).toBeGreaterThanOrEqual(1)
    setClock(null)
    expect(await traces(attemptId)).toEqual(once)
  })
})

test('a notification while the database is away is refused, and everything is right afterwards', async () => {
  const { attemptId, payment } = await beginPaid()
  await superuser.unsafe(`alter database ${databaseName} allow_connections false`)
  await endConnections(false)
  await expect(hear(notificationOf(payment))).rejects.toThrow()
  await expect(pollDuePayments(job)).rejects.toThrow()
  await superuser.unsafe(`alter database ${databaseName} allow_connections true`)
  expect(await hear(notificationOf(payment))).toBe('known')
  expect(await traces(attemptId)).toEqual(once)
})

test('the ledger agrees after all of it', async () => {
  expect((await verifyLedger(job)).differences).toEqual([])
})
