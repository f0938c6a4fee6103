import { createPublicKey } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { instantAt, setClock } from '#lib/core/clock'
import type { Behaviour } from '#sandbox/csob/behaviour'
import { rsaKey, startSandboxUnderTest } from '#tests/fixtures/sandbox/csob'
import type { PaymentRequest } from '../contract.ts'
import { csobAt } from './adapter.ts'
import { initMessage } from './create.ts'
import { send } from './wire.ts'

let sandbox: Awaited<ReturnType<typeof startSandboxUnderTest>>
beforeAll(async () => {
  sandbox = await startSandboxUnderTest()
})
afterAll(() => sandbox.close())
afterEach(async () => {
  setClock(null)
  await sandbox.setDown(false)
  await sandbox.beGood()
})

let last = 2_600_000_000
const back = 'http://localhost:3000/api/gateways/csob/return?platba=1f2e&vysledek='
const request = (changes: Partial<PaymentRequest> = {}): PaymentRequest => ({
  reference: String(++last),
  amountHal: 144_000n,
  label: 'Poplatky města',
  contactEmail: 'urad@example.cz',
  returnUrls: { paid: `${back}paid`, cancelled: `${back}cancelled`, pending: `${back}pending` },
  expiresInMinutes: 60,
  allowBankButtons: true,
  ...changes,
})
const gateway = (changes: object = {}) => csobAt({ ...sandbox.connection, ...changes })
async function createOne(changes: Partial<PaymentRequest> = {}) {
  const answer = await gateway().create(request(changes))
  if (answer.kind !== 'created') throw new Error(`${answer.kind}: ${answer.reason}`)
  return answer
}
async function paidOne() {
  const { gatewayPaymentId } = await createOne()
  await sandbox.decide(gatewayPaymentId, 'pay')
  return gatewayPaymentId
}

describe('creating', () => {
  test('tells the amount, our reference and nothing of the payer', async () => {
    const { gatewayPaymentId, exchange } = await createOne({ reference: '0000000017' })
    const [seen] = await sandbox.seen('0000000017')
    expect(seen).toMatchObject({
      payId: gatewayPaymentId,
      totalAmount: 144_000,
      currency: 'CZK',
      closePayment: true,
      cart: [{ name: 'Poplatky města', quantity: 1, amount: 144_000 }],
      returnUrl: 'http://localhost:3000/api/gateways/csob/return?platba=1f2e',
      returnMethod: 'POST',
      language: 'cs',
      ttlSec: 1800,
    })
    expect(JSON.stringify(seen)).not.toContain('urad@example.cz')
    expect(exchange).toMatch(/^init\nHTTP 200/)
  })

  test('the payer is led by the signed address to the page, also by one made later', async () => {
    const { redirectUrl, gatewayPaymentId } = await createOne()
    for (const address of [redirectUrl, gateway().renewRedirect?.(gatewayPaymentId) ?? '']) {
      const answer = await fetch(address, { redirect: 'manual' })
      expect(answer.status).toBe(303)
      expect(answer.headers.get('location')).toBe(
        `${sandbox.url}/pay/${encodeURIComponent(gatewayPaymentId)}`,
      )
    }
    expect(
      (await fetch(redirectUrl.replace(/\/\d{14}\//, '/20260101000000/'), { redirect: 'manual' })).status,
    ).toBe(401)
  })

  test.each<[Behaviour, string]>([
    [{ createFails: '110' }, 'refused'],
    [{ createFails: '120' }, 'refused'],
    [{ createFails: '900' }, 'unknown'],
    [{ createFails: 'http500' }, 'unknown'],
    [{ createFails: 'html' }, 'unknown'],
    [{ createFails: 'drop' }, 'unknown'],
    [{ createFails: 'after-storing' }, 'unknown'],
    [{ badSignatures: ['init'] }, 'unknown'],
    [{ createdAs: '6' }, 'refused'],
    [{ createdAs: '3' }, 'refused'],
    [{ createdAs: '8' }, 'unknown'],
  ])('%j is %s', async (behaviour, kind) => {
    await sandbox.behaveNext(behaviour)
    expect((await gateway().create(request())).kind).toBe(kind)
  })

  test('silence is unknown, and the payment may exist', async () => {
    await sandbox.behaveNext({ createDelayMs: 400 })
    const one = request()
    expect((await gateway({ timeoutMs: 100 }).create(one)).kind).toBe('unknown')
    await expect.poll(async () => (await sandbox.seen(one.reference)).length).toBe(1)
  })

  test.each([
    ['a reference longer than ten digits', { reference: '12345678901' }],
    [
      'a return address longer than 300',
      { returnUrls: { paid: '', cancelled: '', pending: `${back}${'x'.repeat(300)}&a=${'y'.repeat(300)}` } },
    ],
  ])('%s is not even sent', async (_what, changes) => {
    expect((await gateway().create(request(changes))).kind).toBe('refused')
  })

  test.each([
    ['a key the gateway does not know', { privateKey: rsaKey() }],
    ['another merchant', { merchant: 'M1MIPS9999' }],
  ])('%s is refused', async (_what, changes) => {
    expect((await gateway(changes).create(request())).kind).toBe('refused')
  })

  test('a clock an hour away is refused, as it would be in a machine without Prague time', async () => {
    setClock(() => instantAt(Date.now() + 3_600_000))
    expect((await gateway().create(request())).kind).toBe('refused')
  })
})

describe('asking', () => {
  test.each([
    [null, 'pending'],
    ['pay', 'paid'],
    ['cancel', 'cancelled'],
    ['decline', 'cancelled'],
    ['expire', 'cancelled'],
  ] as const)('after %s it is %s', async (how, state) => {
    const { gatewayPaymentId } = await createOne()
    if (how) await sandbox.decide(gatewayPaymentId, how)
    expect(await gateway().status(gatewayPaymentId)).toMatchObject({
      kind: 'known',
      payment: {
        gatewayPaymentId,
        state,
        reference: null,
        amountHal: null,
        way: 'card',
        merchant: 'M1MIPS0001',
      },
    })
  })

  test('settled is paid too', async () => {
    const payId = await paidOne()
    await sandbox.decide(payId, 'settle')
    expect(await gateway().status(payId)).toMatchObject({ payment: { state: 'paid' } })
  })

  test('it may say 2 for a moment after the payer returned with 7', async () => {
    const payId = await paidOne()
    await sandbox.behave(payId, { statusLagsTimes: 2 })
    const states: unknown[] = []
    for (let i = 0; i < 3; i++) {
      const answer = await gateway().status(payId)
      states.push(answer.kind === 'known' && answer.payment.state)
    }
    expect(states).toEqual(['pending', 'pending', 'paid'])
  })

  test.each<[Behaviour, string]>([
    [{ statusFails: 'http500' }, 'unanswered'],
    [{ statusFails: 'html' }, 'unanswered'],
    [{ statusFails: 'drop' }, 'unanswered'],
    [{ statusFails: '900' }, 'unanswered'],
    [{ statusFails: '140' }, 'not_found'],
    [{ badSignatures: ['status'] }, 'unanswered'],
    [{ statusDelayMs: 2000 }, 'unanswered'],
  ])('%j is %s', async (behaviour, kind) => {
    const payId = await paidOne()
    await sandbox.behave(payId, behaviour)
    expect((await gateway({ timeoutMs: 500 }).status(payId)).kind).toBe(kind)
  })

  test('an answer about another payment is told as such, for the comparison to refuse', async () => {
    const payId = await paidOne()
    await sandbox.behave(payId, { wrongPayId: true })
    const answer = await gateway().status(payId)
    expect(answer.kind === 'known' && answer.payment.gatewayPaymentId).toBe('ffffffffffff@HC')
  })

  test('an outage is no answer', async () => {
    const payId = await paidOne()
    await sandbox.setDown(true)
    expect((await gateway().status(payId)).kind).toBe('unanswered')
  })

  test('two keys of the gateway hold at once, and only the new one afterwards', async () => {
    const payId = await paidOne()
    const [current] = sandbox.connection.publicKeys
    const former = createPublicKey(rsaKey())
    expect((await gateway({ publicKeys: [former, current] }).status(payId)).kind).toBe('known')
    expect((await gateway({ publicKeys: [former] }).status(payId)).kind).toBe('unanswered')
  })
})

describe('coming back', () => {
  const come = async (fields: Record<string, string>, method: 'GET' | 'POST' = 'POST') => {
    const address = 'http://localhost/return?platba=1'
    const body = new URLSearchParams(fields)
    const hint = await gateway().readReturn(
      method === 'POST' ? new Request(address, { method, body }) : new Request(`${address}&${body}`),
    )
    if (!hint.ok) throw new Error(hint.error)
    return hint.value
  }

  test.each(['GET', 'POST'] as const)('by %s, signed', async (method) => {
    const { gatewayPaymentId } = await createOne({ reference: method === 'GET' ? '77' : '78' })
    await sandbox.decide(gatewayPaymentId, 'pay')
    expect(await come(await sandbox.returned(gatewayPaymentId), method)).toMatchObject({
      gatewayPaymentId,
      reference: method === 'GET' ? '77' : '78',
      claimedState: 'status 7',
      isAuthentic: true,
    })
  })

  test.each(['cancel', 'decline'] as const)('after %s nothing was ordered', async (how) => {
    const { gatewayPaymentId } = await createOne()
    await sandbox.decide(gatewayPaymentId, how)
    expect(await come(await sandbox.returned(gatewayPaymentId))).toMatchObject({ claimedState: 'cancelled' })
  })

  test('altered, unsigned or badly signed it is not authentic, and keeps no signature', async () => {
    const payId = await paidOne()
    const fields = await sandbox.returned(payId)
    const { signature: _, ...unsigned } = fields
    for (const forged of [{ ...fields, paymentStatus: '8' }, { ...fields, authCode: '' }, unsigned]) {
      expect(await come(forged)).toMatchObject({ isAuthentic: false })
    }
    await sandbox.behave(payId, { badSignatures: ['return'] })
    const hint = await come(await sandbox.returned(payId))
    expect(hint.isAuthentic).toBe(false)
    expect(hint.body).not.toContain('signature')
  })

  test('a flood in the form is refused', async () => {
    const body = new URLSearchParams({ payId: 'x'.repeat(40_000) })
    const answer = await gateway().readReturn(new Request('http://localhost/', { method: 'POST', body }))
    expect(answer).toEqual({ ok: false, error: 'too_large' })
  })
})

describe('giving back', () => {
  const back = (gatewayPaymentId: string, amountHal = 144_000n) =>
    gateway().refund?.({ gatewayPaymentId, reference: '1', amountHal, paidHal: 144_000n })
  const stateOf = async (payId: string) => {
    const answer = await gateway().status(payId)
    return answer.kind === 'known' ? answer.payment.state : answer.kind
  }

  const outcome = async (gatewayPaymentId: string, amountHal: bigint, isAccepted: boolean) => {
    const question = { gatewayPaymentId, reference: '1', amountHal, paidHal: 144_000n, isAccepted }
    return (await gateway().refundOutcome?.(question))?.kind
  }

  test.each([
    ['nothing asked of a paid one', 'settle', null, false, 'absent'],
    ['taken over, and not begun', 'settle', null, true, 'running'],
    ['the whole after the settlement', 'settle', 144_000n, true, 'finished'],
    ['the whole after it, the answer lost', 'settle', 144_000n, false, 'finished'],
    ['the whole before it', 'pay', 144_000n, true, 'finished'],
    ['a part', 'settle', 44_000n, true, 'untold'],
  ] as const)('how it stands: %s', async (_what, night, given, isAccepted, expected) => {
    const payId = await paidOne()
    if (night === 'settle') await sandbox.decide(payId, 'settle')
    if (given) await back(payId, given)
    expect(await outcome(payId, given ?? 144_000n, isAccepted)).toBe(expected)
  })

  test('before settlement the whole is reversed, a part is not possible', async () => {
    const payId = await paidOne()
    expect(await back(payId, 100n)).toMatchObject({ kind: 'refused' })
    expect(await back(payId)).toMatchObject({ kind: 'accepted' })
    expect(await stateOf(payId)).toBe('cancelled')
  })

  test('after settlement parts go back up to the whole', async () => {
    const payId = await paidOne()
    await sandbox.decide(payId, 'settle')
    expect(await back(payId, 44_000n)).toMatchObject({ kind: 'accepted' })
    expect(await back(payId, 100_001n)).toMatchObject({ kind: 'refused' })
    expect(await back(payId, 100_000n)).toMatchObject({ kind: 'accepted' })
    expect(await stateOf(payId)).toBe('refunded')
  })

  test.each<[Behaviour, string]>([
    [{ changeFails: 'drop' }, 'unknown'],
    [{ changeFails: 'http500' }, 'unknown'],
    [{ changeFails: 'html' }, 'unknown'],
    [{ changeFails: '900' }, 'unknown'],
    [{ badSignatures: ['refund', 'reverse'] }, 'unknown'],
    [{ statusFails: 'http500' }, 'refused'],
  ])('%j is %s', async (behaviour, kind) => {
    const [unsettled, settled] = [await paidOne(), await paidOne()]
    await sandbox.decide(settled, 'settle')
    for (const payId of [unsettled, settled]) {
      await sandbox.behave(payId, behaviour)
      expect(await back(payId)).toMatchObject({ kind })
    }
  })

  test('a reversal that met the settlement half-way stays refused while the status says 7', async () => {
    const payId = await paidOne()
    await sandbox.behave(payId, { changeFails: '150' })
    expect(await back(payId)).toMatchObject({ kind: 'refused' })
  })

  test('an unpaid one is refused', async () => {
    const { gatewayPaymentId } = await createOne()
    expect(await back(gatewayPaymentId)).toMatchObject({ kind: 'refused' })
  })

  test('cancelling never gives money back', async () => {
    const payId = await paidOne()
    expect(await gateway().cancel(payId)).toMatchObject({ kind: 'refused' })
    expect(await stateOf(payId)).toBe('paid')
  })
})

describe('an authorised payment', () => {
  /** We never ask for one, so what the sandbox holds is changed by a shop that does. */
  async function authorised() {
    const url = 'http://localhost/'
    const one = request({ returnUrls: { paid: url, cancelled: url, pending: url } })
    const message = initMessage(sandbox.connection, one, url)
    const fields = { ...message.fields, closePayment: false }
    const values = message.values.map((value) => (value === true ? false : value))
    const { word } = await send(sandbox.connection, 'init', 'POST', { fields, values })
    const payId = word.kind === 'answer' ? (word.payId ?? '') : ''
    await sandbox.decide(payId, 'pay')
    return payId
  }

  test('is captured, in part too', async () => {
    const payId = await authorised()
    expect(await gateway().status(payId)).toMatchObject({ payment: { state: 'authorized' } })
    expect(await gateway().capture?.(payId, 200_000n)).toMatchObject({ kind: 'refused' })
    expect(await gateway().capture?.(payId, 100_000n)).toMatchObject({ kind: 'done' })
    expect(await gateway().status(payId)).toMatchObject({ payment: { state: 'paid' } })
  })

  test('is released', async () => {
    const payId = await authorised()
    expect(await gateway().cancel(payId)).toMatchObject({ kind: 'done' })
    expect(await gateway().status(payId)).toMatchObject({ payment: { state: 'cancelled' } })
  })
})

describe('health', () => {
  test('well, with our key and its key', async () => {
    expect(await gateway().health?.()).toMatchObject({ kind: 'well' })
  })
  test('ill with another key, on either side, and in an outage', async () => {
    expect(await gateway({ privateKey: rsaKey() }).health?.()).toMatchObject({ kind: 'ill' })
    expect(await gateway({ publicKeys: [createPublicKey(rsaKey())] }).health?.()).toMatchObject({
      kind: 'ill',
    })
    await sandbox.setDown(true)
    expect(await gateway().health?.()).toMatchObject({ kind: 'ill' })
  })
})

test.each([
  [
    'https://iapi.iplatebnibrana.csob.cz/api/v1.9',
    ['https://iapi.iplatebnibrana.csob.cz', 'https://iplatebnibrana.csob.cz'],
  ],
  [
    'https://api.platebnibrana.csob.cz/api/v1.9',
    ['https://api.platebnibrana.csob.cz', 'https://platebnibrana.csob.cz'],
  ],
  ['http://localhost:3006/api/v1.9', ['http://localhost:3006']],
])('payers sent to %s meet the origins %j', (url, origins) => {
  expect(gateway({ url }).origins).toEqual(origins)
})
