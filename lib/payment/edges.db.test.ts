import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { newAssessment, newPayer } from '#tests/db/facts'
import { attemptRow, begin, newCitizen, type PaymentWorld, paymentWorld } from '#tests/fixtures/payments'
import { type AttemptState, attemptEdges, attemptStates, findEdge } from './edges.rules.ts'
import { moveAttempt } from './move.commands.ts'

const job = makeJob('test')
let world: PaymentWorld
let orderId: string
beforeAll(async () => {
  world = await paymentWorld()
  const { payerId } = await newPayer(world.db)
  const { assessmentId } = await newAssessment(world.db, 900, { payerId, dueOn: '2099-05-31' })
  orderId = (await begin(await newCitizen(world.db, payerId), [assessmentId], 900)).orderId
  // Each attempt below needs its order to itself.
  await world.db.owner`update payment_attempt set state = 'cancelled' where order_id = ${orderId}`
})
afterAll(() => world.close())

async function attemptIn(state: AttemptState): Promise<string> {
  await world.db.owner`update payment_attempt set state = 'cancelled'
    where order_id = ${orderId} and state in ('prepared', 'waiting')`
  const [row] = await world.db.owner<{ id: string }[]>`insert into payment_attempt
    (order_id, gateway, state, amount_hal, is_test, expires_at)
    values (${orderId}, 'comgate', ${state}, 90000, true, now()) returning id`
  return row?.id ?? ''
}

const pairs = attemptStates.flatMap((from) => attemptStates.map((to) => [from, to] as const))
const ways = new Set(attemptEdges.map((edge) => `${edge.from}>${edge.to}`))

test('the database holds the same edges as the code', async () => {
  const rows = await world.db.owner`select from_state, to_state, event from payment_attempt_edge`
  const told = attemptEdges.map((edge) => ({ from_state: edge.from, to_state: edge.to, event: edge.event }))
  const sorted = (edges: object[]) => edges.map((edge) => JSON.stringify(edge)).sort()
  expect(sorted([...rows])).toEqual(sorted(told))
})

test('nothing leads out of paid, and every state but paid leads there or to a question', () => {
  expect(attemptEdges.filter((edge) => edge.from === 'paid')).toEqual([])
  for (const state of attemptStates) if (state !== 'paid') expect(findEdge(state, 'paid')).not.toBeNull()
})

describe.each(pairs)('%s to %s', (from, to) => {
  const isWay = ways.has(`${from}>${to}`)

  test(isWay ? 'moves and leaves its event' : 'is refused by the code and writes nothing', async () => {
    const id = await attemptIn(from)
    const moved = world.db.database.transaction((tx) => moveAttempt(tx, job, { id, state: from }, to))
    if (isWay) await moved
    else await expect(moved).rejects.toThrow(/no way/)
    expect((await attemptRow(world.db, id)).state).toBe(isWay ? to : from)
    const events = await world.db.owner`
      select event, from_state, to_state from payment_attempt_event where attempt_id = ${id}`
    const event = findEdge(from, to)?.event
    expect([...events]).toEqual(isWay ? [{ event, from_state: from, to_state: to }] : [])
  })

  test(isWay ? 'is let by the database' : 'is refused by the database', async () => {
    const id = await attemptIn(from)
    const cause = await world.db.database
      .execute(`update payment_attempt set state = '${to}' where id = '${id}'`)
      .then(
        () => null,
        (error: Error) => String((error.cause as Error).message),
      )
    if (isWay || from === to) expect(cause).toBeNull()
    else expect(cause).toContain(`no way from ${from} to ${to}`)
  })
})

describe('what was agreed does not change', () => {
  test.each([
    ['amount_hal', '1'],
    ['reference', "'1'"],
    ['gateway', "'other'"],
    ['is_test', 'false'],
    ['gateway_payment_id', "'AAAA-BBBB-DDDD'"],
    ['gateway_payment_id', 'null'],
    ['id', `'${randomUUID()}'`],
  ])('%s = %s', async (column, value) => {
    const id = await attemptIn('waiting')
    const known = `AAAA-BBBB-${id.slice(0, 4).toUpperCase()}`
    await world.db.owner`update payment_attempt set gateway_payment_id = ${known} where id = ${id}`
    // Not even by the owner; most of these columns the application may not touch at all.
    const cause = await world.db.owner
      .unsafe(`update payment_attempt set ${column} = ${value} where id = '${id}'`)
      .then(
        () => 'done',
        (error: Error) => error.message,
      )
    expect(cause).toContain('does not change')
  })
})
