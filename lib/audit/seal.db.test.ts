import { createHash } from 'node:crypto'
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

const fact = (subjectId: string) => ({ action: 'test.done', subjectKind: 'test', subjectId })
const add = (subjectId: string) => appendAudit(db.database, job, fact(subjectId))

interface Seal {
  until_transaction_id: string
  until_entry_id: string
  entries: string
  hash: string
}

/** Whether every seal agrees with the entries it covers, computed anew from the tables. */
async function sealsHold(): Promise<boolean> {
  return db.owner.begin(async (sql) => {
    await sql`set local timezone to 'UTC'`
    const seals = await sql<Seal[]>`select until_transaction_id::text, until_entry_id, entries, hash
      from audit_seal order by id`
    let [transaction, entry, hash] = ['0', '0', '']
    for (const seal of seals) {
      const rows = await sql<
        { content: string }[]
      >`select row_to_json(audit_entry)::text as content from audit_entry
        where (transaction_id, id) > (${transaction}::text::xid8, ${entry}::bigint)
          and (transaction_id, id) <= (${seal.until_transaction_id}::text::xid8, ${seal.until_entry_id}::bigint)
        order by transaction_id, id`
      for (const { content } of rows) hash = createHash('sha256').update(hash).update(content).digest('hex')
      if (hash !== seal.hash || rows.length !== Number(seal.entries)) return false
      transaction = seal.until_transaction_id
      entry = seal.until_entry_id
    }
    return true
  })
}

/** Changes the audit behind its guard's back, as who owns the database could. */
const tamper = (statement: string) =>
  db.owner.begin(async (sql) => {
    await sql`alter table audit_entry disable trigger audit_entry_append_only`
    await sql.unsafe(statement)
    await sql`alter table audit_entry enable trigger audit_entry_append_only`
  })

/** Seals until nothing is left: a transaction anywhere in the cluster, also of another test, holds the end back. */
async function sealAll(): Promise<void> {
  const [row] = await db.owner<{ count: number }[]>`select count(*)::int from audit_entry`
  while ((await sealed()) < (row?.count ?? 0)) await sealAudit(job)
}

const sealed = async () => {
  const [row] = await db.owner<
    { count: number }[]
  >`select coalesce(sum(entries), 0)::int as count from audit_seal`
  return row?.count ?? 0
}

test('seals everything once, and nothing where nothing is new', async () => {
  for (const subject of ['1', '2', '3']) await add(subject)
  await sealAll()
  expect(await sealed()).toBe(3)
  expect(await sealAudit(job)).toBe(0)
  expect(await sealsHold()).toBe(true)
})

test('an entry whose transaction commits late is sealed later, never left out', async () => {
  const before = await sealed()
  let finish = () => {}
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  let written = () => {}
  const isWritten = new Promise<void>((resolve) => {
    written = resolve
  })
  const late = db.database.transaction(async (tx) => {
    await appendAudit(tx, job, fact('late'))
    written()
    await held
  })
  await isWritten
  await add('early')
  // The older transaction may still write, so nothing after it may be sealed yet.
  expect(await sealAudit(job)).toBe(0)
  finish()
  await late
  await sealAll()
  expect(await sealed()).toBe(before + 2)
  expect(await sealsHold()).toBe(true)
})

test('numbers of transactions are ordered as numbers where they grow by a digit', async () => {
  const before = await sealed()
  await db.owner.unsafe(`do $$ begin
    while pg_current_xact_id()::text !~ '^9+[5-9]$' loop commit; end loop; end $$`)
  for (let added = 0; added < 10; added++) await add(`digit-${added}`)
  await sealAll()
  await add('after')
  await sealAll()
  expect(await sealed()).toBe(before + 11)
  expect(await sealsHold()).toBe(true)
})

test('five sealing jobs among fifty writers seal each entry once', async () => {
  const before = await sealed()
  const writers = Array.from({ length: 50 }, (_, index) => add(`many-${index}`))
  await Promise.all([...writers, ...Array.from({ length: 5 }, () => sealAudit(job))])
  await sealAll()
  expect(await sealed()).toBe(before + 50)
  expect(await sealsHold()).toBe(true)
})

test.each([
  [
    `update audit_entry set subject_id = 'x' where id = 2`,
    `update audit_entry set subject_id = '2' where id = 2`,
  ],
  [
    `update audit_entry set details = '{"a":1}' where id = 1`,
    `update audit_entry set details = '{}' where id = 1`,
  ],
  [
    `insert into audit_entry (id, actor_kind, actor_id, action, subject_kind, subject_id, transaction_id)
       select 999999, 'job', 'x', 'x', 'x', 'x', transaction_id from audit_entry where id = 1`,
    `delete from audit_entry where id = 999999`,
  ],
])('tampering shows: %s', async (change, undo) => {
  expect(await sealsHold()).toBe(true)
  await tamper(change)
  expect(await sealsHold()).toBe(false)
  await tamper(undo)
  expect(await sealsHold()).toBe(true)
})

test('the command finds which seal broke, and that all held before', async () => {
  await sealAll()
  const whole = await verifyAudit(job)
  expect(whole).toMatchObject({ unsealed: 0, broken: null, sealed: await sealed() })
  const [second] = await db.owner<
    { id: string }[]
  >`select id from audit_seal where entries > 0 order by id offset 1 limit 1`
  const [victim] = await db.owner<{ id: string }[]>`
    select e.id from audit_entry e, audit_seal s where s.id = ${second?.id ?? 0} and e.id = s.until_entry_id`
  await tamper(`update audit_entry set subject_id = subject_id || 'x' where id = ${victim?.id}`)
  expect((await verifyAudit(job)).broken?.sealId).toBe(Number(second?.id))
  await tamper(`update audit_entry set subject_id = left(subject_id, -1) where id = ${victim?.id}`)
  expect((await verifyAudit(job)).broken).toBeNull()
})

test('a deleted entry shows', async () => {
  await tamper('delete from audit_entry where id = 3')
  expect(await sealsHold()).toBe(false)
})
