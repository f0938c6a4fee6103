import { fail, ok } from '#lib/core/result'
import type { Hint, PaymentGateway } from '../contract.ts'
import { readReturnedFields } from '../transport.ts'
import { create } from './create.ts'
import { cancel, canRefundYet, capture, health, refund, refundOutcome, status } from './operations.ts'
import { isSignedReturn, looksLikePayId, looksLikeReference } from './parse.ts'
import { settledOn } from './settlement.ts'
import { claimOf } from './states.ts'
import { type CsobConnection, keepText, signedAddress } from './wire.ts'

/** The adapter of ČSOB's payment gateway, eAPI 1.9, over one shop. It never notifies: the payer returns or we ask. */
export function csobAt(connection: CsobConnection): PaymentGateway {
  return {
    name: 'csob',
    companyName: 'ČSOB',
    merchant: connection.merchant,
    isTest: connection.isTest,
    origins: originsOf(connection.url),
    timeoutMs: connection.timeoutMs,
    reopens: true,
    notifiesBy: null,
    create: (request) => create(connection, request),
    // The address is signed over the time, of which the gateway forgives a few minutes.
    renewRedirect: (payId) => signedAddress(connection, 'process', payId),
    status: (payId) => status(connection, payId),
    cancel: (payId) => cancel(connection, payId),
    capture: (payId, amountHal) => capture(connection, payId, amountHal),
    refund: (request) => refund(connection, request),
    canRefundYet: (request) => canRefundYet(connection, request),
    refundOutcome: (question) => refundOutcome(connection, question),
    health: () => health(connection),
    settledOn: (payId) => settledOn(connection, payId),
    readNotification: async () => fail('unreadable'),
    async readReturn(request) {
      const fields = await readReturnedFields(request)
      return fields.ok ? ok(hintFrom(connection, fields.value)) : fields
    },
    acknowledge: () => new Response(null, { status: 404 }),
  }
}

/** The payer is sent to the interface, which sends on to the page beside it: `api.` and `iapi.` fall off. */
function originsOf(url: string): string[] {
  const { origin, protocol, host } = new URL(url)
  const page = `${protocol}//${host.replace(/^i?api\./, '')}`
  return [...new Set([origin, page])]
}

function hintFrom({ publicKeys }: CsobConnection, fields: ReadonlyMap<string, string>): Hint {
  const payId = fields.get('payId') ?? ''
  const number = /^\d{1,2}$/.test(fields.get('paymentStatus') ?? '')
    ? Number(fields.get('paymentStatus'))
    : null
  const reference = Buffer.from(fields.get('merchantData') ?? '', 'base64').toString('latin1')
  const told = ['payId', 'dttm', 'resultCode', 'resultMessage', 'paymentStatus', 'statusDetail']
  return {
    gatewayPaymentId: looksLikePayId(payId) ? payId : null,
    reference: looksLikeReference(reference) ? reference : null,
    claimedState: claimOf(fields.get('resultCode') ?? '', number),
    isAuthentic: isSignedReturn(fields, publicKeys),
    body: keepText(['return', ...told.map((name) => `${name}=${fields.get(name) ?? ''}`)].join('\n')),
  }
}
