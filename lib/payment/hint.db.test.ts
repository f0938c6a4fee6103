import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { newAssessment, newPayer } from '#tests/db/facts'
import {
  attemptRow,
  begin,
  hear,
  newCitizen,
  notificationOf,
  type PaymentWorld,
  paymentWorld,
  returnBy,
  shop,
  testGateway,
} from '#tests/fixtures/payments'
import { recordHint, recordReturn } from './hint.commands.ts'
import { refreshPayment } from './refresh.commands.ts'

const job = makeJob('poll-payments')
let world: PaymentWorld
beforeAll(async () => {
  world = await paymentWorld()
})
beforeEach(async () => {
  await world.db.owner`delete from gateway_event`
})
afterAll(() => world.close())

async function beginPaid() {
  const { payerId } = await newPayer(world.db)
  const { assessmentId } = await newAssessment(world.db, 900, { payerId, dueOn: '2099-05-31' })
  const { attemptId } = await begin(await newCitizen(world.db, payerId), [assessmentId], 900)
  const { gateway_payment_id: transId, reference } = await attemptRow(world.db, attemptId)
  const payment = await world.decide(transId, 'pay')
  return { attemptId, transId, reference, payment }
}

const events = () => world.db.owner<{ kind: string; times: number; body: string; fingerprint: string }[]>`
  select kind, times, body, fingerprint from gateway_event order by id`
const post = (body: string, type = 'application/x-www-form-urlencoded') =>
  new Request('http://localhost/', { method: 'POST', body, headers: { 'content-type': type } })

describe('a notification', () => {
  test.each([
    ['a wrong secret', { ...shop, secret: 'uhodnuté' }],
    ['no secret', { ...shop, secret: '' }],
    ['another merchant', { ...shop, merchant: '999999' }],
  ])('with %s asks nothing and settles nothing', async (_, by) => {
    const { attemptId, payment, reference } = await beginPaid()
    const before = await attemptRow(world.db, attemptId)
    expect(await hear(notificationOf(payment, by))).toBe('forged')
    expect(await attemptRow(world.db, attemptId)).toEqual(before)
    expect(await world.atGateway(reference)).toMatchObject([{ statusCalls: 0 }])
  })

  test('replayed a hundred times is one row with a count, and settles once', async () => {
    const { attemptId, payment } = await beginPaid()
    for (let heard = 0; heard < 10; heard++) {
      await Promise.all(Array.from({ length: 10 }, () => hear(notificationOf(payment))))
    }
    expect((await attemptRow(world.db, attemptId)).state).toBe('paid')
    const told = (await events()).filter((event) => event.kind === 'notification')
    expect(told).toMatchObject([{ times: 100 }])
    const entries = await world.db.owner`select 1 from journal_entry
      where source_reference = ${`payment_attempt:${attemptId}`}`
    expect(entries).toHaveLength(1)
  })

  test('replayed after settling marks nothing to be asked', async () => {
    const { attemptId, payment } = await beginPaid()
    await hear(notificationOf(payment))
    await hear(notificationOf(payment))
    expect((await attemptRow(world.db, attemptId)).next_check_at).toBeNull()
  })

  test('a thousand of unknown payments store one row an hour with a count', async () => {
    const { payment } = await beginPaid()
    await world.db.owner`delete from gateway_event`
    for (let at = 0; at < 1000; at += 50) {
      const flood = Array.from({ length: 50 }, (_, index) => {
        const number = String(at + index).padStart(4, '0')
        return hear(notificationOf({ ...payment, transId: `ZZZZ-ZZZZ-${number}`, refId: `99${number}` }))
      })
      expect(new Set(await Promise.all(flood))).toEqual(new Set(['unknown']))
    }
    const stored = await events()
    expect(stored.length).toBeLessThanOrEqual(2)
    expect(stored.reduce((sum, event) => sum + event.times, 0)).toBe(1000)
  })

  test('of megabytes is not read and not stored', async () => {
    expect(await hear(post(`transId=${'x'.repeat(5_000_000)}`))).toBe('too_large')
    expect(await events()).toEqual([])
  })

  test.each([
    ['nothing', ''],
    ['a page', '<html></html>'],
    ['half a JSON', '{"transId":'],
    ['plain words', 'hello there'],
  ])('of %s is unreadable and not stored', async (_, body) => {
    expect(await hear(post(body, 'text/plain'))).toBe('unreadable')
    expect(await events()).toEqual([])
  })

  test.each(['application/octet-stream', 'text/html', 'multipart/form-data; boundary=x'])(
    'is read whatever its content type says: %s',
    async (type) => {
      const { payment } = await beginPaid()
      expect(await hear(post(await notificationOf(payment).text(), type))).toBe('known')
    },
  )

  test.each([
    'transId=\0',
    `secret=${encodeURIComponent(shop.secret)}&merchant=${shop.merchant}&refId=%00&status=%00`,
  ])('with a zero byte is an answer, not a fault: %j', async (body) => {
    expect(['forged', 'unknown', 'unreadable']).toContain(await hear(post(body)))
  })
})

describe('a return', () => {
  const gateway = testGateway
  const address = (query: string) => new URL(`http://localhost/api/gateways/comgate/return?${query}`)

  test('by our own number makes the gateway asked and decides nothing itself', async () => {
    const { attemptId } = await beginPaid()
    expect(await recordReturn(gateway(), attemptId, await returnBy(address('')))).toEqual({
      kind: 'known',
      attemptId,
    })
    expect((await attemptRow(world.db, attemptId)).state).toBe('waiting')
    expect(await refreshPayment(job, attemptId)).toBe('paid')
  })

  test.each(['id=AAAA-BBBB-CCCC', 'refId=1', 'refId=%00', 'id=%00', 'id=&refId=', ''])(
    'with an altered address (%s) is unknown',
    async (query) => {
      expect(await recordHint(gateway(), 'return', await returnBy(address(query)))).toEqual({
        kind: 'unknown',
      })
    },
  )

  test('with a known reference and ever new ids is one row with a count', async () => {
    const { reference } = await beginPaid()
    await world.db.owner`delete from gateway_event`
    for (let index = 0; index < 30; index++) {
      const query = `refId=${reference}&id=ZZZZ-ZZZZ-${String(index).padStart(4, '0')}`
      await recordHint(gateway(), 'return', await returnBy(address(query)))
    }
    expect(await events()).toMatchObject([{ kind: 'return', times: 30 }])
  })
})

test('no row keeps the secret in any of its spellings', async () => {
  const { attemptId, payment } = await beginPaid()
  const { secret, merchant } = shop
  await hear(notificationOf(payment))
  await hear(notificationOf({ ...payment, version: 'v1.0' }))
  await hear(notificationOf({ ...payment, transId: 'ZZZZ-ZZZZ-ZZZZ', refId: '1' }))
  await hear(post(JSON.stringify({ secret, merchant: 'x' }).replaceAll('/', '\\/')))
  await hear(post(`a=${Buffer.from(`${merchant}:${secret}`).toString('base64')}`))
  await refreshPayment(job, attemptId)
  const kept = await events()
  expect(kept.length).toBeGreaterThanOrEqual(4)
  const spellings = [
    secret,
    secret.replaceAll('/', '\\/'),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(`${merchant}:${secret}`).toString('base64').replace(/=+$/, ''),
    'heslo',
  ]
  for (const { body } of kept) for (const spelling of spellings) expect(body).not.toContain(spelling)
})
