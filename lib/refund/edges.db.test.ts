import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment } from '#tests/db/facts'
import { newOfficer } from '#tests/fixtures/refunds'
import { findRefundEdge, type RefundState, refundEdges, refundStates } from './edges.rules.ts'
import { moveRefund } from './move.commands.ts'

let db: TestDatabase
let accountId: number
let payerId: string
let officerId: string
beforeAll(async () => {
  db = await testDatabase()
  const made = await newAssessment(db, 900)
  accountId = made.accountId
  payerId = made.payerId
  officerId = (await newOfficer(db)).identityId
})
afterAll(() => db.close())

/** A refund put into a state by hand, past the guard. */
async function refundIn(state: RefundState): Promise<string> {
  const entries = {
    approved: ['approved', 'sent', 'unknown', 'done', 'failed', 'returned'].includes(state)
      ? await entry()
      : null,
    done: ['done', 'returned'].includes(state) ? await entry() : null,
    reversal: ['failed', 'returned'].includes(state) ? await entry() : null,
  }
  return db.owner.begin(async (sql) => {
    await sql`alter table refund disable trigger refund_guard`
    const [row] = await sql<{ id: string }[]>`insert into refund
      (account_id, ground, entitled_payer_id, amount_hal, seen_credit_hal, way, bank_account, state, waits_until,
       proposed_by, proposed_at, approved_entry_id, done_entry_id, reversal_entry_id)
      values (${accountId}, 'credit', ${payerId}, 90000, 90000, 'bank_account', '19-2000145399/0800', ${state},
        '2026-06-30', ${officerId}, now(), ${entries.approved}, ${entries.done}, ${entries.reversal}) returning id`
    await sql`alter table refund enable trigger refund_guard`
    return row?.id ?? ''
  })
}

const entry = () =>
  db.owner.begin(async (sql) => {
    const [made] = await sql<{ id: number }[]>`insert into journal_entry
      (kind, effective_on, booked_on, actor_kind, actor_id, source_reference)
      values ('payment', '2026-05-20', '2026-05-20', 'job', 'test', 'test') returning id`
    await sql`insert into journal_line values (${made?.id ?? 0}, 1, ${accountId}, null, 'credit', -100),
      (${made?.id ?? 0}, 2, ${accountId}, null, 'credit', 100)`
    return made?.id ?? 0
  })

const message = (doing: PromiseLike<unknown>) =>
  doing.then(
    () => null,
    (error: Error) => String((error.cause as Error | undefined)?.message ?? error.message),
  )

test('the database holds the same edges as the code', async () => {
  const rows = await db.owner`select from_state, to_state, event from refund_edge`
  const told = refundEdges.map((edge) => ({ from_state: edge.from, to_state: edge.to, event: edge.event }))
  const sorted = (edges: object[]) => edges.map((edge) => JSON.stringify(edge)).sort()
  expect(sorted([...rows])).toEqual(sorted(told))
})

const pairs = refundStates.flatMap((from) => refundStates.map((to) => [from, to] as const))
const refusedPairs = pairs.filter(([from, to]) => from !== to && !findRefundEdge(from, to))

describe.each(refusedPairs)('%s to %s', (from, to) => {
  test('is refused by the code and by the database', async () => {
    const id = await refundIn(from)
    const moving = db.database.transaction((tx) => moveRefund(tx, makeJob('test'), { id, state: from }, to))
    await expect(moving).rejects.toThrow(/no way/)
    const cause = await message(db.database.execute(`update refund set state = '${to}' where id = '${id}'`))
    expect(cause).toContain(`no way from ${from} to ${to}`)
  })
})

test.each([
  ['amount_hal', '1'],
  ['seen_credit_hal', '100000'],
  ['reference', "'1'"],
  ['ground', "'civil'"],
  ['bank_account', "'1000000005/0100'"],
  ['exceptional_reason', "'dodatečně'"],
  ['proposed_at', 'now()'],
])('what was proposed does not change: %s = %s', async (column, value) => {
  const id = await refundIn('proposed')
  // Not even by the owner; most of these columns the application may not touch at all.
  const cause = await db.owner.unsafe(`update refund set ${column} = ${value} where id = '${id}'`).then(
    () => 'done',
    (error: Error) => error.message,
  )
  expect(cause).toContain('does not change')
})

test.each([
  ['without its entry in the journal', "state = 'approved'", 'does not move its amount'],
  ['as its proposer alone', "state = 'approved', approved_by = proposed_by", 'another officer'],
])('approving by hand %s is refused', async (_name, changes, fault) => {
  const id = await refundIn('proposed')
  const other = (await newOfficer(db)).identityId
  const set = changes.includes('approved_by') ? changes : `${changes}, approved_by = '${other}'`
  expect(await message(db.database.execute(`update refund set ${set} where id = '${id}'`))).toContain(fault)
})

test.each([
  ['done', 'does not pay it out'],
  ['failed', 'does not take it back'],
])('%s without its entry is refused', async (to, fault) => {
  const id = await refundIn('sent')
  expect(
    await message(db.database.execute(`update refund set state = '${to}' where id = '${id}'`)),
  ).toContain(fault)
})

test.each(['delete from refund', 'delete from refund_event', 'update refund_edge set event = event'])(
  'the application has no right to %s',
  async (statement) => {
    expect(await message(db.database.execute(statement))).toMatch(/permission denied/)
  },
)
