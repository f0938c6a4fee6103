import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { setEnvironment, validateEnvironment } from '#lib/core/env'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { approveRefund } from '#lib/refund/decide.commands'
import { proposeRefund } from '#lib/refund/propose.commands'
import { sendRefund } from '#lib/refund/send.commands'
import { validEnvironment } from '#tests/fixtures/environment'
import { startOtherComgate } from '#tests/fixtures/other-gateways/comgate'
import { startOtherCsob } from '#tests/fixtures/other-gateways/csob'
import { startOtherGopay } from '#tests/fixtures/other-gateways/gopay'
import { startOtherGpwebpay } from '#tests/fixtures/other-gateways/gpwebpay'
import type { OtherGateway } from '#tests/fixtures/other-gateways/server'
import { attemptRow } from '#tests/fixtures/payments'
import { newOfficer, overpaid, standing } from '#tests/fixtures/refunds'
import { type TestDatabase, testDatabase } from './database.ts'

/** From an order to the journal and back again at servers that are not ours, told by environment variables alone. */
describe.each([
  ['comgate', startOtherComgate],
  ['csob', startOtherCsob],
  ['gopay', startOtherGopay],
  ['gpwebpay', startOtherGpwebpay],
] as const)('%s', (_name, start) => {
  let db: TestDatabase
  let other: OtherGateway
  beforeAll(async () => {
    db = await testDatabase()
    other = await start()
    const others = Object.entries(validEnvironment).filter(([key]) => !key.startsWith('COMGATE_'))
    const checked = validateEnvironment({ ...Object.fromEntries(others), ...other.variables })
    if (!checked.ok) throw new Error(checked.error.join('\n'))
    setEnvironment(checked.value)
  })
  afterAll(async () => {
    setEnvironment(null)
    await other.close()
    await db.close()
  })

  test('paid, settled, and given back by two officers', async () => {
    const pay = (attempt: { gateway_payment_id: string }, redirectUrl: string) =>
      other.pay(redirectUrl, attempt.gateway_payment_id)
    const paid = await overpaid({ db, pay }, 900)
    const { gateway_payment_id: paymentId, ...attempt } = await attemptRow(db, paid.attemptId)
    expect(attempt).toMatchObject({ state: 'paid', way: 'card' })
    expect(await standing(db, paid.accountId)).toEqual({ credit: 900, payable: 0, clearing: 1800 })
    const clerk = await newOfficer(db, ['refunds.propose'])
    const proposed = await proposeRefund(clerk, {
      accountId: paid.accountId,
      ground: 'credit',
      entitled: { payerId: paid.payerId },
      amountHal: 90_000n,
      seenCreditHal: 90_000n,
      to: { attemptId: paid.attemptId },
    })
    if (!proposed?.ok) throw new Error(`refused: ${proposed?.error}`)
    const { refundId } = proposed.value
    expect(await approveRefund(clerk, { refundId, seenAmountHal: 90_000n })).toBeNull()
    expect(await approveRefund(await newOfficer(db), { refundId, seenAmountHal: 90_000n })).toMatchObject({
      ok: true,
    })
    const job = makeJob('send-refund')
    expect(['done', 'sent']).toContain(await sendRefund(job, refundId))
    expect(await sendRefund(job, refundId)).toBe('done')
    expect(other.refundedHal(paymentId)).toBe(90_000)
    expect(await standing(db, paid.accountId)).toEqual({ credit: 0, payable: 0, clearing: 900 })
    expect((await verifyLedger(job)).differences).toEqual([])
    expect(other.faults).toEqual([])
  })
})
