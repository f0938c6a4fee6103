import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setEnvironment, validateEnvironment } from '#lib/core/env'
import { validEnvironment } from '#tests/fixtures/environment'
import { startOtherComgate } from '#tests/fixtures/other-gateways/comgate'
import { startOtherCsob } from '#tests/fixtures/other-gateways/csob'
import { startOtherGopay } from '#tests/fixtures/other-gateways/gopay'
import { startOtherGpwebpay } from '#tests/fixtures/other-gateways/gpwebpay'
import type { OtherGateway } from '#tests/fixtures/other-gateways/server'
import type { PaymentGateway } from './contract.ts'
import { findGateway } from './registry.ts'

const attemptId = '0198c1f0-0000-7000-8000-000000000001'
const address = (outcome: string) =>
  `https://platby.example/api/gateways/brana/return?platba=${attemptId}&vysledek=${outcome}`

describe.each([
  ['comgate', startOtherComgate],
  ['csob', startOtherCsob],
  ['gopay', startOtherGopay],
  ['gpwebpay', startOtherGpwebpay],
] as const)('%s at another server, told by the environment alone', (name, start) => {
  let other: OtherGateway
  let gateway: PaymentGateway

  beforeAll(async () => {
    other = await start()
    const withoutGateways = Object.entries(validEnvironment).filter(([key]) => !key.startsWith('COMGATE_'))
    const checked = validateEnvironment({ ...Object.fromEntries(withoutGateways), ...other.variables })
    if (!checked.ok) throw new Error(checked.error.join('\n'))
    setEnvironment(checked.value)
    const found = findGateway(name)
    if (!found) throw new Error(`${name} is not configured`)
    gateway = found
  })
  afterAll(async () => {
    setEnvironment(null)
    await other.close()
  })

  test('created, paid, returned, asked and given back in two parts', async () => {
    const created = await gateway.create({
      reference: '2600000017',
      amountHal: 144_050n,
      label: 'Městské poplatky',
      contactEmail: 'urad@example.org',
      returnUrls: { paid: address('ano'), cancelled: address('ne'), pending: address('nevim') },
      expiresInMinutes: 30,
      allowBankButtons: false,
    })
    if (created.kind !== 'created') throw new Error(`${created.kind}: ${created.exchange}`)
    const { gatewayPaymentId, redirectUrl } = created

    const hint = await gateway.readReturn(await other.pay(redirectUrl, gatewayPaymentId))
    expect(hint).toMatchObject({ ok: true, value: { gatewayPaymentId, isAuthentic: true } })

    const status = await gateway.status(gatewayPaymentId)
    expect(status).toMatchObject({
      kind: 'known',
      payment: { gatewayPaymentId, state: 'paid', isTest: false },
    })
    const { payment } = status as Extract<typeof status, { kind: 'known' }>
    expect([null, 144_050n]).toContain(payment.amountHal)
    expect(payment.merchant).toBe(gateway.merchant)

    for (const [number, amountHal] of [100_000n, 44_050n].entries()) {
      const answer = await gateway.refund?.({
        gatewayPaymentId,
        reference: `270000000${number}`,
        amountHal,
        paidHal: 144_050n,
      })
      expect(answer).toMatchObject({ kind: 'accepted' })
    }
    expect(other.refundedHal(gatewayPaymentId)).toBe(144_050)
    expect(other.faults).toEqual([])
  })
})
