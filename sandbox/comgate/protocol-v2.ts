import { createPayment } from '#sandbox/comgate/create-payment'
import type { Gateway } from '#sandbox/comgate/gateway'
import { methodsFor } from '#sandbox/comgate/methods'
import { cancelPayment, paymentStatus } from '#sandbox/comgate/payment-status'
import { refundPayment } from '#sandbox/comgate/refund-payment'
import { done, type Outcome, type Refusal, refused } from '#sandbox/comgate/refusal'
import { withoutEmpty } from '#sandbox/comgate/result-fields'
import { isSettlementOperation, replySettlement } from '#sandbox/comgate/settlement'
import { replyBroken, replyJson } from '#sandbox/reply'
import { type Answer, type Call, queryOf, type Routes, readJson } from '#sandbox/routes'

type Told = Outcome<Record<string, string>>

/** Adds /v2.0/…: JSON in, JSON out, Basic authentication. */
export function addV2(routes: Routes, gateway: Gateway): void {
  const tell = (call: Call, outcome: Told) => replyOutcome(gateway, call, outcome)
  routes.use('/v2.0/*', async (call, next) => {
    const refusal = checkAccess(gateway, call.req.header('authorization') ?? '')
    return refusal === null ? next() : replyJson(401, refusal)
  })

  const payment = '/v2.0/payment/transId/:file{[^/]+\\.json}'
  routes.get(payment, async (call) => {
    const told = await paymentStatus(gateway, withoutEnding(call.req.param('file')))
    return tell(call, told.kind === 'done' ? done(withoutEmpty(told.value)) : told)
  })
  routes.delete(payment, (call) =>
    tell(call, empty(cancelPayment(gateway, withoutEnding(call.req.param('file'))))),
  )
  routes.post('/v2.0/payment.json', async (call) => {
    const fields = await readFields(call)
    return tell(call, fields.kind === 'done' ? await create(gateway, fields.value) : fields)
  })
  routes.post('/v2.0/refund.json', async (call) => {
    const fields = await readFields(call)
    return tell(call, fields.kind === 'done' ? empty(await refundPayment(gateway, fields.value)) : fields)
  })
  routes.get('/v2.0/method.json', (call) =>
    replyJson(200, { methods: methodsFor(queryOf(call).get('curr') ?? '') }),
  )
  routes.get('/v2.0/:operation/:name{date|transferId}/:file{[^/]+\\.json}', (call, next) => {
    const { operation, name, file } = call.req.param()
    if (!isSettlementOperation(operation)) return next()
    return Promise.resolve(
      replySettlement(gateway, operation, new Map([...queryOf(call), [name, withoutEnding(file)]])),
    )
  })
  routes.all('/v2.0/*', () => replyJson(404, { code: 1400, message: 'Unknown operation' }))
}

const withoutEnding = (file: string) => file.replace(/\.json$/, '')

async function create(gateway: Gateway, fields: ReadonlyMap<string, string>): Promise<Told> {
  const created = await createPayment(gateway, fields, 'v2.0')
  if (created.kind !== 'done') return created
  const { payment, redirect, prepareOnly } = created.value
  return done({ transId: payment.transId, ...(prepareOnly ? { redirect } : {}) })
}

/** Numbers, booleans and text alike become text, as both spellings are met in the wild. */
async function readFields(call: Call) {
  const body = await readJson(call)
  const entries = Object.entries(body ?? {}).filter(([, value]) => value !== null)
  const isFlat = typeof body === 'object' && body !== null && !Array.isArray(body)
  if (!isFlat || entries.some(([, value]) => typeof value === 'object'))
    return refused(1400, 'Body is not a flat JSON object')
  return { kind: 'done' as const, value: new Map(entries.map(([name, value]) => [name, String(value)])) }
}

function checkAccess(gateway: Gateway, authorization: string): Refusal | null {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization) ?? []
  if (encoded === undefined) return { code: 1400, message: 'Missing authorization' }
  const credentials = Buffer.from(encoded, 'base64').toString('utf8')
  const { merchant, secret } = gateway.options
  if (!credentials.startsWith(`${merchant}:`)) return { code: 1301, message: 'Unknown e-shop' }
  return credentials === `${merchant}:${secret}` ? null : { code: 1400, message: 'Unauthorized access' }
}

const empty = (outcome: Outcome<unknown>): Told => (outcome.kind === 'done' ? done({}) : outcome)

function replyOutcome(gateway: Gateway, call: Call, outcome: Told): Answer {
  if (outcome.kind === 'broken') return replyBroken(call, outcome.breakage)
  if (outcome.kind === 'done') return replyJson(200, { code: 0, message: 'OK', ...outcome.value })
  return replyJson(gateway.options.v2ErrorStatus ?? 200, outcome.refusal)
}
