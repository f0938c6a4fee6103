import { setTimeout as pause } from 'node:timers/promises'
import { answer, breakReply, datesOf } from '#sandbox/csob/answer'
import { behaviourOf, takeBehaviour } from '#sandbox/csob/behaviour'
import { changePayment } from '#sandbox/csob/change-payment'
import { basePath, type Gateway } from '#sandbox/csob/gateway'
import { readOrder, signedPartsOfInit } from '#sandbox/csob/order'
import type { Payment } from '#sandbox/csob/payments'
import { type Part, stampAt, stampsApartMs, textOf, verifyText } from '#sandbox/csob/signing'
import { type Exchange, readJson, redirect, reply } from '#sandbox/gateway/http-exchange'

const usualToleranceMs = 10 * 60_000

/** Answers the calls of the eAPI. */
export async function answerProtocol(gateway: Gateway, exchange: Exchange): Promise<void> {
  const { method, path } = exchange
  const steps = path
    .slice(basePath.length + 1)
    .split('/')
    .map(decodeURIComponent)
  const route = `${method} ${steps[0]}${steps[0] === 'payment' ? `/${steps[1]}` : ''}`
  if (route === 'POST echo') return echo(gateway, exchange, await bodyOf(exchange))
  if (route === 'GET echo' && steps.length === 4) {
    const [, merchantId, dttm, signature] = steps
    return echo(gateway, exchange, { merchantId, dttm, signature })
  }
  if (route === 'POST payment/init') return init(gateway, exchange)
  if (method === 'GET' && (steps[1] === 'process' || steps[1] === 'status') && steps.length === 6) {
    const [, , merchantId, payId, dttm, signature] = steps
    const fields = { merchantId, payId, dttm, signature }
    if (!isAccepted(gateway, exchange, fields, [merchantId, payId, dttm])) return
    return steps[1] === 'process'
      ? open(gateway, exchange, fields.payId)
      : status(gateway, exchange, fields.payId)
  }
  const [, change] = /^PUT payment\/(close|reverse|refund)$/.exec(route) ?? []
  if (change === undefined) return reply(exchange, 404, 'text/plain; charset=UTF-8', 'Not found')
  const fields = await bodyOf(exchange)
  const { merchantId, payId, dttm, totalAmount, amount } = fields as Record<string, Part>
  const extra = { close: totalAmount, refund: amount, reverse: undefined }[change]
  if (!isAccepted(gateway, exchange, fields, [merchantId, payId, dttm, extra])) return
  const payment = found(gateway, exchange, String(payId))
  if (payment) changePayment(gateway, exchange, payment, change as 'close', extra)
}

type Fields = Record<string, unknown>

async function bodyOf(exchange: Exchange): Promise<Fields> {
  const body = await readJson(exchange)
  return typeof body === 'object' && body !== null ? (body as Fields) : {}
}

/** Whether the request is the merchant's, signed and of now; where not, the refusal is already answered. */
function isAccepted(gateway: Gateway, exchange: Exchange, fields: Fields, signed: Part[]): boolean {
  const { merchant, merchantKey, toleranceMs = usualToleranceMs } = gateway.options
  const refuse = (resultCode: number, resultMessage: string, httpStatus: number) => {
    answer(gateway, exchange, { resultCode, resultMessage }, { status: httpStatus })
    return false
  }
  if (fields.merchantId !== merchant) return refuse(120, 'Merchant blocked', 403)
  if (!verifyText(textOf(signed), fields.signature, merchantKey)) return refuse(110, 'Wrong signature', 401)
  const apartMs = stampsApartMs(String(fields.dttm), stampAt(Date.now()))
  return apartMs <= toleranceMs || refuse(110, 'Invalid parameter dttm', 400)
}

function echo(gateway: Gateway, exchange: Exchange, fields: Fields) {
  if (isAccepted(gateway, exchange, fields, [fields.merchantId as Part, fields.dttm as Part]))
    answer(gateway, exchange, { resultCode: 0 })
}

async function init(gateway: Gateway, exchange: Exchange): Promise<void> {
  const fields = await bodyOf(exchange)
  if (!isAccepted(gateway, exchange, fields, signedPartsOfInit(fields))) return
  const read = readOrder(fields)
  if ('code' in read) {
    return answer(gateway, exchange, { resultCode: read.code, resultMessage: read.message }, { status: 400 })
  }
  const { order } = read
  const isUsed = gateway.payments
    .list()
    .some(({ orderNo, status }) => orderNo === order.orderNo && [4, 7, 8].includes(status))
  if (isUsed) {
    const resultMessage = `authorized trx for orderNo ${order.orderNo} already exists`
    return answer(gateway, exchange, { resultCode: 110, resultMessage })
  }
  const own = takeBehaviour(gateway.rules)
  const { createFails, createDelayMs = 0, badSignatures } = behaviourOf(gateway.rules, { behaviour: own })
  if (createDelayMs > 0) await pause(createDelayMs, undefined, { ref: false })
  if (createFails === '110' || createFails === '120' || createFails === '900')
    return answer(gateway, exchange, { resultCode: Number(createFails) })
  if (createFails !== undefined && createFails !== 'after-storing') return breakReply(exchange, createFails)
  const payment = gateway.payments.create(order, own)
  if (createFails === 'after-storing') return breakReply(exchange, 'drop')
  answer(
    gateway,
    exchange,
    { payId: payment.payId, resultCode: 0, paymentStatus: payment.status },
    { isBad: badSignatures?.includes('init') ?? false },
  )
}

function found(gateway: Gateway, exchange: Exchange, payId: string | undefined): Payment | null {
  const payment = gateway.payments.get(payId ?? '')
  if (!payment) answer(gateway, exchange, { resultCode: 140 })
  return payment ?? null
}

/** The payer's browser comes with the signed address and goes on to the page for the card. */
function open(gateway: Gateway, exchange: Exchange, payId: string | undefined) {
  const payment = found(gateway, exchange, payId)
  if (!payment) return
  if (payment.status === 1) gateway.payments.move(payment, 2)
  redirect(exchange, 303, `${gateway.publicUrl}/pay/${encodeURIComponent(payment.payId)}`)
}

async function status(gateway: Gateway, exchange: Exchange, payId: string | undefined): Promise<void> {
  const payment = found(gateway, exchange, payId)
  if (!payment) return
  const behaviour = behaviourOf(gateway.rules, payment)
  payment.statusCalls++
  const { statusFails, statusFailsTimes = Number.POSITIVE_INFINITY, statusDelayMs = 0 } = behaviour
  if (statusDelayMs > 0) await pause(statusDelayMs, undefined, { ref: false })
  if (statusFails !== undefined && payment.statusCalls <= statusFailsTimes) {
    if (statusFails === '140' || statusFails === '900')
      return answer(gateway, exchange, { payId, resultCode: Number(statusFails) })
    return breakReply(exchange, statusFails)
  }
  const isPaid = payment.status === 7
  if (isPaid) payment.statusCallsAfterPaying++
  const lags = isPaid && payment.statusCallsAfterPaying <= (behaviour.statusLagsTimes ?? 0)
  const told = lags ? 2 : payment.status
  answer(
    gateway,
    exchange,
    {
      payId: behaviour.wrongPayId ? 'ffffffffffff@HC' : payment.payId,
      resultCode: 0,
      paymentStatus: told,
      authCode: told === 4 || told >= 7 ? '042760' : undefined,
    },
    {
      isBad: behaviour.badSignatures?.includes('status') ?? false,
      ...(payment.settledAtMs !== undefined && behaviour.trxDates !== 'none'
        ? {
            extensions: [
              datesOf(gateway, payment.createdAtMs, payment.settledAtMs, behaviour.trxDates === 'forged'),
            ],
          }
        : {}),
    },
  )
}
