import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'
import { newAssessment } from './facts.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

const entry = (sql: TestDatabase['owner'], fingerprint: string | null = null) =>
  sql<{ id: number }[]>`insert into journal_entry
    (kind, effective_on, booked_on, actor_kind, actor_id, source_reference, fingerprint)
    values ('payment', '2026-05-20', '2026-05-20', 'job', 'test', 'test', ${fingerprint}) returning id`

describe('the journal refuses, as its owner', () => {
  test('lines that do not sum to zero', async () => {
    const { accountId, assessmentId, revenueId } = await newAssessment(db, 900)
    await expect(
      db.owner.begin(async (sql) => {
        const [made] = await entry(sql as never)
        await sql`insert into journal_line values (${made?.id ?? 0}, 1, ${accountId}, ${assessmentId}, 'credit', -100),
          (${made?.id ?? 0}, 2, ${revenueId}, null, null, 99)`
      }),
    ).rejects.toThrow(/refused/)
  })

  test('an entry without lines, at commit', async () => {
    await expect(db.owner.begin((sql) => entry(sql as never))).rejects.toThrow(/has no lines/)
  })

  test('a second statement of lines for one entry', async () => {
    const { accountId, assessmentId, revenueId } = await newAssessment(db, 900)
    await expect(
      db.owner.begin(async (sql) => {
        const [made] = await entry(sql as never)
        const id = made?.id ?? 0
        for (const first of [1, 3]) {
          await sql`insert into journal_line values (${id}, ${first}, ${accountId}, ${assessmentId}, 'credit', -100),
            (${id}, ${first + 1}, ${revenueId}, null, null, 100)`
        }
      }),
    ).rejects.toThrow(/refused/)
  })

  test('lines for an entry of another transaction', async () => {
    const { accountId, revenueId, entryId } = await newAssessment(db, 900)
    await expect(
      db.owner`insert into journal_line values (${entryId}, 8, ${accountId}, null, 'credit', -100),
        (${entryId}, 9, ${revenueId}, null, null, 100)`,
    ).rejects.toThrow(/refused/)
  })

  test('an assessment paid above what it is', async () => {
    const { accountId, assessmentId, revenueId } = await newAssessment(db, 900)
    await expect(
      db.owner.begin(async (sql) => {
        const [made] = await entry(sql as never)
        const id = made?.id ?? 0
        await sql`insert into journal_line values (${id}, 1, ${accountId}, ${assessmentId}, 'credit', -90001),
          (${id}, 2, ${revenueId}, null, null, 90001)`
      }),
    ).rejects.toThrow(/never_overpaid/)
  })

  test('a line on the personal account of somebody else', async () => {
    const mine = await newAssessment(db, 900)
    const other = await newAssessment(db, 900)
    await expect(
      db.owner.begin(async (sql) => {
        const [made] = await entry(sql as never)
        const id = made?.id ?? 0
        await sql`insert into journal_line values (${id}, 1, ${other.accountId}, ${mine.assessmentId}, 'credit', -1),
          (${id}, 2, ${mine.revenueId}, null, null, 1)`
      }),
    ).rejects.toThrow(/assessment_on_account/)
  })

  test.each(['update journal_line set amount_hal = 1', 'delete from journal_entry', 'truncate journal_line'])(
    '%s',
    async (statement) => {
      await expect(db.owner.unsafe(statement)).rejects.toThrow(/append-only|cannot truncate/)
    },
  )
})

describe('the application', () => {
  test.each([
    'update journal_line set amount_hal = 1',
    'delete from journal_entry',
    'truncate journal_line',
    'update assessment_balance set paid_hal = 0',
    'update account set kind = kind',
    'delete from audit_entry',
    'update payment_attempt_edge set event = event',
  ])('has no right to %s', async (statement) => {
    await expect(db.database.execute(statement)).rejects.toThrow()
    const cause = await db.database.execute(statement).then(
      () => 'done',
      (error: Error) => String((error.cause as Error).message),
    )
    expect(cause).toMatch(/permission denied/)
  })
})
