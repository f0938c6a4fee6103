import { expect, test } from 'vitest'
import { startGatewayUnderTest } from '#tests/fixtures/gopay'

const asked = (gatewayPaymentId: string, amountHal: bigint) => ({
  gatewayPaymentId,
  reference: '1',
  amountHal,
  paidHal: 144_000n,
})

test('parts and then the rest go back; more than the rest is refused', async () => {
  const { gateway, createPaid } = await startGatewayUnderTest()
  const id = await createPaid()
  const refund = (amountHal: bigint) => gateway.refund?.(asked(id, amountHal))
  expect(await refund(44_000n)).toMatchObject({ kind: 'accepted', gatewayRefundId: null })
  expect(await refund(100_001n)).toMatchObject({ kind: 'refused', reason: '331 PAYMENT_REFUND_AMOUNT' })
  expect(await refund(100_000n)).toMatchObject({ kind: 'accepted' })
  expect(await gateway.refunds(id)).toMatchObject({
    kind: 'known',
    refunds: [
      { amountHal: 44_000n, state: 'finished' },
      { amountHal: 100_000n, state: 'finished' },
    ],
  })
})

test('the whole goes back at once', async () => {
  const { gateway, createPaid, payments } = await startGatewayUnderTest()
  const id = await createPaid()
  expect(await gateway.refund?.(asked(id, 144_000n))).toMatchObject({ kind: 'accepted' })
  expect((await payments())[0]?.state).toBe('REFUNDED')
})

test.each([
  [{ refund: 'refused' }, 'refused', '330 PAYMENT_REFUND_NOT_SUPPORTED', []],
  [{ refund: 'failed' }, 'refused', 'FAILED Balance is not sufficient', ['failed']],
  [{ refund: 'http500' }, 'unknown', 'unreadable reply, HTTP 500', []],
  [{ refund: 'html' }, 'unknown', 'unreadable reply, HTTP 200', []],
  [{ refund: 'timeout-after-storing' }, 'unknown', 'the connection failed', ['finished']],
  [{ tokenExpiresTimes: 2 }, 'refused', '200 UNAUTHORIZED', []],
] as const)('%j is %s and the list tells what came of it', async (behaviour, kind, reason, states) => {
  const { gateway, createPaid, behave } = await startGatewayUnderTest()
  const id = await createPaid()
  await behave(id, behaviour)
  expect(await gateway.refund?.(asked(id, 100n))).toMatchObject({ kind, reason })
  expect(await gateway.refunds(id)).toMatchObject({
    kind: 'known',
    refunds: states.map((state) => ({ amountHal: 100n, state })),
  })
})

test('one accepted and then failed is told by the list, and the payment stays paid', async () => {
  const { gateway, createPaid, behave } = await startGatewayUnderTest()
  const id = await createPaid()
  await behave(id, { refund: 'accepted-then-failed' })
  expect(await gateway.refund?.(asked(id, 144_000n))).toMatchObject({ kind: 'accepted' })
  expect(await gateway.refunds(id)).toMatchObject({ refunds: [{ amountHal: 144_000n, state: 'failed' }] })
  expect(await gateway.status(id)).toMatchObject({ payment: { state: 'paid' } })
})

test('one accepted is on its way until the gateway decides', async () => {
  const { gateway, createPaid, behave, control } = await startGatewayUnderTest()
  const id = await createPaid()
  await behave(id, { refund: 'accepted' })
  await gateway.refund?.(asked(id, 500n))
  expect(await gateway.refunds(id)).toMatchObject({ refunds: [{ state: 'accepted' }] })
  await control('POST', `payments/${id}/finish-refunds`)
  expect(await gateway.refunds(id)).toMatchObject({ refunds: [{ state: 'finished' }] })
})

test('a token that ends in the middle returns the money once', async () => {
  const { gateway, createPaid, behave } = await startGatewayUnderTest()
  const id = await createPaid()
  await behave(id, { tokenExpiresTimes: 1 })
  expect(await gateway.refund?.(asked(id, 700n))).toMatchObject({ kind: 'accepted' })
  expect(await gateway.refunds(id)).toMatchObject({ refunds: [{ amountHal: 700n }] })
})

test('an unpaid payment has nothing to return, and a silent gateway tells nothing', async () => {
  const { gateway, create, control } = await startGatewayUnderTest()
  const id = await create()
  expect(await gateway.refund?.(asked(id, 100n))).toMatchObject({ kind: 'refused' })
  await control('POST', 'switches', { down: true })
  expect(await gateway.refund?.(asked(id, 100n))).toMatchObject({ kind: 'unknown' })
  expect(await gateway.refunds(id)).toMatchObject({ kind: 'unanswered' })
})
