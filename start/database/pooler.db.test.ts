import { afterAll, beforeAll, expect, test } from 'vitest'
import { tryDatabase } from '#start/database/database'
import { poolerFault } from '#start/database/pooler'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { findPgBouncer, openPgBouncer } from '#tests/db/pgbouncer'
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

const pgbouncer = findPgBouncer()

test.skipIf(!pgbouncer).each([
  ['session', null],
  ['transaction', expect.stringContaining('pool_mode')],
] as const)('PgBouncer itself, where the machine has it, in %s mode', async (mode, fault) => {
  const real = await openPgBouncer(pgbouncer ?? '', db.applicationUrl, mode)
  try {
    for (let round = 0; round < 3; round++) {
      expect(await poolerFault(real.through(db.applicationUrl))).toEqual(fault)
    }
  } finally {
    await real.close()
  }
})
