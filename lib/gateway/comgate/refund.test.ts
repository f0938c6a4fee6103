import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Behaviour } from '#sandbox/comgate/behaviour'
import type { Payment } from '#sandbox/comgate/payments'
import { startSandboxComgate } from '#sandbox/comgate/start-sandbox'
import { comgateAt } from './adapter.ts'

const shop = { merchant: '123456', secret: 'tajne/heslo+obchodu 7f3a' }
const nowhere = 'http://127.0.0.1:9/'
let sandbox: Awaited<ReturnType<typeof startSandboxComgate>>
beforeAll(async () => {
  sandbox = await startSandboxComgate({ port: 0, ...shop, pushUrl: nowhere, returnUrl: nowhere })
})
afterAll(() => sandbox.close())
afterEach(() => control('DELETE', 'behaviour'))

async function control<T>(method: string, path: string, body?: object): Promise<T> {
  const init = body ? { method, body: JSON.stringify(body) } : { method }
  return (await fetch(`${sandbox.url}/sandbox/${path}`, init)).json() as Promise<T>
}

describe.each(['2.0', '1.0'] as const)('protocol %s', (api) => {
  const gateway = (changes: object = {}) =>
    comgateAt({ url: sandbox.url, ...shop, isTest: true, api, timeoutMs: 5000, ...changes })
  let last = api === '2.0' ? 2_600_000_000 : 2_650_000_000

  async function createOne() {
    const reference = String(++last)
    const created = await gateway().create({
      reference,
      amountHal: 144_000n,
      label: 'Poplatky města',
      contactEmail: 'urad@example.cz',
      returnUrls: { paid: nowhere, cancelled: nowhere, pending: nowhere },
      expiresInMinutes: 60,
      allowBankButtons: true,
    })
    if (created.kind !== 'created') throw new Error(`${created.kind}: ${created.reason}`)
    return { reference, gatewayPaymentId: created.gatewayPaymentId }
  }
  async function paidOne() {
    const made = await createOne()
    await control('POST', `payments/${made.gatewayPaymentId}/pay`)
    return made
  }
  const giveBack = (gatewayPaymentId: string, amountHal: bigint, changes: object = {}) =>
    gateway(changes).refund?.({ gatewayPaymentId, reference: '2700000001', amountHal, paidHal: 144_000n })
  const refundsOf = async (reference: string) => {
    const [payment] = await control<Payment[]>('GET', `payments?refId=${reference}`)
    return payment?.refunds.map(({ amount, refId }) => [amount, refId])
  }
  const behave = (behaviour: Behaviour) => control('POST', 'behaviour', { all: true, behaviour })

  test('gives all of it back; the payment stays paid', async () => {
    const { reference, gatewayPaymentId } = await paidOne()
    const answer = await giveBack(gatewayPaymentId, 144_000n)
    expect(answer).toMatchObject({ kind: 'accepted', gatewayRefundId: null })
    expect(answer?.exchange).toContain('refund')
    expect(await refundsOf(reference)).toEqual([[144_000, '2700000001']])
    expect(await gateway().status(gatewayPaymentId)).toMatchObject({ payment: { state: 'paid' } })
  })

  test('gives parts back until nothing remains', async () => {
    const { reference, gatewayPaymentId } = await paidOne()
    expect(await giveBack(gatewayPaymentId, 100_000n)).toMatchObject({ kind: 'accepted' })
    expect(await giveBack(gatewayPaymentId, 44_001n)).toMatchObject({ kind: 'refused', reason: 'code 1402' })
    expect(await giveBack(gatewayPaymentId, 44_000n)).toMatchObject({ kind: 'accepted' })
    expect(await giveBack(gatewayPaymentId, 1n)).toMatchObject({ kind: 'refused', reason: 'code 1402' })
    expect((await refundsOf(reference))?.map(([amount]) => amount)).toEqual([100_000, 44_000])
  })

  test('refused where nobody paid, and where nobody knows the payment', async () => {
    const { gatewayPaymentId } = await createOne()
    expect(await giveBack(gatewayPaymentId, 1n)).toMatchObject({ kind: 'refused', reason: 'code 1401' })
    expect(await giveBack('AAAA-BBBB-CCCC', 1n)).toMatchObject({ kind: 'refused', reason: 'code 1400' })
  })

  test.each<[Behaviour['refundFails'], string, number]>([
    ['1400', 'refused', 0],
    ['1100', 'unknown', 0],
    ['http500', 'unknown', 0],
    ['html', 'unknown', 0],
    ['timeout-after-storing', 'unknown', 1],
  ])('%s is %s', async (refundFails, kind, times) => {
    const { reference, gatewayPaymentId } = await paidOne()
    await behave({ refundFails })
    expect(await giveBack(gatewayPaymentId, 144_000n)).toMatchObject({ kind })
    expect(await refundsOf(reference)).toHaveLength(times)
  })

  test('no answer in time is unknown, though it was done', async () => {
    const { reference, gatewayPaymentId } = await paidOne()
    await behave({ refundDelayMs: 300 })
    expect(await giveBack(gatewayPaymentId, 144_000n, { timeoutMs: 100 })).toMatchObject({
      kind: 'unknown',
      reason: 'no reply within 100 ms',
    })
    await vi.waitUntil(async () => (await refundsOf(reference))?.length === 1, { timeout: 5_000 })
  })

  test('never keeps the secret', async () => {
    const { gatewayPaymentId } = await paidOne()
    expect((await giveBack(gatewayPaymentId, 1n))?.exchange).not.toContain(shop.secret)
  })
})
