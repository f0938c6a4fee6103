import { describe, expect, test } from 'vitest'
import { paymentStates } from '#sandbox/gopay/payment'
import { shop, startGatewayUnderTest } from '#tests/fixtures/gopay'
import { gopayAt } from './adapter.ts'

describe('creating', () => {
  test('makes a payment and tells the gateway nothing of the payer', async () => {
    const { gateway, request, payments } = await startGatewayUnderTest()
    const answer = await gateway.create(request)
    const [payment] = await payments()
    expect(answer).toMatchObject({
      kind: 'created',
      gatewayPaymentId: String(payment?.id),
      redirectUrl: expect.stringContaining('/gw/v3/'),
    })
    expect(payment).toMatchObject({
      orderNumber: '2026000017',
      orderDescription: 'Poplatky města',
      amount: 144_000,
      currency: 'CZK',
      email: 'podatelna@example.cz',
      returnUrl: request.returnUrls.pending,
      instruments: ['PAYMENT_CARD', 'GPAY', 'APPLE_PAY', 'CLICK_TO_PAY', 'BANK_ACCOUNT'],
    })
    expect(payment?.notificationUrl).toMatch(
      /\/api\/gateways\/gopay\/notifications\?objednavka=2026000017&znak=[\w-]{43}$/,
    )
  })

  test('offers no bank where it is not allowed', async () => {
    const { gateway, request, payments } = await startGatewayUnderTest()
    await gateway.create({ ...request, allowBankButtons: false })
    expect((await payments())[0]?.instruments).not.toContain('BANK_ACCOUNT')
  })

  test.each([
    [{ createFails: 'refused' }, 'refused', '301 PAYMENT_NOT_CREATED', 0],
    [{ createFails: 'http500' }, 'unknown', 'unreadable reply, HTTP 500', 0],
    [{ createFails: 'html' }, 'unknown', 'unreadable reply, HTTP 200', 0],
    [{ createFails: 'firewall' }, 'unknown', 'unreadable reply, HTTP 403', 0],
    [{ createFails: 'timeout-after-storing' }, 'unknown', 'the connection failed', 1],
    [{ createDelayMs: 60_000 }, 'unknown', expect.stringMatching(/^no reply within \d+ ms$/), 1],
    [{ tokenExpiresTimes: 2 }, 'refused', '200 UNAUTHORIZED', 0],
  ] as const)('%j is %s and nothing is repeated', async (behaviour, kind, reason, stored) => {
    const timeoutMs = 'createDelayMs' in behaviour ? 1000 : 10_000
    const { gateway, request, behaveNext, payments } = await startGatewayUnderTest({ timeoutMs })
    await behaveNext(behaviour)
    expect(await gateway.create(request)).toMatchObject({ kind, reason })
    expect(await payments()).toHaveLength(stored)
  })

  test('an amount the gateway refuses is refused', async () => {
    const { gateway, request } = await startGatewayUnderTest()
    expect(await gateway.create({ ...request, amountHal: 0n })).toMatchObject({
      kind: 'refused',
      reason: '111 WRONG_FORMAT amount',
    })
  })
})

describe('the state', () => {
  const told = {
    CREATED: 'pending',
    PAYMENT_METHOD_CHOSEN: 'pending',
    PAID: 'paid',
    AUTHORIZED: 'authorized',
    CANCELED: 'cancelled',
    TIMEOUTED: 'cancelled',
    PARTIALLY_REFUNDED: 'refunded',
    REFUNDED: 'refunded',
  } as const

  test.each(
    paymentStates.flatMap((state) =>
      [null, '_101', '_102', '_3001', '_3003', '_5002', '_5049', '_6502', '_9999'].map(
        (subState) => [state, subState] as const,
      ),
    ),
  )('%s with %s', async (state, subState) => {
    const { gateway, create, control } = await startGatewayUnderTest()
    const id = await create()
    await control('POST', `payments/${id}/state`, { state, subState, instrument: 'PAYMENT_CARD' })
    const answer = await gateway.status(id)
    expect(answer).toMatchObject({
      kind: 'known',
      payment: {
        gatewayPaymentId: id,
        reference: '2026000017',
        amountHal: 144_000n,
        currency: 'CZK',
        merchant: shop.goid,
        isTest: true,
        state: told[state],
        method: 'PAYMENT_CARD',
        way: 'card',
      },
    })
    if (subState) expect(answer.exchange).toContain(subState)
  })

  test.each([
    ['PAYMENT_CARD', 'card'],
    ['GPAY', 'card'],
    ['APPLE_PAY', 'card'],
    ['CLICK_TO_PAY', 'card'],
    ['BANK_ACCOUNT', 'bank_button'],
    ['GOPAY', null],
    [null, null],
  ])('paid by %s is %s', async (instrument, way) => {
    const { gateway, create, control } = await startGatewayUnderTest()
    const id = await create()
    await control('POST', `payments/${id}/state`, { state: 'PAID', instrument })
    expect(await gateway.status(id)).toMatchObject({ payment: { method: instrument, way } })
  })

  test('jumps back and forth are told as they are', async () => {
    const { gateway, create, control } = await startGatewayUnderTest()
    const id = await create()
    for (const state of ['CANCELED', 'PAID', 'TIMEOUTED', 'CREATED', 'REFUNDED'] as const) {
      await control('POST', `payments/${id}/state`, { state })
      expect(await gateway.status(id)).toMatchObject({ payment: { state: told[state] } })
    }
  })

  test.each([
    [{ statusFails: 'http500' }, 'unreadable reply, HTTP 500'],
    [{ statusFails: 'http500-json' }, 'unreadable reply, HTTP 500'],
    [{ statusFails: 'html' }, 'unreadable reply, HTTP 200'],
    [{ statusFails: 'not-found-html' }, 'unreadable reply, HTTP 404'],
    [{ statusFails: 'unknown-state' }, 'unreadable reply, HTTP 200'],
    [{ statusFails: 'forbidden' }, '203 ACCESS_DENIED'],
    [{ statusFails: 'hang' }, expect.stringMatching(/^no reply within/)],
    [{ statusDelayMs: 60_000 }, expect.stringMatching(/^no reply within/)],
    [{ tokenExpiresTimes: 2 }, '200 UNAUTHORIZED'],
  ] as const)('%j is unanswered, never failed, and right the next time', async (behaviour, reason) => {
    const isSilent = typeof reason !== 'string'
    const { gateway, createPaid, behave } = await startGatewayUnderTest({
      timeoutMs: isSilent ? 1000 : 10_000,
    })
    const id = await createPaid()
    await behave(id, behaviour)
    expect(await gateway.status(id)).toMatchObject({ kind: 'unanswered', reason })
    await behave(id, {})
    expect(await gateway.status(id)).toMatchObject({ kind: 'known', payment: { state: 'paid' } })
  })

  test.each([
    [{ wrongAmount: true }, { amountHal: 144_100n }],
    [{ wrongAmount: 1 }, { amountHal: 1n }],
    [{ wrongCurrency: true }, { currency: 'EUR' }],
    [{ wrongOrderNumber: true }, { reference: '2026000017-jine' }],
    [{ wrongGoid: true }, { merchant: '8999999999' }],
  ])('%j is handed on for comparing', async (behaviour, payment) => {
    const { gateway, createPaid, behave } = await startGatewayUnderTest()
    const id = await createPaid()
    await behave(id, behaviour)
    expect(await gateway.status(id)).toMatchObject({ kind: 'known', payment })
  })

  test('of a payment nobody made is not found', async () => {
    const { gateway } = await startGatewayUnderTest()
    expect(await gateway.status('3000000000')).toMatchObject({ kind: 'not_found' })
  })

  test('of a gateway that is down is unanswered', async () => {
    const { gateway, createPaid, control } = await startGatewayUnderTest()
    const id = await createPaid()
    await control('POST', 'switches', { down: true })
    expect(await gateway.status(id)).toMatchObject({ kind: 'unanswered', reason: 'the connection failed' })
  })
})

test('an unpaid payment cannot be ended from here', async () => {
  const { gateway, create, payments } = await startGatewayUnderTest()
  expect(await gateway.cancel(await create())).toMatchObject({ kind: 'refused' })
  expect((await payments())[0]?.state).toBe('CREATED')
})

test('health proves the keys and the number of the e-shop', async () => {
  const { gateway, control } = await startGatewayUnderTest()
  expect(await gateway.health?.()).toMatchObject({ kind: 'well' })
  await control('POST', 'switches', { down: true })
  expect(await gateway.health?.()).toMatchObject({ kind: 'ill' })
  const stranger = await startGatewayUnderTest({ goid: '8000000000' })
  expect(await stranger.gateway.health?.()).toMatchObject({ kind: 'ill', reason: '100 NOT_FOUND' })
})

test.each([
  ['https://gate.gopay.cz/api', ['https://gate.gopay.cz', 'https://gate.gopay.com']],
  ['https://gw.sandbox.gopay.com/api', ['https://gw.sandbox.gopay.com']],
])('payers of %s may be sent to %j', (url, origins) => {
  expect(gopayAt({ url, ...shop, isTest: false, timeoutMs: 1000 }).origins).toEqual(origins)
})
