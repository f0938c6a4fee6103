import { createPayment } from '#sandbox/comgate/create-payment'
import type { Gateway } from '#sandbox/comgate/gateway'
import { replyMethodsV1 } from '#sandbox/comgate/method-list'
import { cancelPayment, paymentStatus } from '#sandbox/comgate/payment-status'
import { refundPayment } from '#sandbox/comgate/refund-payment'
import { done, type Outcome, refused } from '#sandbox/comgate/refusal'
import { isSettlementOperation, settlementReply } from '#sandbox/comgate/settlement-calls'
import {
  type Exchange,
  formType,
  htmlType,
  readBody,
  redirect,
  reply,
  replyBroken,
  replyJson,
} from '#sandbox/gateway/http-exchange'

/** Answers /v1.0/…: forms in, forms out, errors with HTTP status 200. */
export async function answerV1(gateway: Gateway, exchange: Exchange): Promise<void> {
  const operation = exchange.path.slice('/v1.0/'.length)
  if (exchange.method !== 'POST')
    return replyForm(exchange, { code: '1400', message: 'Use POST' }, formType, 405)
  const fields = new Map(new URLSearchParams(await readBody(exchange)))
  const access = checkAccess(gateway, fields)
  if (operation === 'methods') return replyMethodsV1(exchange, fields, access)
  if (access.kind !== 'done') return replyOutcome(exchange, access)

  if (operation === 'status')
    return replyOutcome(exchange, await paymentStatus(gateway, fields.get('transId') ?? ''))
  if (isSettlementOperation(operation))
    return replyJson(exchange, 200, settlementReply(gateway, operation, fields))
  if (operation === 'create') return create(gateway, exchange, fields)
  if (operation === 'refund') return replyOutcome(exchange, empty(await refundPayment(gateway, fields)))
  // The real gateway labels this one reply as a page.
  if (operation === 'cancel')
    return replyOutcome(exchange, empty(cancelPayment(gateway, fields.get('transId') ?? '')), htmlType)
  return replyForm(exchange, { code: '1400', message: 'Unknown operation' }, formType, 404)
}

async function create(gateway: Gateway, exchange: Exchange, fields: ReadonlyMap<string, string>) {
  const created = await createPayment(gateway, fields, 'v1.0')
  if (created.kind !== 'done') return replyOutcome(exchange, created)
  const { payment, redirect: address, prepareOnly } = created.value
  if (!prepareOnly) return redirect(exchange, 302, address)
  return replyOutcome(exchange, done({ transId: payment.transId, redirect: address }))
}

function checkAccess(gateway: Gateway, fields: ReadonlyMap<string, string>): Outcome<Record<string, string>> {
  const merchant = fields.get('merchant') ?? ''
  if (merchant === '') return refused(1400, 'Missing parameter merchant')
  if (merchant !== gateway.options.merchant) return refused(1301, 'Unknown e-shop')
  if (fields.get('secret') !== gateway.options.secret) return refused(1400, 'Unauthorized access')
  return done({})
}

const empty = (outcome: Outcome<unknown>): Outcome<Record<string, string>> =>
  outcome.kind === 'done' ? done({}) : outcome

function replyOutcome(exchange: Exchange, outcome: Outcome<Record<string, string>>, contentType = formType) {
  if (outcome.kind === 'broken') return replyBroken(exchange, outcome.breakage)
  if (outcome.kind === 'done')
    return replyForm(exchange, { code: '0', message: 'OK', ...outcome.value }, contentType)
  const { code, message } = outcome.refusal
  replyForm(exchange, { code: String(code), message }, contentType)
}

function replyForm(exchange: Exchange, fields: Record<string, string>, contentType: string, status = 200) {
  reply(exchange, status, contentType, new URLSearchParams(fields).toString())
}
