import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { shop, startGatewayUnderTest } from '#tests/fixtures/gopay'
import { isOurMark, markOf } from './signature.ts'

const address = 'http://localhost/api/gateways/gopay/notifications'

test('the one the stand-in sends finds the payment by our own reference', async () => {
  const { gateway, createPaid, heard } = await startGatewayUnderTest()
  const id = await createPaid()
  await vi.waitFor(() => expect(heard).toHaveLength(1))
  const hint = await gateway.readNotification(new Request(`http://localhost${heard[0]}`))
  expect(hint).toMatchObject({
    ok: true,
    value: { gatewayPaymentId: id, reference: '2026000017', claimedState: null, isAuthentic: true },
  })
  expect(JSON.stringify(hint)).not.toContain(markOf(shop, '2026000017'))
})

const mark = markOf(shop, '17')
test.each([
  ['id=3000000001', { gatewayPaymentId: '3000000001', reference: null, isAuthentic: true }],
  [`id=3000000001&objednavka=17&znak=${mark}`, { reference: '17', isAuthentic: true }],
  [`id=3000000001&objednavka=18&znak=${mark}`, { reference: null, isAuthentic: false }],
  ['id=3000000001&objednavka=17', { reference: null, isAuthentic: false }],
  [`id=3000000001&znak=${mark}`, { reference: null, isAuthentic: false }],
  ['id=3000000001&objednavka=17&znak=x', { reference: null, isAuthentic: false }],
])('%s', async (query, hint) => {
  const { gateway } = await startGatewayUnderTest()
  expect(await gateway.readNotification(new Request(`${address}?${query}`))).toMatchObject({
    ok: true,
    value: hint,
  })
})

test.each(['', 'id=', 'id=%00', 'id=0', 'id=-1', 'id=1e9', "id=1'--", 'id=AAAA-BBBB-CCCC'])(
  '?%s is unreadable',
  async (query) => {
    const { gateway } = await startGatewayUnderTest()
    expect(await gateway.readNotification(new Request(`${address}?${query}`))).toEqual({
      ok: false,
      error: 'unreadable',
    })
  },
)

test('an address nobody of us gave is too long', async () => {
  const { gateway } = await startGatewayUnderTest()
  const request = new Request(`${address}?id=1&x=${'x'.repeat(3000)}`)
  expect(await gateway.readNotification(request)).toEqual({ ok: false, error: 'too_large' })
})

test.each([
  ['platba=7&id=3000000001', { ok: true, value: { gatewayPaymentId: '3000000001', reference: null } }],
  ['platba=7', { ok: true, value: { gatewayPaymentId: null } }],
  ['id=nic', { ok: false, error: 'unreadable' }],
])('a return by %s', async (query, expected) => {
  const { gateway } = await startGatewayUnderTest()
  const request = new Request(`http://localhost/api/gateways/gopay/return?${query}`)
  expect(await gateway.readReturn(request)).toMatchObject(expected)
})

test('acknowledges by 200', async () => {
  const { gateway } = await startGatewayUnderTest()
  expect(gateway.acknowledge().status).toBe(200)
  expect(gateway.notifiesBy).toBe('GET')
})

test('a mark belongs to one reference, one e-shop and one secret', () => {
  const texts = fc.tuple(fc.string(), fc.string(), fc.string())
  fc.assert(
    fc.property(texts, texts, ([goid, clientSecret, reference], [otherGoid, otherSecret, otherReference]) => {
      const right = { goid, clientSecret }
      const own = markOf(right, reference)
      expect(isOurMark(right, reference, own)).toBe(true)
      if (otherReference !== reference) expect(isOurMark(right, otherReference, own)).toBe(false)
      if (otherSecret !== clientSecret)
        expect(isOurMark({ goid, clientSecret: otherSecret }, reference, own)).toBe(false)
      if (otherGoid.length === goid.length && otherGoid !== goid)
        expect(isOurMark({ goid: otherGoid, clientSecret }, reference, own)).toBe(false)
    }),
  )
})
