import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Behaviour } from '#sandbox/gpwebpay/behaviour'
import type { DecisionName } from '#sandbox/gpwebpay/payments'
import { payAtGateway, startSandboxUnderTest, stepFrom } from '#tests/fixtures/sandbox/gpwebpay'
import type { PaymentRequest } from '../contract.ts'
import { rawQueryHeader } from '../raw-query.ts'
import { gpwebpayAt } from './adapter.ts'

type Sandbox = Awaited<ReturnType<typeof startSandboxUnderTest>>
const portal = 'http://localhost:3000'
const attemptId = '0198c0de-0000-7000-8000-000000000001'
let sandbox: Sandbox
let number = 2_600_000_000

beforeAll(async () => {
  sandbox = await startSandboxUnderTest()
})
beforeEach(() => sandbox.control('DELETE', 'behaviour'))
afterAll(() => sandbox.close())

const gatewayWith = (changes: Partial<Sandbox['settings']> = {}) =>
  gpwebpayAt({ ...sandbox.settings, ...changes })

const request = (changes: Partial<PaymentRequest> = {}): PaymentRequest => ({
  reference: String(++number),
  amountHal: 144_000n,
  label: 'Opava poplatky',
  contactEmail: 'urad@example.cz',
  returnUrls: {
    paid: `${portal}/api/gateways/gpwebpay/return?platba=${attemptId}&vysledek=paid`,
    cancelled: `${portal}/api/gateways/gpwebpay/return?platba=${attemptId}&vysledek=cancelled`,
    pending: `${portal}/api/gateways/gpwebpay/return?platba=${attemptId}&vysledek=pending`,
  },
  expiresInMinutes: 60,
  allowBankButtons: true,
  ...changes,
})

/** An order as the payer gets it. */
async function order(changes: Partial<PaymentRequest> = {}, gateway = gatewayWith()) {
  const answer = await gateway.create(request(changes))
  if (answer.kind !== 'created') throw new Error(`The order was not made: ${answer.kind}`)
  return { reference: answer.gatewayPaymentId, address: answer.redirectUrl, exchange: answer.exchange }
}

async function hintOf(address: string, gateway = gatewayWith(), form?: URLSearchParams) {
  const init = form ? { method: 'POST', body: form } : {}
  const hint = await gateway.readReturn(new Request(address, init))
  if (!hint.ok) throw new Error(hint.error)
  return hint.value
}

/** A payer who opened the order and decided: what the return says. */
async function decided(how: DecisionName, behaviour: Behaviour = {}) {
  const { reference, address } = await order()
  await sandbox.behave(reference, behaviour)
  const returned = await payAtGateway(address, how)
  return { reference, address, returned }
}

describe('the order', () => {
  test('is a signed address the payer opens, without a call of ours', async () => {
    const { reference, address, exchange } = await order({ label: 'Město Opava' })
    expect(await sandbox.seen(reference)).toBeUndefined()
    expect(await stepFrom(address)).toContain('/pgw/payment/')
    expect(await sandbox.seen(reference)).toMatchObject({
      orderNumber: reference,
      merOrderNum: reference,
      md: attemptId,
      amount: 144_000,
      currency: '203',
      isCaptured: true,
      url: `${portal}/api/gateways/gpwebpay/return`,
      description: 'Mesto Opava',
      disabledMethods: [],
    })
    expect(exchange).toContain(`ORDERNUMBER=${reference}`)
    expect(exchange).not.toContain('DIGEST')
  })

  test('has a number of its own where two installations share one merchant number', async () => {
    const gateway = gatewayWith({ orderPrefix: '71' })
    const answer = await gateway.create(request({ reference: '2600000001' }))
    expect(answer).toMatchObject({ kind: 'created', gatewayPaymentId: '712600000001' })
    const returned = answer.kind === 'created' ? await payAtGateway(answer.redirectUrl, 'pay') : ''
    expect(await hintOf(returned, gateway)).toMatchObject({ gatewayPaymentId: '712600000001' })
    expect(await gateway.status('712600000001')).toMatchObject({ payment: { state: 'paid' } })
    expect(await gatewayWith().status('2600000001')).toMatchObject({ kind: 'not_found' })
  })

  test('leaves bank buttons out where their money would come late', async () => {
    const { reference, address } = await order({ allowBankButtons: false })
    await stepFrom(address)
    expect(await sandbox.seen(reference)).toMatchObject({ disabledMethods: ['BTNCS'] })
  })

  test.each([
    ['a number too long', { reference: '1234567890123456' }],
    ['a number with a leading zero', { reference: '0123' }],
    ['no amount', { amountHal: 0n }],
    ['a long address', { returnUrls: { ...request().returnUrls, pending: `${portal}/${'x'.repeat(300)}` } }],
  ])('with %s is refused here, before the payer is sent anywhere', async (_, changes) => {
    expect(await gatewayWith().create(request(changes))).toMatchObject({ kind: 'refused' })
  })

  test('signed by a key the gateway does not know comes back as our fault', async () => {
    const stranger = gatewayWith({
      privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
    })
    const { address } = await order({}, stranger)
    expect(await hintOf(await stepFrom(address))).toMatchObject({
      isAuthentic: true,
      claimedState: 'cancelled',
      body: expect.stringContaining('PRCODE=31'),
    })
  })

  test('tells of a shop with another number that the return is not for it', async () => {
    const { returned } = await decided('pay')
    expect(await hintOf(returned, gatewayWith({ merchant: '9999999023' }))).toMatchObject({
      isAuthentic: false,
    })
  })
})

describe('the return and the state after it', () => {
  test.each([
    ['pay', 'paid', 'paid', 'card'],
    ['pay-by-bank', 'paid', 'paid', 'bank_button'],
    ['decline', 'cancelled', 'cancelled', 'card'],
    ['cancel', 'cancelled', 'cancelled', null],
    ['wait', 'unknown', 'pending', 'card'],
  ] as const)('%s: claims %s, is %s', async (how, claimedState, state, way) => {
    const { reference, returned } = await decided(how)
    expect(returned).toMatch(new RegExp(`^${portal}/api/gateways/gpwebpay/return\\?OPERATION=`))
    expect(await hintOf(returned)).toMatchObject({
      isAuthentic: true,
      gatewayPaymentId: reference,
      reference: null,
      claimedState,
      body: expect.stringContaining(`MD=${attemptId}`),
    })
    expect(await gatewayWith().status(reference)).toMatchObject({
      kind: 'known',
      payment: {
        gatewayPaymentId: reference,
        reference: null,
        amountHal: 144_000n,
        currency: null,
        merchant: '9999999022',
        isTest: true,
        state,
        way,
      },
    })
  })

  test.each([
    [14, 'cancelled'],
    [20, 'cancelled'],
    [250, 'unknown'],
    [1000, 'unknown'],
    [26, 'unknown'],
    [50, 'cancelled'],
    [3, 'cancelled'],
  ])(
    'a return with code %i over a paid payment claims %s, and the payment is paid',
    async (primary, claimed) => {
      const { reference, returned } = await decided('pay', { returnCodes: { primary, secondary: 0 } })
      expect(await hintOf(returned)).toMatchObject({ isAuthentic: true, claimedState: claimed })
      expect(await gatewayWith().status(reference)).toMatchObject({ payment: { state: 'paid' } })
    },
  )

  test('a return that says paid over a declined payment changes nothing', async () => {
    const { reference, returned } = await decided('decline', { returnCodes: { primary: 0, secondary: 0 } })
    expect(await hintOf(returned)).toMatchObject({ isAuthentic: true, claimedState: 'paid' })
    expect(await gatewayWith().status(reference)).toMatchObject({ payment: { state: 'cancelled' } })
  })

  test.each([
    [{}, true],
    [{ rawPlus: true }, true],
    [{ noResultText: true }, true],
    [{ resultText: 'Příliš žluťoučký kůň' }, true],
    [{ dropsLastBar: true }, true],
    [{ nextKey: true }, true],
    [{ badDigest: 'DIGEST' }, false],
    [{ badDigest: 'DIGEST1' }, false],
    [{ badDigest: 'both' }, false],
  ] as const)('with %o is authentic: %s', async (behaviour, isAuthentic) => {
    const { reference, returned } = await decided('pay', behaviour)
    expect(await hintOf(returned)).toMatchObject({ isAuthentic })
    // Who answers a bad return still may have paid.
    expect(await gatewayWith().status(reference)).toMatchObject({ payment: { state: 'paid' } })
  })

  test('of a changed key is not believed by a shop that knows only the old one', async () => {
    const { reference, returned } = await decided('pay', { nextKey: true })
    const old = gatewayWith({ publicKeys: sandbox.settings.publicKeys.slice(0, 1) })
    expect(await hintOf(returned, old)).toMatchObject({ isAuthentic: false })
    expect(await old.status(reference)).toMatchObject({ kind: 'unanswered' })
  })

  test('survives an address that was read as UTF-8 on the way, because its bytes were kept beside it', async () => {
    const { returned } = await decided('cancel')
    const spoilt = returned.replace(/%[89A-F][0-9A-F]/g, '%EF%BF%BD')
    expect(spoilt).not.toBe(returned)
    expect(await hintOf(spoilt)).toMatchObject({ isAuthentic: false })
    const headers = { [rawQueryHeader]: returned.slice(returned.indexOf('?') + 1) }
    const hint = await gatewayWith().readReturn(new Request(spoilt, { headers }))
    expect(hint).toMatchObject({ ok: true, value: { isAuthentic: true } })
  })

  test('by a posted form, in UTF-8 as a browser sends it', async () => {
    const { reference, address } = await order()
    await sandbox.behave(reference, { returnsByPost: true })
    const page = await payAtGateway(address, 'cancel')
    const html = await (await fetch(page)).text()
    const inputs = [...html.matchAll(/name="(\w+)" value="([^"]*)"/g)]
    const form = new URLSearchParams(
      inputs.map(([, name = '', value = '']) => [name, value.replaceAll('&#61;', '=')]),
    )
    expect(form.get('RESULTTEXT')).toBe('Držitel karty zrušil platbu')
    expect(await hintOf(`${portal}/api/gateways/gpwebpay/return`, gatewayWith(), form)).toMatchObject({
      isAuthentic: true,
      claimedState: 'cancelled',
    })
  })

  test('the same address opened again is refused by the gateway and is no sign of a payment', async () => {
    const { reference, address } = await order()
    await stepFrom(address)
    expect(await hintOf(await stepFrom(address))).toMatchObject({
      claimedState: 'cancelled',
      body: expect.stringContaining('PRCODE=20'),
    })
    await sandbox.decide(reference, 'pay')
    expect(await hintOf(await stepFrom(address))).toMatchObject({
      body: expect.stringContaining('PRCODE=14'),
    })
    expect(await gatewayWith().status(reference)).toMatchObject({ payment: { state: 'paid' } })
  })

  test('a huge or damaged return is refused', async () => {
    const gateway = gatewayWith()
    const url = `${portal}/api/gateways/gpwebpay/return`
    const posted = (body: string) => new Request(url, { method: 'POST', body })
    expect(await gateway.readReturn(posted(`MD=${'x'.repeat(40_000)}`))).toEqual({
      ok: false,
      error: 'too_large',
    })
    expect(await gateway.readReturn(new Request(`${url}?MD=${'x'.repeat(40_000)}`))).toMatchObject({
      ok: false,
    })
    expect(await gateway.readReturn(new Request(`${url}?MD=%E0%ZZ`))).toEqual({
      ok: false,
      error: 'unreadable',
    })
    expect(await gateway.readReturn(new Request(url))).toMatchObject({
      ok: true,
      value: { isAuthentic: false, gatewayPaymentId: null },
    })
  })
})

describe('status', () => {
  test('of an order nobody opened is not found', async () => {
    expect(await gatewayWith().status('2699999999')).toMatchObject({
      kind: 'not_found',
      reason: 'codes 15/1',
    })
  })

  const amounts = { approveAmount: 144_000, captureAmount: 144_000 }
  test.each([
    [{ state: 1 }, 'pending'],
    [{ state: 2 }, 'pending'],
    [{ state: 3 }, 'pending'],
    [{ state: 3, createdAtMs: 1_000_000 }, 'cancelled'],
    [{ state: 4, approveAmount: 144_000 }, 'authorized'],
    [{ state: 5 }, 'cancelled'],
    [{ state: 6 }, 'cancelled'],
    [{ state: 7, ...amounts }, 'paid'],
    [{ state: 8, ...amounts }, 'paid'],
    [{ state: 9, ...amounts }, 'paid'],
    [{ state: 9 }, 'cancelled'],
    [{ state: 10 }, 'cancelled'],
    [{ state: 11, ...amounts, refundAmount: 1000 }, 'refunded'],
    [{ state: 12, ...amounts, refundAmount: 144_000 }, 'refunded'],
    [{ state: 13 }, 'cancelled'],
    [{ state: 20 }, 'cancelled'],
    [{ state: 21 }, 'cancelled'],
    [{ state: 200 }, 'pending'],
    [{ state: 201 }, 'cancelled'],
    [{ state: 210 }, 'cancelled'],
    [{ state: 211, ...amounts }, 'paid'],
    [{ state: 1000 }, null],
    [{ state: 101 }, null],
    [{ state: 4711 }, null],
  ])('%o is %s', async (state, meaning) => {
    const { reference, address } = await order()
    await stepFrom(address)
    await sandbox.setState(reference, state)
    const answer = await gatewayWith().status(reference)
    if (meaning === null) expect(answer).toMatchObject({ kind: 'unanswered', reason: `state ${state.state}` })
    else expect(answer).toMatchObject({ kind: 'known', payment: { state: meaning } })
  })

  test.each([
    [{ serviceFails: 'fault' }, 'unanswered', 'codes 1000/0'],
    [{ serviceFails: 'not-found' }, 'not_found', 'codes 15/1'],
    [{ serviceFails: 'http500' }, 'unanswered', 'unreadable reply, HTTP 500'],
    [{ serviceFails: 'html' }, 'unanswered', 'unreadable reply, HTTP 200'],
    [{ serviceFails: 'hang' }, 'unanswered', 'no reply within 300 ms'],
    [{ serviceDelayMs: 60_000 }, 'unanswered', 'no reply within 300 ms'],
    [{ serviceFails: 'drop' }, 'unanswered', 'the connection failed'],
    [{ badServiceSignature: true }, 'unanswered', 'the signature of the reply does not verify'],
    [
      { badServiceSignature: true, serviceFails: 'not-found' },
      'unanswered',
      'the signature of the reply does not verify',
    ],
    [{ wrongMessageId: true }, 'unanswered', 'the reply to another message'],
    [{ noAmounts: true }, 'unanswered', 'paid without an amount'],
  ] as const)('with %o is %s', async (behaviour, kind, reason) => {
    const { reference } = await decided('pay', behaviour)
    expect(await gatewayWith({ timeoutMs: 300 }).status(reference)).toMatchObject({ kind, reason })
  })

  test('tells of a payment not paid yet even where it has no amount', async () => {
    const { reference } = await decided('cancel', { noAmounts: true })
    expect(await gatewayWith().status(reference)).toMatchObject({
      payment: { state: 'cancelled', amountHal: null },
    })
  })

  test('comes right after the faults are over', async () => {
    const { reference } = await decided('pay', { serviceFails: 'fault', serviceFailsTimes: 2 })
    const kinds = []
    for (let asked = 0; asked < 3; asked++) kinds.push((await gatewayWith().status(reference)).kind)
    expect(kinds).toEqual(['unanswered', 'unanswered', 'known'])
  })

  test.each([
    [{ wrongAmount: true }, 144_100n],
    [{ wrongAmount: 1 }, 1n],
    [{ nextKey: true }, 144_000n],
  ])('with %o tells the amount %s', async (behaviour, amountHal) => {
    const { reference } = await decided('pay', behaviour)
    expect(await gatewayWith().status(reference)).toMatchObject({ payment: { state: 'paid', amountHal } })
  })

  test('keeps for the history what repeats the same, without cards, signatures and numbers of messages', async () => {
    const { reference } = await decided('pay')
    const [first, second] = [await gatewayWith().status(reference), await gatewayWith().status(reference)]
    expect(first.exchange).toBe(second.exchange)
    expect(first.exchange).toContain('state=7')
    expect(first.exchange).not.toMatch(/400000|0002|VISA|signature|messageId/)
  })
})

describe('refund', () => {
  const refund = (reference: string, amountHal: bigint, ours = '1', gateway = gatewayWith()) =>
    gateway.refund?.({ gatewayPaymentId: reference, reference: ours, amountHal, paidHal: 144_000n })

  test('after the batch is closed: in parts, and never more than was paid', async () => {
    const { reference } = await decided('pay')
    await sandbox.decide(reference, 'close-batch')
    expect(await refund(reference, 44_000n, '1')).toMatchObject({ kind: 'accepted' })
    expect(await refund(reference, 100_000n, '2')).toMatchObject({ kind: 'accepted' })
    expect(await refund(reference, 100n, '3')).toMatchObject({ kind: 'refused', reason: 'codes 18/6' })
    expect(await sandbox.seen(reference)).toMatchObject({ state: 11, refundAmount: 144_000 })
  })

  const outcome = async (reference: string, amountHal: bigint, isAccepted: boolean) => {
    const question = { gatewayPaymentId: reference, reference: '1', amountHal, paidHal: 144_000n, isAccepted }
    return (await gatewayWith().refundOutcome?.(question))?.kind
  }

  test.each<[number, bigint, boolean, string]>([
    [11, 44_000n, true, 'running'],
    [12, 44_000n, true, 'finished'],
    // Another part may be meant.
    [12, 44_000n, false, 'untold'],
    [8, 44_000n, true, 'running'],
    [5, 44_000n, true, 'running'],
    [5, 144_000n, true, 'finished'],
    [9, 144_000n, false, 'finished'],
    [12, 144_000n, false, 'finished'],
    [11, 144_000n, false, 'running'],
    [8, 144_000n, false, 'absent'],
  ])('state %i of %s haléře, taken over %s: %s', async (state, amountHal, isAccepted, expected) => {
    const { reference } = await decided('pay')
    await sandbox.setState(reference, { state })
    expect(await outcome(reference, amountHal, isAccepted)).toBe(expected)
  })

  test('repeated under the same number goes out once', async () => {
    const { reference } = await decided('pay')
    await sandbox.decide(reference, 'close-batch')
    const answers = [await refund(reference, 100n), await refund(reference, 100n)]
    expect(answers).toMatchObject([{ kind: 'accepted' }, { kind: 'unknown', reason: 'codes 80/0' }])
    expect(await sandbox.seen(reference)).toMatchObject({ refundAmount: 100 })
  })

  test('before the batch is closed: only the whole, as a reversal', async () => {
    const { reference } = await decided('pay')
    expect(await refund(reference, 100n, '1')).toMatchObject({ kind: 'refused' })
    expect(await sandbox.seen(reference)).toMatchObject({ state: 7 })
    expect(await refund(reference, 144_000n, '2')).toMatchObject({ kind: 'accepted' })
    expect(await sandbox.seen(reference)).toMatchObject({ state: 5, captureAmount: 0, refundAmount: 0 })
  })

  test.each([1, 4, 6, 9, 20, 211, 1000])('of a payment in state %i is refused', async (state) => {
    const { reference } = await decided('pay')
    await sandbox.setState(reference, { state })
    expect(await refund(reference, 144_000n)).toMatchObject({ kind: 'refused', reason: `state ${state}` })
  })

  test('is not sent when the state cannot be read', async () => {
    const { reference } = await decided('pay')
    await sandbox.decide(reference, 'close-batch')
    await sandbox.behave(reference, { serviceFails: 'html', serviceFailsTimes: 1 })
    expect(await refund(reference, 100n)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('nothing was sent'),
    })
    expect(await sandbox.seen(reference)).toMatchObject({ refundAmount: 0 })
  })
})

test('an authorisation can be taken, whole or in part, and never more than was authorised', async () => {
  const { reference, address } = await order()
  await stepFrom(address)
  await sandbox.decide(reference, 'authorize')
  const capture = (amountHal: bigint) => gatewayWith().capture?.(reference, amountHal)
  expect(await capture(144_001n)).toMatchObject({ kind: 'refused', reason: 'codes 17/6' })
  expect(await capture(100_000n)).toMatchObject({ kind: 'done' })
  expect(await sandbox.seen(reference)).toMatchObject({ state: 7, captureAmount: 100_000 })
  expect(await capture(100n)).toMatchObject({ kind: 'refused', reason: 'codes 20/1' })
})

test('an authorisation can be given up, a capture cannot', async () => {
  const { reference, address } = await order()
  await stepFrom(address)
  await sandbox.decide(reference, 'authorize')
  expect(await gatewayWith().cancel(reference)).toMatchObject({ kind: 'done' })
  expect(await sandbox.seen(reference)).toMatchObject({ state: 5 })
  const { reference: paid } = await decided('pay')
  expect(await gatewayWith().cancel(paid)).toMatchObject({ kind: 'refused', reason: 'codes 20/1' })
  expect(await sandbox.seen(paid)).toMatchObject({ state: 7 })
})

describe('health', () => {
  test('is well with the right keys, ill with a wrong one or without an answer', async () => {
    expect(await gatewayWith().health?.()).toMatchObject({ kind: 'well' })
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    expect(await gatewayWith({ privateKey }).health?.()).toMatchObject({ kind: 'ill', reason: 'codes 31/34' })
    expect(await gatewayWith({ publicKeys: [publicKey] }).health?.()).toMatchObject({ kind: 'ill' })
    expect(await gatewayWith({ provider: '0100' }).health?.()).toMatchObject({
      kind: 'ill',
      reason: 'codes 11/2',
    })
    await sandbox.control('POST', 'down', { down: true })
    expect(await gatewayWith().health?.()).toMatchObject({ kind: 'ill', reason: 'the connection failed' })
    await sandbox.control('POST', 'down', { down: false })
  })
})

test('it never notifies, so nothing sent to that address is read', async () => {
  const gateway = gatewayWith()
  expect(gateway.notifiesBy).toBeNull()
  expect(await gateway.readNotification(new Request(portal, { method: 'POST', body: 'x=1' }))).toMatchObject({
    ok: false,
  })
})
