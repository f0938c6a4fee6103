import { readCapped } from '#lib/core/read-capped'
import { fail, ok } from '#lib/core/result'
import type {
  CreateAnswer,
  HealthAnswer,
  Hint,
  PaymentGateway,
  PaymentRequest,
  RefundAnswer,
  RefundRequest,
  StatusAnswer,
} from '../contract.ts'
import {
  hasMethods,
  looksLikePaymentId,
  looksLikeReference,
  readCode,
  readCreated,
  readFields,
  readStatus,
} from './parse.ts'
import { readSettlementFile, settlements } from './settlement.ts'
import { isOurSecret } from './signature.ts'
import { methodsOffered } from './states.ts'
import { type ComgateConnection, callForm, callRest, keepExchange, keepText } from './wire.ts'

/** A notification has some twenty short fields; anything longer is not one. */
const largestNotificationBytes = 16 * 1024

/** What the return addresses we give the gateway may say. */
const returnClaims = new Set(['paid', 'cancelled', 'pending'])

/** Passing faults of the gateway by `code`; after them the payment may or may not exist. */
const passingCodes = new Set(['1100', '1200', '1319', '1399', '1500'])

/** The adapter over one shop connection; protocol v2.0 (REST), or v1.0 (forms) where the setting says so. */
export function comgateAt(connection: ComgateConnection): PaymentGateway {
  const isRest = connection.api === '2.0'
  return {
    name: 'comgate',
    companyName: 'Comgate',
    merchant: connection.merchant,
    isTest: connection.isTest,
    origins: [new URL(connection.url).origin],
    notifiesBy: 'POST',
    timeoutMs: connection.timeoutMs,
    reopens: true,
    create: (request) => create(connection, request),
    status: (gatewayPaymentId) => status(connection, gatewayPaymentId),
    refund: (request) => refund(connection, request),
    health: () => health(connection),
    settlements: (day) => settlements(connection, day),
    readSettlementFile,
    async cancel(gatewayPaymentId) {
      const reply = isRest
        ? await callRest(connection, 'DELETE', `payment/transId/${encodeURIComponent(gatewayPaymentId)}.json`)
        : await callForm(connection, 'cancel', { transId: gatewayPaymentId })
      const exchange = keepExchange(connection, 'cancel', reply)
      const code = reply.kind === 'reply' ? readCode(reply.text) : null
      if (code === null) return { kind: 'unanswered', reason: 'no usable answer', exchange }
      return code === '0'
        ? { kind: 'done', reason: '', exchange }
        : { kind: 'refused', reason: `code ${code}`, exchange }
    },
    async readNotification(request) {
      const body = await readCapped(request.body, largestNotificationBytes)
      if (body === null) return fail('too_large')
      const fields = readFields(body)
      if (!fields) return fail('unreadable')
      return ok(hintFrom(connection, fields, body))
    },
    async readReturn(request) {
      const url = new URL(request.url)
      const id = url.searchParams.get('id')
      const reference = url.searchParams.get('refId')
      const claimed = url.searchParams.get('vysledek')
      return ok({
        gatewayPaymentId: id && looksLikePaymentId(id) ? id : null,
        reference: reference && looksLikeReference(reference) ? reference : null,
        claimedState: claimed && returnClaims.has(claimed) ? claimed : null,
        isAuthentic: true,
        body: keepText(connection, `return ${url.pathname}`),
      })
    },
    acknowledge: () => new Response('code=0&message=OK', { headers: { 'content-type': 'text/plain' } }),
  }
}

/** v2.0 POST payment, v1.0 create: a payment by `prepareOnly`, to whose `redirect` the payer is sent. */
async function create(connection: ComgateConnection, request: PaymentRequest): Promise<CreateAnswer> {
  const fields = {
    curr: 'CZK',
    country: 'CZ',
    lang: 'cs',
    label: [...request.label].slice(0, 16).join(''),
    refId: request.reference,
    method: methodsOffered(request.allowBankButtons),
    email: request.contactEmail,
    // v2.0 documents a name as required; the city tells its own, never the payer's.
    fullName: request.label,
    expirationTime: `${request.expiresInMinutes}m`,
    delivery: 'ELECTRONIC_DELIVERY',
    category: 'OTHER',
    url_paid: request.returnUrls.paid,
    url_cancelled: request.returnUrls.cancelled,
    url_pending: request.returnUrls.pending,
    test: String(connection.isTest),
    prepareOnly: 'true',
  }
  const reply =
    connection.api === '2.0'
      ? await callRest(connection, 'POST', 'payment.json', { ...fields, price: Number(request.amountHal) })
      : await callForm(connection, 'create', { ...fields, price: String(request.amountHal) })
  const exchange = keepExchange(connection, 'create', reply)
  if (reply.kind === 'none') return { kind: 'unknown', reason: reply.reason, exchange }
  const word = readCreated(reply.text)
  if (word.kind === 'ok') return { kind: 'created', ...word.value, exchange }
  if (word.kind === 'unreadable') {
    return { kind: 'unknown', reason: `unreadable reply, HTTP ${reply.status}`, exchange }
  }
  return passingCodes.has(word.code)
    ? { kind: 'unknown', reason: `code ${word.code}`, exchange }
    : { kind: 'refused', reason: `code ${word.code}`, exchange }
}

/** v2.0 GET payment/transId, v1.0 status. */
async function status(connection: ComgateConnection, gatewayPaymentId: string): Promise<StatusAnswer> {
  const reply =
    connection.api === '2.0'
      ? await callRest(connection, 'GET', `payment/transId/${encodeURIComponent(gatewayPaymentId)}.json`)
      : await callForm(connection, 'status', { transId: gatewayPaymentId })
  const exchange = keepExchange(connection, 'status', reply)
  if (reply.kind === 'none') return { kind: 'unanswered', reason: reply.reason, exchange }
  const word = readStatus(reply.text)
  if (word.kind === 'ok') return { kind: 'known', payment: word.value, exchange }
  if (word.kind === 'unreadable') {
    return { kind: 'unanswered', reason: `unreadable reply, HTTP ${reply.status}`, exchange }
  }
  // 1400 also means a blocked address of ours, so it never proves that a payment does not exist.
  return word.code === '1104'
    ? { kind: 'not_found', reason: 'code 1104', exchange }
    : { kind: 'unanswered', reason: `code ${word.code}`, exchange }
}

/** A list with pictures of banks may be long. */
const largestMethodsBytes = 512 * 1024

/**
 * Asks for the ways of paying of our shop connection (v2.0 GET method, v1.0 methods), which proves the shop and its
 * secret.
 */
async function health(connection: ComgateConnection): Promise<HealthAnswer> {
  const reply =
    connection.api === '2.0'
      ? await callRest(connection, 'GET', 'method.json?curr=CZK', undefined, largestMethodsBytes)
      : await callForm(connection, 'methods', { type: 'json', curr: 'CZK' }, largestMethodsBytes)
  const exchange = keepExchange(connection, 'methods', reply)
  if (reply.kind === 'none') return { kind: 'ill', reason: reply.reason, exchange }
  return hasMethods(reply.text)
    ? { kind: 'well', exchange }
    : { kind: 'ill', reason: `no list of methods, HTTP ${reply.status}`, exchange }
}

/**
 * Gives back all or a part (v2.0 POST refund, v1.0 refund). The gateway has neither a number for a refund nor a
 * question about one, and knows no repeated request: silence and its passing faults stay unknown.
 */
async function refund(connection: ComgateConnection, request: RefundRequest): Promise<RefundAnswer> {
  const fields = {
    transId: request.gatewayPaymentId,
    curr: 'CZK',
    refId: request.reference,
    test: String(connection.isTest),
  }
  const reply =
    connection.api === '2.0'
      ? await callRest(connection, 'POST', 'refund.json', { ...fields, amount: Number(request.amountHal) })
      : await callForm(connection, 'refund', { ...fields, amount: String(request.amountHal) })
  const exchange = keepExchange(connection, 'refund', reply)
  if (reply.kind === 'none') return { kind: 'unknown', reason: reply.reason, exchange }
  const code = readCode(reply.text)
  if (code === '0') return { kind: 'accepted', gatewayRefundId: null, exchange }
  if (code === null) return { kind: 'unknown', reason: `unreadable reply, HTTP ${reply.status}`, exchange }
  return { kind: passingCodes.has(code) ? 'unknown' : 'refused', reason: `code ${code}`, exchange }
}

/** A notification: `transId`, `refId`, `status`, with our `merchant` and `secret`. */
function hintFrom(connection: ComgateConnection, fields: Record<string, unknown>, body: string): Hint {
  const field = (name: string) => {
    const value = fields[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null
  }
  const id = field('transId')
  const reference = field('refId')
  const claimed = field('status')
  return {
    gatewayPaymentId: id && looksLikePaymentId(id) ? id : null,
    reference: reference && looksLikeReference(reference) ? reference : null,
    claimedState: claimed && /^[A-Z_]{1,20}$/.test(claimed) ? claimed : null,
    isAuthentic: isOurSecret(fields.secret, connection.secret) && field('merchant') === connection.merchant,
    body: keepText(connection, body),
  }
}
