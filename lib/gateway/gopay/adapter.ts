import { addDays } from '#lib/core/dates'
import { env } from '#lib/core/env'
import { fail, ok } from '#lib/core/result'
import type {
  CreateAnswer,
  HealthAnswer,
  PaymentGateway,
  PaymentRequest,
  RefundAnswer,
  RefundRequest,
  StatusAnswer,
} from '../contract.ts'
import type { GopayConnection } from './connection.ts'
import { readNotification } from './notification.ts'
import { looksLikePaymentId, readCreated, readJson, readRefunded, readStatus } from './parse.ts'
import { type RefundsAnswer, refundOutcome, refunds } from './refunds.ts'
import { refusalOf, silenceOf, textOf } from './reply.ts'
import { readSettlementFile, settlements } from './settlement.ts'
import { markOf } from './signature.ts'
import { instrumentsOffered } from './states.ts'
import { callApi, keepExchange, keepText, pathOf } from './wire.ts'

/** The payment page of the real gateway has stood at both of these, whichever the interface was called at. */
const realPageOrigins = ['https://gate.gopay.cz', 'https://gate.gopay.com']

/** A statement so long begins before the payout that came before the one asked for; payouts are monthly at most. */
const statementDays = 40

export interface GopayGateway extends PaymentGateway {
  /** All refunds of a payment: how one that was accepted, or never answered, ended. */
  refunds(gatewayPaymentId: string): Promise<RefundsAnswer>
}

/** The adapter over one e-shop; protocol v3. */
export function gopayAt(connection: GopayConnection): GopayGateway {
  const { origin } = new URL(connection.url)
  return {
    name: 'gopay',
    companyName: 'GoPay',
    merchant: connection.goid,
    isTest: connection.isTest,
    origins: realPageOrigins.includes(origin) ? realPageOrigins : [origin],
    notifiesBy: 'GET',
    timeoutMs: connection.timeoutMs,
    reopens: true,
    create: (request) => create(connection, request),
    status: (gatewayPaymentId) => status(connection, gatewayPaymentId),
    // The protocol has no such call: an unpaid payment ends by the payer or by its time.
    cancel: async () => ({ kind: 'refused', reason: 'the gateway has no such call', exchange: 'cancel' }),
    refund: (request) => refund(connection, request),
    refunds: (gatewayPaymentId) => refunds(connection, gatewayPaymentId),
    refundOutcome: (request) => refundOutcome(connection, request),
    health: () => health(connection),
    settlements: (day) => settlements(connection, day, addDays(day, -statementDays)),
    readSettlementFile,
    readNotification: async (request) => readNotification(connection, request),
    async readReturn(request) {
      const url = new URL(request.url)
      const id = url.searchParams.get('id')
      if (id !== null && !looksLikePaymentId(id)) return fail('unreadable')
      return ok({
        gatewayPaymentId: id,
        reference: null,
        claimedState: null,
        isAuthentic: true,
        body: keepText(connection, `return ${url.pathname}`),
      })
    },
    acknowledge: () => new Response('OK', { headers: { 'content-type': 'text/plain' } }),
  }
}

/** POST payments/payment. */
async function create(connection: GopayConnection, request: PaymentRequest): Promise<CreateAnswer> {
  const amount = Number(request.amountHal)
  const json = {
    target: { type: 'ACCOUNT', goid: Number(connection.goid) },
    amount,
    currency: 'CZK',
    order_number: request.reference,
    order_description: request.label,
    items: [{ type: 'ITEM', name: request.label, amount, count: 1 }],
    payer: {
      allowed_payment_instruments: instrumentsOffered(request.allowBankButtons),
      default_payment_instrument: 'PAYMENT_CARD',
      contact: { email: request.contactEmail },
    },
    // One address for every outcome: the gateway adds only its number.
    callback: {
      return_url: request.returnUrls.pending,
      notification_url: notificationUrl(connection, request.reference),
    },
    lang: 'CS',
  }
  const reply = await callApi(connection, 'POST', 'payments/payment', { json })
  const exchange = keepExchange(connection, 'create', reply)
  const made = readCreated(textOf(reply) ?? '')
  if (made) return { kind: 'created', ...made, exchange }
  const refusal = refusalOf(reply)
  return refusal === null
    ? { kind: 'unknown', reason: silenceOf(reply), exchange }
    : { kind: 'refused', reason: refusal, exchange }
}

function notificationUrl(connection: GopayConnection, reference: string): string {
  const url = new URL('/api/gateways/gopay/notifications', env().PORTAL_URL)
  url.searchParams.set('objednavka', reference)
  url.searchParams.set('znak', markOf(connection, reference))
  return url.href
}

/** GET payments/payment/{id}. */
async function status(connection: GopayConnection, gatewayPaymentId: string): Promise<StatusAnswer> {
  const reply = await callApi(connection, 'GET', pathOf(gatewayPaymentId))
  const exchange = keepExchange(connection, 'status', reply)
  const payment = readStatus(textOf(reply) ?? '')
  if (payment) return { kind: 'known', payment: { ...payment, isTest: connection.isTest }, exchange }
  // A page saying 404 comes from some server on the way; only the gateway's own words prove an absence.
  const refusal = refusalOf(reply)
  return reply.kind === 'reply' && reply.status === 404 && refusal !== null
    ? { kind: 'not_found', reason: refusal, exchange }
    : { kind: 'unanswered', reason: refusal ?? silenceOf(reply), exchange }
}

/**
 * POST payments/payment/{id}/refund. Never repeated here: the protocol knows no number of ours, so the same words again
 * return the money twice.
 */
async function refund(connection: GopayConnection, request: RefundRequest): Promise<RefundAnswer> {
  const form = { amount: String(request.amountHal) }
  const reply = await callApi(connection, 'POST', pathOf(request.gatewayPaymentId, '/refund'), { form })
  const exchange = keepExchange(connection, 'refund', reply)
  const word = readRefunded(textOf(reply) ?? '')
  if (word?.state === 'failed')
    return { kind: 'refused', reason: `FAILED ${word.description}`.trim(), exchange }
  // The answer carries the payment's number only; the refund's own one is in the list of refunds.
  if (word) return { kind: 'accepted', gatewayRefundId: null, exchange }
  const refusal = refusalOf(reply)
  return refusal === null
    ? { kind: 'unknown', reason: silenceOf(reply), exchange }
    : { kind: 'refused', reason: refusal, exchange }
}

/**
 * Asks for the ways of paying of our e-shop (GET eshops/eshop/{goid}/payment-instruments/CZK), which proves the keys
 * and the e-shop's number.
 */
async function health(connection: GopayConnection): Promise<HealthAnswer> {
  const path = `eshops/eshop/${encodeURIComponent(connection.goid)}/payment-instruments/CZK`
  const reply = await callApi(connection, 'GET', path)
  const exchange = keepExchange(connection, 'health', reply)
  return readJson(textOf(reply) ?? '') !== undefined
    ? { kind: 'well', exchange }
    : { kind: 'ill', reason: refusalOf(reply) ?? silenceOf(reply), exchange }
}
