import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase, disconnectDatabase } from '#db/client'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { openTransactionPooler } from '#tests/db/transaction-pooler'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  await db.owner`create table kept (number int primary key, waits int unique deferrable initially deferred)`
  await db.owner.unsafe('grant all on kept to portal_application')
})
afterAll(() => db.close())

const kept = async () => (await db.owner`select number from kept order by number`).map(({ number }) => number)

test('what resolves is committed, and gives what the transaction gave', async () => {
  const given = await db.database.transaction(async (tx) => {
    await tx.execute(sql`insert into kept values (1, 1)`)
    return 'given'
  })
  expect(given).toBe('given')
  expect(await kept()).toEqual([1])
})

test('what the server refuses at the commit itself rejects with its reason, and the connection goes on', async () => {
  const both = db.database.transaction(async (tx) => {
    await tx.execute(sql`insert into kept values (2, 7)`)
    await tx.execute(sql`insert into kept values (3, 7)`)
  })
  await expect(both).rejects.toMatchObject({ code: '23505' })
  expect(await kept()).toEqual([1])
  await db.database.transaction((tx) => tx.execute(sql`insert into kept values (2, 2)`))
  expect(await kept()).toEqual([1, 2])
})

test('a transaction that a caught error has spoilt rejects, with that error', async () => {
  const spoilt = db.database.transaction(async (tx) => {
    await tx.execute(sql`insert into kept values (4, 4)`)
    await tx.execute(sql`insert into kept values (4, 5)`).catch(() => {})
  })
  await expect(spoilt).rejects.toThrow()
  expect(await kept()).toEqual([1, 2])
})

test('a transaction within one is undone alone', async () => {
  await db.database.transaction(async (tx) => {
    await tx.execute(sql`insert into kept values (5, 5)`)
    await tx.transaction((inner) => inner.execute(sql`insert into kept values (5, 6)`)).catch(() => {})
  })
  expect(await kept()).toEqual([1, 2, 5])
})

test('behind a pooler that became one for single transactions, what resolves was committed', async () => {
  const pooler = await openTransactionPooler(db.applicationUrl)
  await disconnectDatabase()
  const through = connectDatabase(pooler.through(db.applicationUrl), { max: 5 })
  const told = await Promise.allSettled(
    Array.from({ length: 40 }, (_, index) =>
      through.transaction((tx) =>
        tx.execute(sql.raw(`insert into kept values (${100 + index}, ${100 + index})`)),
      ),
    ),
  )
  const resolved = told.flatMap(({ status }, index) => (status === 'fulfilled' ? [100 + index] : []))
  const stored = (await kept()).filter((number) => number >= 100)
  await disconnectDatabase()
  await pooler.close()
  connectDatabase(db.applicationUrl)
  expect(stored).toEqual(resolved)
  expect(resolved.length).toBeGreaterThan(0)
})
