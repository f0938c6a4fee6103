import { createPayment } from '#sandbox/comgate/create-payment'
import type { Gateway } from '#sandbox/comgate/gateway'
import { replyMethodsV2 } from '#sandbox/comgate/method-list'
import { cancelPayment, paymentStatus } from '#sandbox/comgate/payment-status'
import { refundPayment } from '#sandbox/comgate/refund-payment'
import { done, type Outcome, type Refusal, refused } from '#sandbox/comgate/refusal'
import { withoutEmpty } from '#sandbox/comgate/result-fields'
import { isSettlementOperation, settlementReply } from '#sandbox/comgate/settlement-calls'
import { type Exchange, readJson, replyBroken, replyJson } from '#sandbox/gateway/http-exchange'

const settlementPath = /^\/v2\.0\/(\w+)\/(date|transferId)\/([^/]+)\.json$/
const paymentPath = /^\/v2\.0\/payment\/transId\/([^/]+)\.json$/

/** Answers /v2.0/…: JSON in, JSON out, Basic authentication. */
export async function answerV2(gateway: Gateway, exchange: Exchange): Promise<void> {
  const access = checkAccess(gateway, exchange.request.headers.authorization ?? '')
  if (access !== null) return replyRefusal(exchange, 401, access)

  const { method, path } = exchange
  const [, transId] = paymentPath.exec(path) ?? []
  const [, operation = '', name = '', value = ''] = settlementPath.exec(path) ?? []
  if (method === 'GET' && isSettlementOperation(operation)) {
    const fields = new Map([...exchange.query, [name, value]])
    return replyJson(exchange, 200, settlementReply(gateway, operation, fields))
  }
  if (method === 'GET' && transId !== undefined) return status(gateway, exchange, transId)
  if (method === 'DELETE' && transId !== undefined) {
    const cancelled = cancelPayment(gateway, transId)
    return replyOutcome(gateway, exchange, cancelled.kind === 'done' ? done({}) : cancelled)
  }
  if (method === 'POST' && path === '/v2.0/payment.json') return create(gateway, exchange)
  if (method === 'POST' && path === '/v2.0/refund.json') return refund(gateway, exchange)
  if (method === 'GET' && path === '/v2.0/method.json') return replyMethodsV2(exchange)
  return replyRefusal(exchange, 404, { code: 1400, message: 'Unknown operation' })
}

async function create(gateway: Gateway, exchange: Exchange) {
  const fields = fieldsOf(await readJson(exchange))
  if (fields === null) return replyOutcome(gateway, exchange, refused(1400, 'Body is not a flat JSON object'))
  const created = await createPayment(gateway, fields, 'v2.0')
  if (created.kind !== 'done') return replyOutcome(gateway, exchange, created)
  const { payment, redirect, prepareOnly } = created.value
  return replyOutcome(
    gateway,
    exchange,
    done({ transId: payment.transId, ...(prepareOnly ? { redirect } : {}) }),
  )
}

async function refund(gateway: Gateway, exchange: Exchange) {
  const fields = fieldsOf(await readJson(exchange))
  if (fields === null) return replyOutcome(gateway, exchange, refused(1400, 'Body is not a flat JSON object'))
  const refunded = await refundPayment(gateway, fields)
  return replyOutcome(gateway, exchange, refunded.kind === 'done' ? done({}) : refunded)
}

async function status(gateway: Gateway, exchange: Exchange, transId: string) {
  const told = await paymentStatus(gateway, transId)
  return replyOutcome(gateway, exchange, told.kind === 'done' ? done(withoutEmpty(told.value)) : told)
}

/** Numbers, booleans and text alike become text, as both spellings are met in the wild; null for anything else. */
function fieldsOf(body: unknown): Map<string, string> | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null
  const entries = Object.entries(body).filter(([, value]) => value !== null)
  if (entries.some(([, value]) => typeof value === 'object')) return null
  return new Map(entries.map(([name, value]) => [name, String(value)]))
}

function checkAccess(gateway: Gateway, authorization: string): Refusal | null {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization) ?? []
  if (encoded === undefined) return { code: 1400, message: 'Missing authorization' }
  const credentials = Buffer.from(encoded, 'base64').toString('utf8')
  const { merchant, secret } = gateway.options
  if (!credentials.startsWith(`${merchant}:`)) return { code: 1301, message: 'Unknown e-shop' }
  return credentials === `${merchant}:${secret}` ? null : { code: 1400, message: 'Unauthorized access' }
}

function replyOutcome(gateway: Gateway, exchange: Exchange, outcome: Outcome<Record<string, string>>) {
  if (outcome.kind === 'broken') return replyBroken(exchange, outcome.breakage)
  if (outcome.kind === 'done') return replyJson(exchange, 200, { code: 0, message: 'OK', ...outcome.value })
  replyRefusal(exchange, gateway.options.v2ErrorStatus ?? 200, outcome.refusal)
}

const replyRefusal = (exchange: Exchange, status: number, refusal: Refusal) =>
  replyJson(exchange, status, refusal)
