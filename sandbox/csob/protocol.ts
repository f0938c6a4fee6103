import { setTimeout as pause } from 'node:timers/promises'
import { answer, breakReply, datesOf } from '#sandbox/csob/answer'
import { changePayment } from '#sandbox/csob/change-payment'
import { basePath, type Gateway } from '#sandbox/csob/gateway'
import { readOrder, signedPartsOfInit } from '#sandbox/csob/order'
import type { Payment } from '#sandbox/csob/payments'
import { type Part, stampAt, stampsApartMs, textOf, verifyText } from '#sandbox/csob/signing'
import { redirect } from '#sandbox/reply'
import { type Answer, type Call, type Routes, readJson } from '#sandbox/routes'

const usualToleranceMs = 10 * 60_000

/** Adds the calls of the eAPI. */
export function addProtocol(routes: Routes, gateway: Gateway): void {
  const asked = ':merchantId/:payId/:dttm/:signature'
  routes.post(`${basePath}/echo`, async (call) => echo(gateway, await bodyOf(call)))
  routes.get(`${basePath}/echo/:merchantId/:dttm/:signature`, (call) => echo(gateway, call.req.param()))
  routes.post(`${basePath}/payment/init`, (call) => init(gateway, call))
  routes.get(`${basePath}/payment/process/${asked}`, (call) =>
    withPayment(gateway, call.req.param(), undefined, (payment) => open(gateway, payment)),
  )
  routes.get(`${basePath}/payment/status/${asked}`, (call) =>
    withPayment(gateway, call.req.param(), undefined, (payment) => status(gateway, call, payment)),
  )
  routes.put(`${basePath}/payment/:change{close|reverse|refund}`, async (call) => {
    const fields = await bodyOf(call)
    const change = call.req.param('change') as 'close' | 'reverse' | 'refund'
    const amount = { close: fields.totalAmount, refund: fields.amount, reverse: undefined }[change] as Part
    return withPayment(gateway, fields, amount, (payment) =>
      changePayment(gateway, call, payment, change, amount),
    )
  })
}

type Fields = Record<string, unknown>

async function bodyOf(call: Call): Promise<Fields> {
  const body = await readJson(call)
  return typeof body === 'object' && body !== null ? (body as Fields) : {}
}

/** Refuses what is not the merchant's, signed and of now; null for what is. */
function refusalOf(gateway: Gateway, fields: Fields, signed: Part[]): Response | null {
  const { merchant, merchantKey, toleranceMs = usualToleranceMs } = gateway.options
  const refuse = (resultCode: number, resultMessage: string, httpStatus: number) =>
    answer(gateway, { resultCode, resultMessage }, { status: httpStatus })
  if (fields.merchantId !== merchant) return refuse(120, 'Merchant blocked', 403)
  if (!verifyText(textOf(signed), fields.signature, merchantKey)) return refuse(110, 'Wrong signature', 401)
  const apartMs = stampsApartMs(String(fields.dttm), stampAt(Date.now()))
  return apartMs <= toleranceMs ? null : refuse(110, 'Invalid parameter dttm', 400)
}

const echo = (gateway: Gateway, fields: Fields): Response =>
  refusalOf(gateway, fields, [fields.merchantId as Part, fields.dttm as Part]) ??
  answer(gateway, { resultCode: 0 })

/** Answers a signed call about a payment. */
function withPayment(
  gateway: Gateway,
  fields: Fields,
  amount: Part,
  answerOf: (payment: Payment) => Answer,
): Answer {
  const { merchantId, payId, dttm } = fields as Record<string, Part>
  const refusal = refusalOf(gateway, fields, [merchantId, payId, dttm, amount])
  if (refusal !== null) return refusal
  const payment = gateway.payments.get(String(payId))
  return payment === undefined ? answer(gateway, { resultCode: 140 }) : answerOf(payment)
}

async function init(gateway: Gateway, call: Call): Promise<Response> {
  const fields = await bodyOf(call)
  const refusal = refusalOf(gateway, fields, signedPartsOfInit(fields))
  if (refusal !== null) return refusal
  const read = readOrder(fields)
  if ('code' in read)
    return answer(gateway, { resultCode: read.code, resultMessage: read.message }, { status: 400 })
  const { order } = read
  const isUsed = gateway.payments
    .list()
    .some(({ orderNo, status }) => orderNo === order.orderNo && [4, 7, 8].includes(status))
  if (isUsed) {
    const resultMessage = `authorized trx for orderNo ${order.orderNo} already exists`
    return answer(gateway, { resultCode: 110, resultMessage })
  }
  const own = gateway.rules.take()
  const { createFails, createdAs, createDelayMs, badSignatures } = gateway.rules.behaviourOf({
    behaviour: own,
  })
  if (createDelayMs > 0) await pause(createDelayMs, undefined, { ref: false })
  if (createFails === '110' || createFails === '120' || createFails === '900')
    return answer(gateway, { resultCode: Number(createFails) })
  if (createFails !== null && createFails !== 'after-storing') return breakReply(call, createFails)
  const payment = gateway.payments.create(order, own)
  if (createFails === 'after-storing') return breakReply(call, 'drop')
  return answer(
    gateway,
    { payId: payment.payId, resultCode: 0, paymentStatus: createdAs ? Number(createdAs) : payment.status },
    { isBad: badSignatures.includes('init') },
  )
}

/** The payer's browser comes with the signed address and goes on to the page for the card. */
function open(gateway: Gateway, payment: Payment): Response {
  if (payment.status === 1) gateway.payments.move(payment, 2)
  return redirect(303, `${gateway.publicUrl}/pay/${encodeURIComponent(payment.payId)}`)
}

async function status(gateway: Gateway, call: Call, payment: Payment): Promise<Response> {
  const behaviour = gateway.rules.behaviourOf(payment)
  payment.statusCalls++
  const { statusFails, statusFailsTimes, statusDelayMs } = behaviour
  if (statusDelayMs > 0) await pause(statusDelayMs, undefined, { ref: false })
  if (statusFails !== null && payment.statusCalls <= statusFailsTimes)
    return statusFails === '140' || statusFails === '900'
      ? answer(gateway, { payId: payment.payId, resultCode: Number(statusFails) })
      : breakReply(call, statusFails)
  const isPaid = payment.status === 7
  if (isPaid) payment.statusCallsAfterPaying++
  const lags = isPaid && payment.statusCallsAfterPaying <= behaviour.statusLagsTimes
  const told = lags ? 2 : payment.status
  const { createdAtMs, settledAtMs } = payment
  const isDated = settledAtMs !== undefined && behaviour.trxDates !== 'none'
  return answer(
    gateway,
    {
      payId: behaviour.wrongPayId ? 'ffffffffffff@HC' : payment.payId,
      resultCode: 0,
      paymentStatus: told,
      authCode: told === 4 || told >= 7 ? '042760' : undefined,
    },
    {
      isBad: behaviour.badSignatures.includes('status'),
      ...(isDated && {
        extensions: [datesOf(gateway, createdAtMs, settledAtMs, behaviour.trxDates === 'forged')],
      }),
    },
  )
}
