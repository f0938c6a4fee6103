import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { jobNames } from './jobs.ts'

let db: TestDatabase
let boss: PgBoss
beforeAll(async () => {
  db = await testDatabase()
  boss = new PgBoss({
    connectionString: db.applicationUrl,
    migrate: false,
    supervise: false,
    schedule: false,
  })
  await boss.start()
})
afterAll(async () => {
  await boss.stop({ graceful: false })
  await db.close()
})

test('every queue knows when whoever works on a job has gone silent', async () => {
  for (const name of jobNames) expect((await boss.getQueue(name))?.heartbeatSeconds).toBe(20)
})

test('a job that a failover left behind is taken up at the next look, not after a quarter of an hour', async () => {
  await boss.send('seal-audit', {})
  const [left] = await boss.fetch('seal-audit')
  const state = async () =>
    (await db.owner`select state from pgboss.job where id = ${left?.id ?? ''}`)[0]?.state
  await boss.supervise('seal-audit')
  expect(await state()).toBe('active')
  await db.owner`update pgboss.job set heartbeat_on = heartbeat_on - interval '21 seconds' where id = ${left?.id ?? ''}`
  await db.owner`update pgboss.queue set monitor_on = null, monitor_claim_on = null where name = 'seal-audit'`
  await boss.supervise('seal-audit')
  expect(await state()).toBe('retry')
})
