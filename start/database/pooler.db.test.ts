import { afterAll, beforeAll, expect, test } from 'vitest'
import { tryDatabase } from '#start/database/database'
import { poolerFault } from '#start/database/pooler'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { openTransactionPooler, type Pooler } from '#tests/db/transaction-pooler'

let db: TestDatabase
let pooler: Pooler
beforeAll(async () => {
  db = await testDatabase()
  pooler = await openTransactionPooler(db.applicationUrl)
})
afterAll(async () => {
  await pooler.close()
  await db.close()
})

test('the server itself is taken', async () => {
  expect(await poolerFault(db.applicationUrl)).toBeNull()
})

test('a pooler in transaction mode is refused in one sentence that names the variable and the remedy', async () => {
  await expect(tryDatabase('DATABASE_URL', pooler.through(db.applicationUrl))).rejects.toThrow(
    /^DATABASE_URL leads through a pooler .*pool_mode = session/,
  )
})
