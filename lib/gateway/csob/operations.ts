import { now } from '#lib/core/clock'
import type {
  CancelAnswer,
  GatewayPayment,
  HealthAnswer,
  RefundAnswer,
  RefundOutcome,
  RefundQuestion,
  RefundRequest,
  StatusAnswer,
} from '../contract.ts'
import { stampOf } from './stamp.ts'
import { isUnclear, paymentNotFound, paymentStatus, stateFromNumber, wrongState } from './states.ts'
import { ask, type CsobConnection, type Heard, send } from './wire.ts'

/**
 * What the gateway says of a payment (eAPI payment/status). It tells neither the amount nor our reference: both were in
 * the request that we signed and that its number answers.
 */
export async function status(connection: CsobConnection, payId: string): Promise<StatusAnswer> {
  const { word, exchange } = await ask(connection, 'status', payId)
  if (word.kind === 'nothing') return { kind: 'unanswered', reason: word.reason, exchange }
  if (word.resultCode === paymentNotFound) return { kind: 'not_found', reason: 'code 140', exchange }
  const state = word.paymentStatus === null ? null : stateFromNumber(word.paymentStatus)
  if (word.resultCode !== 0 || state === null || !word.payId) {
    const reason = `code ${word.resultCode}, status ${word.paymentStatus}`
    return { kind: 'unanswered', reason, exchange }
  }
  return { kind: 'known', payment: paymentOf(connection, word.payId, state), exchange }
}

function paymentOf(
  { merchant, isTest }: CsobConnection,
  gatewayPaymentId: string,
  state: GatewayPayment['state'],
): GatewayPayment {
  const unsaid = { reference: null, amountHal: null, currency: null }
  return { ...unsaid, gatewayPaymentId, merchant, isTest, state, method: 'card', way: 'card' }
}

/**
 * Releases an authorised payment that was not captured (eAPI payment/reverse); one that the payer only opened ends by
 * itself.
 */
export async function cancel(connection: CsobConnection, payId: string): Promise<CancelAnswer> {
  const asked = await ask(connection, 'status', payId)
  const found = asked.word.kind === 'answer' ? asked.word.paymentStatus : null
  if (found === null) return { kind: 'unanswered', reason: 'no usable status', exchange: asked.exchange }
  if (found !== paymentStatus.authorized) {
    return { kind: 'refused', reason: `status ${found}`, exchange: asked.exchange }
  }
  const { word, exchange } = await reverse(connection, payId)
  if (word.kind === 'nothing') return { kind: 'unanswered', reason: word.reason, exchange }
  if (word.resultCode === 0) return { kind: 'done', reason: '', exchange }
  const kind = isUnclear(word.resultCode) ? 'unanswered' : 'refused'
  return { kind, reason: `code ${word.resultCode}`, exchange }
}

/** Takes the money of an authorised payment, or a lower part of it (eAPI payment/close). */
export async function capture(
  connection: CsobConnection,
  payId: string,
  amountHal: bigint,
): Promise<CancelAnswer> {
  const totalAmount = Number(amountHal)
  const { word, exchange } = await change(connection, 'close', payId, { totalAmount })
  if (word.kind === 'nothing') return { kind: 'unanswered', reason: word.reason, exchange }
  if (word.resultCode === 0) return { kind: 'done', reason: '', exchange }
  const kind = isUnclear(word.resultCode) ? 'unanswered' : 'refused'
  return { kind, reason: `code ${word.resultCode}`, exchange }
}

/** Before the night's settlement only the whole payment goes back. */
export async function canRefundYet(connection: CsobConnection, request: RefundRequest): Promise<boolean> {
  if (request.amountHal === request.paidHal) return true
  const found = statusOf(await ask(connection, 'status', request.gatewayPaymentId))
  return found !== null && found !== paymentStatus.waitingForSettlement
}

/**
 * Gives money back: the whole payment by eAPI payment/reverse before the night's settlement, any part by payment/refund
 * after it.
 * Neither knows a repeated request, so silence stays silence and nothing is sent twice.
 */
export async function refund(connection: CsobConnection, request: RefundRequest): Promise<RefundAnswer> {
  const first = await ask(connection, 'status', request.gatewayPaymentId)
  const found = statusOf(first)
  if (found === null) {
    // Nothing was sent yet, so nothing can have gone out.
    return { kind: 'refused', reason: 'the status could not be read', exchange: first.exchange }
  }
  if (found !== paymentStatus.waitingForSettlement) return refundSettled(connection, request, first)
  if (request.amountHal !== request.paidHal) {
    return { kind: 'refused', reason: 'before settlement only the whole payment', exchange: first.exchange }
  }
  const reversed = await reverse(connection, request.gatewayPaymentId)
  if (reversed.word.kind !== 'answer' || reversed.word.resultCode !== wrongState) return refundWord(reversed)
  // The night's settlement came in between.
  return refundSettled(connection, request, await ask(connection, 'status', request.gatewayPaymentId))
}

async function refundSettled(
  connection: CsobConnection,
  request: RefundRequest,
  asked: Heard,
): Promise<RefundAnswer> {
  const found = statusOf(asked)
  // After a part went back the status may stay, or say that a refund runs: the gateway keeps the sum itself.
  if (found === null || (found !== paymentStatus.settled && stateFromNumber(found) !== 'refunded')) {
    return { kind: 'refused', reason: `status ${found}`, exchange: asked.exchange }
  }
  const part: Record<string, number> =
    request.amountHal === request.paidHal ? {} : { amount: Number(request.amountHal) }
  return refundWord(await change(connection, 'refund', request.gatewayPaymentId, part))
}

/**
 * How the whole payment's way back stands, by its status: reversed before the settlement, or given back after it. Of a
 * part the protocol does not say what the status tells.
 */
export async function refundOutcome(
  connection: CsobConnection,
  question: RefundQuestion,
): Promise<RefundOutcome> {
  const asked = await ask(connection, 'status', question.gatewayPaymentId)
  const { exchange } = asked
  if (question.amountHal !== question.paidHal) return { kind: 'untold', exchange }
  const found = statusOf(asked)
  if (found === null) return { kind: 'unanswered', reason: 'no usable status', exchange }
  if (found === paymentStatus.reversed || found === paymentStatus.refunded)
    return { kind: 'finished', exchange }
  const isRunning = found === paymentStatus.refunding || question.isAccepted
  return { kind: isRunning ? 'running' : 'absent', exchange }
}

const statusOf = ({ word }: Heard) =>
  word.kind === 'answer' && word.resultCode === 0 ? word.paymentStatus : null

function refundWord({ word, exchange }: Heard): RefundAnswer {
  if (word.kind === 'nothing') return { kind: 'unknown', reason: word.reason, exchange }
  if (word.resultCode === 0) return { kind: 'accepted', gatewayRefundId: null, exchange }
  const kind = isUnclear(word.resultCode) ? 'unknown' : 'refused'
  return { kind, reason: `code ${word.resultCode}`, exchange }
}

/** Whether the gateway knows our key and we know its (eAPI echo). */
export async function health(connection: CsobConnection): Promise<HealthAnswer> {
  const fields = { merchantId: connection.merchant, dttm: stampOf(now()) }
  const { word, exchange } = await send(connection, 'echo', 'POST', { fields, values: Object.values(fields) })
  if (word.kind === 'nothing') return { kind: 'ill', reason: word.reason, exchange }
  return word.resultCode === 0
    ? { kind: 'well', exchange }
    : { kind: 'ill', reason: `code ${word.resultCode}`, exchange }
}

const reverse = (connection: CsobConnection, payId: string) => change(connection, 'reverse', payId, {})

function change(
  connection: CsobConnection,
  operation: 'close' | 'refund' | 'reverse',
  payId: string,
  more: Record<string, number>,
): Promise<Heard> {
  const fields = { merchantId: connection.merchant, payId, dttm: stampOf(now()), ...more }
  return send(connection, operation, 'PUT', { fields, values: Object.values(fields) })
}
