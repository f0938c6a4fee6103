import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { appendAudit } from './append.commands.ts'
import { sealAudit } from './seal.commands.ts'
import { verifyAudit } from './verify.queries.ts'

const job = makeJob('seal-audit')
let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

const add = (subjectId: string) =>
  appendAudit(db.database, job, { action: 'test.done', subjectKind: 'test', subjectId })

async function sealed(): Promise<number> {
  const [row] = await db.owner<
    { count: number }[]
  >`select coalesce(sum(entries), 0)::int as count from audit_seal`
  return row?.count ?? 0
}

/** Seals until so many are: a transaction anywhere in the cluster, also of another test, holds the end back. */
async function sealUntil(count: number): Promise<void> {
  for (;;) {
    await sealAudit(job)
    if ((await sealed()) >= count) return
    await pause(100)
  }
}

test('in a restored database, whose transactions begin anew, sealing goes on and every seal holds', async () => {
  for (const subject of ['1', '2', '3']) await add(subject)
  await sealUntil(3)
  // As a restore leaves it: entries and seals from a time whose numbers of transactions are still to come here.
  const far = '4000000000000'
  await db.owner.begin(async (sql) => {
    await sql`alter table audit_entry disable trigger audit_entry_append_only`
    await sql.unsafe(
      `update audit_entry set transaction_id = (transaction_id::text::bigint + ${far})::text::xid8`,
    )
    await sql`alter table audit_entry enable trigger audit_entry_append_only`
    await sql`alter table audit_seal disable trigger audit_seal_append_only`
    await sql`delete from audit_seal`
    await sql`alter table audit_seal enable trigger audit_seal_append_only`
  })
  await db.owner`insert into audit_entry (actor_kind, actor_id, action, subject_kind, subject_id, transaction_id)
    values ('job', 'test', 'test.done', 'test', 'not sealed before the backup', '5000000000000'::xid8)`
  await sealUntil(4)
  const old = 4
  expect(await verifyAudit(job)).toMatchObject({ sealed: old, unsealed: 0, broken: null })
  for (const subject of ['after', 'after too']) await add(subject)
  await sealUntil(old + 2)
  expect(await verifyAudit(job)).toMatchObject({ sealed: old + 2, unsealed: 0, broken: null })
  await add('later')
  await sealUntil(old + 3)
  expect(await verifyAudit(job)).toMatchObject({ sealed: old + 3, unsealed: 0, broken: null })
  const begun = await db.owner`select 1 from audit_seal where entries = 0`
  expect(begun).toHaveLength(1)
})

test('a counter that has passed the old numbers before anything was sealed hides nothing', async () => {
  const entries = async () => Number((await db.owner`select count(*) from audit_entry`)[0]?.count)
  const counter = async () => Number((await db.owner`select pg_current_xact_id()::text as now`)[0]?.now)
  await sealUntil(await entries())
  const before = await verifyAudit(job)
  // The dump was made when the old cluster's counter stood a little above where the new one stands now.
  for (const subject of ['dumped', 'dumped too']) await add(subject)
  const dumpedAt = (await counter()) + 40
  await shiftLast(2, dumpedAt)
  await sealUntil(await entries())
  for (const subject of ['written meanwhile', 'this too']) await add(subject)
  while ((await counter()) <= dumpedAt + 5);
  await add('behind the old numbers')
  const total = await entries()
  const found = await verifyAudit(job)
  expect(found).toMatchObject({ broken: null, sealed: total - 3, unsealed: 3 })
  expect(found.restored.at(-1)).toMatchObject({ noticedAt: null })
  await sealUntil(total)
  const after = await verifyAudit(job)
  expect(after).toMatchObject({ sealed: total, unsealed: 0, broken: null })
  expect(after.restored).toHaveLength(before.restored.length + 1)
  expect(after.restored.at(-1)?.noticedAt).not.toBeNull()
})

/** Gives the last entries numbers of transactions as another cluster would have. */
async function shiftLast(count: number, transactionId: number): Promise<void> {
  await db.owner.begin(async (sql) => {
    await sql`alter table audit_entry disable trigger audit_entry_append_only`
    await sql`update audit_entry set transaction_id = ${String(transactionId)}::text::xid8
      where id in (select id from audit_entry order by id desc limit ${count})`
    await sql`alter table audit_entry enable trigger audit_entry_append_only`
  })
}
