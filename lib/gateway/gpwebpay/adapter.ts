import { now } from '#lib/core/clock'
import { log } from '#lib/core/log'
import { readCapped } from '#lib/core/read-capped'
import { fail, ok, type Result } from '#lib/core/result'
import type {
  CancelAnswer,
  CreateAnswer,
  HealthAnswer,
  Hint,
  HintFault,
  PaymentGateway,
  PaymentRequest,
  StatusAnswer,
} from '../contract.ts'
import { rawQuery } from '../raw-query.ts'
import { classOf } from './codes.ts'
import { orderFault, orderOf, signedAddress } from './order.ts'
import { readDetail } from './parse.ts'
import { fieldText, isAuthenticReturn, keptReturn, type RawFields, readRawForm } from './payer-return.ts'
import { canRefundYet, refund, refundOutcome } from './refund.ts'
import { readSettlementFile } from './settlement.ts'
import { readState, wayFromMethod } from './states.ts'
import { type CallFields, callService, type GpwebpayConnection, keepText } from './wire.ts'

const largestReturnBytes = 32 * 1024

/** No payment has this number, so the question costs nothing and its signed answer proves both our keys. */
const nobodysNumber = '0'

/** The adapter over one merchant number. The order is a signed address; everything else the web service answers. */
export function gpwebpayAt(connection: GpwebpayConnection): PaymentGateway {
  return {
    name: 'gpwebpay',
    companyName: 'Global Payments',
    merchant: connection.merchant,
    isTest: connection.isTest,
    origins: [new URL(connection.url).origin],
    notifiesBy: null,
    timeoutMs: connection.timeoutMs,
    // An order opened again is refused as a number used before.
    reopens: false,
    create: async (request) => create(connection, request),
    status: (gatewayPaymentId) => status(connection, gatewayPaymentId),
    // Only an authorisation can be given up by a call; a page the payer has open cannot be closed from here.
    cancel: (paymentNumber) => change(connection, 'processAuthorizationReverse', { paymentNumber }),
    capture: (paymentNumber, amountHal) =>
      change(connection, 'processCapture', { paymentNumber, amount: String(amountHal) }),
    refund: (request) => refund(connection, request),
    canRefundYet: (request) => canRefundYet(connection, request),
    refundOutcome: (question) => refundOutcome(connection, question),
    health: () => health(connection),
    readSettlementFile,
    readNotification: async () => fail('unreadable'),
    readReturn: (request) => readReturn(connection, request),
    acknowledge: () => new Response(null, { status: 204 }),
  }
}

/** An order is no call: its signed CREATE_ORDER is the address the payer opens. */
function create(connection: GpwebpayConnection, request: PaymentRequest): CreateAnswer {
  const order = orderOf(connection, request)
  const exchange = keepText(
    `create\n${Object.entries(order)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n')}`,
  )
  const fault = orderFault(order)
  if (fault !== null) return { kind: 'refused', reason: fault, exchange }
  const redirectUrl = signedAddress(connection, order)
  return { kind: 'created', gatewayPaymentId: order.ORDERNUMBER, redirectUrl, exchange }
}

/** The web service's getPaymentDetail. */
async function status(connection: GpwebpayConnection, gatewayPaymentId: string): Promise<StatusAnswer> {
  const answer = await callService(connection, 'getPaymentDetail', { paymentNumber: gatewayPaymentId })
  const { exchange } = answer
  if (answer.kind === 'none') return { kind: 'unanswered', reason: answer.reason, exchange }
  if (answer.kind === 'fault') {
    const reason = `codes ${answer.primary}/${answer.secondary}`
    // The payer has not come to the payment page: until then the gateway knows nothing of the order.
    return { kind: answer.primary === '15' ? 'not_found' : 'unanswered', reason, exchange }
  }
  const detail = readDetail(answer.fields)
  if (!detail) return { kind: 'unanswered', reason: 'unreadable detail', exchange }
  const ageMs = detail.startedAtMs === null ? null : now().getTime() - detail.startedAtMs
  const read = readState(detail.stateNumber, detail.amounts, ageMs)
  if (!read) return { kind: 'unanswered', reason: `state ${detail.stateNumber}`, exchange }
  // The amount is all that ties a paid number to this very order; without it nothing may be settled.
  if (read.state === 'paid' && read.amountHal === null) {
    return { kind: 'unanswered', reason: 'paid without an amount', exchange }
  }
  return {
    kind: 'known',
    exchange,
    payment: {
      // A signed answer to our signed question about this number of this merchant: nothing else of it is repeated.
      gatewayPaymentId,
      reference: null,
      amountHal: read.amountHal,
      currency: null,
      merchant: connection.merchant,
      isTest: connection.isTest,
      state: read.state,
      method: detail.method,
      way: wayFromMethod(detail.method),
    },
  }
}

/** A call that changes a payment and is never repeated by itself. */
async function change(
  connection: GpwebpayConnection,
  operation: 'processAuthorizationReverse' | 'processCapture',
  fields: CallFields,
): Promise<CancelAnswer> {
  const answer = await callService(connection, operation, fields)
  const { exchange } = answer
  if (answer.kind === 'answer') return { kind: 'done', reason: '', exchange }
  return answer.kind === 'fault'
    ? { kind: 'refused', reason: `codes ${answer.primary}/${answer.secondary}`, exchange }
    : { kind: 'unanswered', reason: answer.reason, exchange }
}

/** The web service's getPaymentStatus of a number that nobody has. */
async function health(connection: GpwebpayConnection): Promise<HealthAnswer> {
  const answer = await callService(connection, 'getPaymentStatus', { paymentNumber: nobodysNumber })
  const { exchange } = answer
  if (answer.kind === 'none') return { kind: 'ill', reason: answer.reason, exchange }
  if (answer.kind === 'answer' || answer.primary === '15') return { kind: 'well', exchange }
  return { kind: 'ill', reason: `codes ${answer.primary}/${answer.secondary}`, exchange }
}

/** The return by GET, or by a posted form where the gateway's portal is set so. */
async function readReturn(
  connection: GpwebpayConnection,
  request: Request,
): Promise<Result<Hint, HintFault>> {
  const query = rawQuery(request)
  if (query.length > largestReturnBytes) return fail('too_large')
  const posted = request.method === 'POST' ? await readCapped(request.body, largestReturnBytes) : ''
  if (posted === null) return fail('too_large')
  const fields = readRawForm(request.method === 'POST' ? posted : query)
  return fields ? ok(hintFrom(connection, fields)) : fail('unreadable')
}

/** PRCODE, SRCODE and ORDERNUMBER of the payer's return. */
function hintFrom(connection: GpwebpayConnection, fields: RawFields): Hint {
  const isAuthentic = isAuthenticReturn(connection, fields)
  const [primary, secondary] = [fieldText(fields, 'PRCODE'), fieldText(fields, 'SRCODE')]
  const number = fieldText(fields, 'ORDERNUMBER')
  const meaning = classOf(primary, secondary)
  if (isAuthentic && meaning === 'our_fault') {
    log.error({ number, primary, secondary }, 'the gateway did not take our order')
  }
  const orderNumber = number && /^\d{1,15}$/.test(number) ? number : null
  return {
    gatewayPaymentId: orderNumber,
    reference: null,
    // Where the order was not taken the payer had nothing to pay with just now, so it is no sign of a payment either.
    claimedState: meaning === 'our_fault' || meaning === 'number_used' ? 'cancelled' : meaning,
    isAuthentic,
    body: keepText(`return\n${keptReturn(fields)}`),
  }
}
