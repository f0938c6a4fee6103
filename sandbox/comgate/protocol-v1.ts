import { createPayment } from '#sandbox/comgate/create-payment'
import type { Gateway } from '#sandbox/comgate/gateway'
import { methodsFor } from '#sandbox/comgate/methods'
import { cancelPayment, paymentStatus } from '#sandbox/comgate/payment-status'
import { refundPayment } from '#sandbox/comgate/refund-payment'
import { done, type Outcome, refused } from '#sandbox/comgate/refusal'
import { isSettlementOperation, replySettlement } from '#sandbox/comgate/settlement'
import { formType, htmlType, redirect, reply, replyBroken, replyJson } from '#sandbox/reply'
import { type Answer, type Call, type Routes, readForm } from '#sandbox/routes'
import { escapeXml } from '#sandbox/wording'

type Fields = ReadonlyMap<string, string>

/** Adds /v1.0/…: forms in, forms out, errors with HTTP status 200. */
export function addV1(routes: Routes, gateway: Gateway): void {
  routes.post('/v1.0/:operation', async (call) => {
    const operation = call.req.param('operation')
    const fields = new Map(await readForm(call))
    const access = checkAccess(gateway, fields)
    if (operation === 'methods') return replyMethods(fields, access)
    if (access.kind !== 'done') return replyOutcome(call, access)
    if (isSettlementOperation(operation)) return replySettlement(gateway, operation, fields)
    if (operation === 'create') return create(gateway, call, fields)
    if (operation === 'status')
      return replyOutcome(call, await paymentStatus(gateway, fields.get('transId') ?? ''))
    if (operation === 'refund') return replyOutcome(call, empty(await refundPayment(gateway, fields)))
    // The real gateway labels this one reply as a page.
    if (operation === 'cancel')
      return replyOutcome(call, empty(cancelPayment(gateway, fields.get('transId') ?? '')), htmlType)
    return replyForm({ code: '1400', message: 'Unknown operation' }, formType, 404)
  })
  routes.all('/v1.0/*', () => replyForm({ code: '1400', message: 'Use POST' }, formType, 405))
}

async function create(gateway: Gateway, call: Call, fields: Fields): Promise<Response> {
  const created = await createPayment(gateway, fields, 'v1.0')
  if (created.kind !== 'done') return replyOutcome(call, created)
  const { payment, redirect: address, prepareOnly } = created.value
  if (!prepareOnly) return redirect(302, address)
  return replyOutcome(call, done({ transId: payment.transId, redirect: address }))
}

function checkAccess(gateway: Gateway, fields: Fields): Outcome<Record<string, string>> {
  const merchant = fields.get('merchant') ?? ''
  if (merchant === '') return refused(1400, 'Missing parameter merchant')
  if (merchant !== gateway.options.merchant) return refused(1301, 'Unknown e-shop')
  if (fields.get('secret') !== gateway.options.secret) return refused(1400, 'Unauthorized access')
  return done({})
}

/** The list of methods: XML unless `type=json`. The only call with its own envelope of errors. */
function replyMethods(fields: Fields, access: Outcome<unknown>): Response {
  const error = access.kind === 'refused' ? { ...access.refusal, extraMessage: '' } : null
  const methods = methodsFor(fields.get('curr') ?? '')
  if (fields.get('type') === 'json') return replyJson(200, error === null ? { methods } : { error })
  const content =
    error === null
      ? `<methods>${methods.map((method) => element('method', method)).join('')}</methods>`
      : element('error', error)
  return reply(200, 'application/xml; charset=UTF-8', `<?xml version="1.0" encoding="UTF-8"?>\n${content}\n`)
}

const element = (name: string, fields: Record<string, string | number>): string =>
  `<${name}>${Object.entries(fields)
    .map(([field, value]) => `<${field}>${escapeXml(String(value))}</${field}>`)
    .join('')}</${name}>`

const empty = (outcome: Outcome<unknown>): Outcome<Record<string, string>> =>
  outcome.kind === 'done' ? done({}) : outcome

function replyOutcome(call: Call, outcome: Outcome<Record<string, string>>, type = formType): Answer {
  if (outcome.kind === 'broken') return replyBroken(call, outcome.breakage)
  if (outcome.kind === 'done') return replyForm({ code: '0', message: 'OK', ...outcome.value }, type)
  const { code, message } = outcome.refusal
  return replyForm({ code: String(code), message }, type)
}

const replyForm = (fields: Record<string, string>, contentType: string, status = 200) =>
  reply(status, contentType, new URLSearchParams(fields).toString())
