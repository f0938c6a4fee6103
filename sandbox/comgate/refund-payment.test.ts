import { expect, test } from 'vitest'
import { startSandboxUnderTest } from '#tests/fixtures/sandbox/comgate'

async function paidPayment() {
  const sandbox = await startSandboxUnderTest()
  const transId = await sandbox.createV1()
  await sandbox.control('POST', `payments/${transId}/pay`)
  const refund = async (fields: Record<string, string>) =>
    Object.fromEntries(await sandbox.v1('refund', { transId, ...fields }))
  return { ...sandbox, transId, refund }
}

test('gives back parts up to the price, the status staying as it was', async () => {
  const { refund, v1, v2, seen, transId } = await paidPayment()
  expect(await refund({ amount: '100000', refId: '27' })).toEqual({ code: '0', message: 'OK' })
  expect(await refund({ amount: '44001' })).toMatchObject({ code: '1402' })
  expect((await v2('POST', 'refund.json', { transId, amount: 44_000, curr: 'CZK' })).json).toEqual({
    code: 0,
    message: 'OK',
  })
  expect((await seen(transId)).refunds.map(({ amount, refId }) => [amount, refId])).toEqual([
    [100_000, '27'],
    [44_000, ''],
  ])
  expect((await v1('status', { transId })).get('status')).toBe('PAID')
})

test.each([
  [{ amount: '0' }, '1309'],
  [{ amount: '-1' }, '1309'],
  [{}, '1309'],
  [{ amount: '1', curr: 'EUR' }, '1310'],
  [{ amount: '1', transId: 'AAAA-BBBB-CCCC' }, '1400'],
  [{ amount: '1', transId: '' }, '1400'],
])('refuses %j with %s', async (fields, code) => {
  const { refund, seen, transId } = await paidPayment()
  expect(await refund(fields as Record<string, string>)).toMatchObject({ code })
  expect((await seen(transId)).refunds).toEqual([])
})

test('refuses a payment that nobody paid', async () => {
  const { createV1, v1 } = await startSandboxUnderTest()
  expect((await v1('refund', { transId: await createV1(), amount: '1' })).get('code')).toBe('1401')
})

test('timeout-after-storing gives back and cuts the line', async () => {
  const { control, refund, seen, transId } = await paidPayment()
  await control('POST', 'behaviour', { transId, behaviour: { refundFails: 'timeout-after-storing' } })
  await expect(refund({ amount: '1' })).rejects.toThrow()
  expect((await seen(transId)).refunds).toHaveLength(1)
})
