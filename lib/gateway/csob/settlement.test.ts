import { createPublicKey } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { pragueDate } from '#lib/core/dates'
import { rsaKey, startSandboxUnderTest } from '#tests/fixtures/sandbox/csob'
import { csobAt } from './adapter.ts'

let sandbox: Awaited<ReturnType<typeof startSandboxUnderTest>>
beforeAll(async () => {
  sandbox = await startSandboxUnderTest()
})
afterEach(() => sandbox.beGood())
afterAll(() => sandbox.close())
const gateway = (changes: object = {}) => csobAt({ ...sandbox.connection, ...changes })
let last = 2_600_000_000

async function paidOne() {
  const created = await gateway().create({
    reference: String(++last),
    amountHal: 90_000n,
    label: 'Poplatky města',
    contactEmail: 'urad@example.cz',
    returnUrls: { paid: sandbox.url, cancelled: sandbox.url, pending: sandbox.url },
    expiresInMinutes: 30,
    allowBankButtons: false,
  })
  if (created.kind !== 'created') throw new Error(created.reason)
  await sandbox.decide(created.gatewayPaymentId, 'pay')
  return created.gatewayPaymentId
}

test('not yet, then the day it was handed to the bank', async () => {
  const payId = await paidOne()
  expect(await gateway().settledOn?.(payId)).toEqual({ kind: 'not_yet' })
  await sandbox.decide(payId, 'settle')
  expect(await gateway().settledOn?.(payId)).toEqual({ kind: 'settled', on: pragueDate(new Date()) })
})

test('without the extension, with a forged one, or silent it is not known', async () => {
  const payId = await paidOne()
  await sandbox.decide(payId, 'settle')
  await sandbox.behave(payId, { trxDates: 'none' })
  expect(await gateway().settledOn?.(payId)).toMatchObject({ kind: 'unanswered', reason: /trxDates/ })
  await sandbox.behave(payId, { trxDates: 'forged' })
  expect(await gateway().settledOn?.(payId)).toMatchObject({ kind: 'unanswered', reason: /trxDates/ })
  await sandbox.behave(payId, { statusFails: 'html' })
  expect(await gateway().settledOn?.(payId)).toMatchObject({ kind: 'unanswered' })
  const stranger = gateway({ publicKeys: [createPublicKey(rsaKey())] })
  expect(await stranger.settledOn?.(payId)).toMatchObject({ kind: 'unanswered' })
})
