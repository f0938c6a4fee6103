import { setTimeout as pause } from 'node:timers/promises'
import type { Whole } from '#sandbox/gpwebpay/behaviour'
import type { Gateway } from '#sandbox/gpwebpay/gateway'
import { isByMerchant, signBytes } from '#sandbox/gpwebpay/keys'
import type { Payment } from '#sandbox/gpwebpay/payments'
import { detailFields, stateFields } from '#sandbox/gpwebpay/service-fields'
import { type Field, readCall, type ServiceCall, writeFault, writeReply } from '#sandbox/gpwebpay/soap'
import { reply, replyBroken, textType } from '#sandbox/reply'
import type { Call, Routes } from '#sandbox/routes'

export const servicePath = '/pay-ws/v1/PaymentService'

const signedCall = ['messageId', 'provider', 'merchantNumber', 'paymentNumber', 'amount', 'captureNumber']

/** Codes with which a call is refused. */
interface Fault {
  primary: number
  secondary: number
}

/** Adds the web service: questions about payments, refunds and reversals, all signed. */
export function addService(routes: Routes, gateway: Gateway): void {
  routes.post(servicePath, (request) => answerService(gateway, request))
}

async function answerService(gateway: Gateway, request: Call): Promise<Response> {
  const call = readCall(await request.req.text())
  if (call === null) return reply(500, textType, 'Not a SOAP request')
  if (call.operation === 'echo') return send(200, writeReply('echo', null, []))
  const payment = gateway.payments.get(call.fields.get('paymentNumber') ?? '')
  const behaviour = gateway.rules.behaviourOf(payment)
  if (payment) payment.serviceCalls++
  if (behaviour.serviceDelayMs) await pause(behaviour.serviceDelayMs, undefined, { ref: false })

  const fails = failureOf(behaviour, payment)
  if (fails === 'fault') return sendFault(gateway, call, { primary: 1000, secondary: 0 }, behaviour)
  if (fails === 'not-found') return sendFault(gateway, call, { primary: 15, secondary: 1 }, behaviour)
  if (fails) return replyBroken(request, fails)

  const fault = callFault(gateway, call)
  if (fault) return sendFault(gateway, call, fault, behaviour)
  if (!payment) return sendFault(gateway, call, { primary: 15, secondary: 1 }, behaviour)
  const refused = change(gateway, call, payment)
  if (refused) return sendFault(gateway, call, refused, behaviour)
  const told = call.operation === 'getPaymentDetail' ? detailFields(payment, behaviour) : stateFields(payment)
  return send(200, writeReply(call.operation, call.holder, signed(gateway, call, told, behaviour)))
}

function failureOf(behaviour: Whole, payment: Payment | undefined) {
  const { serviceFails, serviceFailsTimes } = behaviour
  if (!serviceFails || !payment) return serviceFails
  return payment.serviceFailures++ < serviceFailsTimes ? serviceFails : null
}

/** Who asks, with what signature, and whether the message is a new one. */
function callFault(gateway: Gateway, { operation, fields }: ServiceCall): Fault | null {
  const { options } = gateway
  const messageId = fields.get('messageId') ?? ''
  if (!/^[A-Za-z0-9+/=]{16,256}$/.test(messageId)) return { primary: 3, secondary: 0 }
  if (fields.get('provider') !== options.provider || fields.get('merchantNumber') !== options.merchant)
    return { primary: 11, secondary: 2 }
  const text = signedCall.flatMap((name) => fields.get(name) ?? []).join('|')
  if (!isByMerchant(options.keys, text, fields.get('signature') ?? '')) return { primary: 31, secondary: 34 }
  const mark = `${operation}:${messageId}`
  if (gateway.messageIds.has(mark)) return { primary: 80, secondary: 0 }
  gateway.messageIds.add(mark)
  return null
}

/** What the operation does to the payment; a question does nothing. */
function change(gateway: Gateway, { operation, fields }: ServiceCall, payment: Payment): Fault | null {
  const wrongState = { primary: 20, secondary: 1 }
  if (operation === 'processRefund') {
    if (![8, 11, 12].includes(payment.state)) return wrongState
    const amount = Number(fields.get('amount'))
    if (!Number.isInteger(amount) || amount <= 0) return { primary: 3, secondary: 6 }
    if (payment.refundAmount + amount > payment.captureAmount) return { primary: 18, secondary: 6 }
    payment.refundAmount += amount
    payment.state = 11
  } else if (operation === 'processCapture') {
    const amount = Number(fields.get('amount'))
    if (payment.state !== 4) return wrongState
    if (amount > payment.approveAmount) return { primary: 17, secondary: 6 }
    payment.captureAmount = amount
    payment.state = 7
  } else if (operation === 'processCaptureReverse') {
    if (payment.state !== 7 || fields.get('captureNumber') !== '1') return wrongState
    payment.captureAmount = 0
    payment.state = 4
  } else if (operation === 'processAuthorizationReverse') {
    if (payment.state !== 4) return wrongState
    payment.state = 5
  } else return null
  gateway.payments.changed(payment)
  return null
}

function sendFault(
  gateway: Gateway,
  call: ServiceCall,
  { primary, secondary }: Fault,
  behaviour: Whole,
): Response {
  const fields: Field[] = [
    ['primaryReturnCode', String(primary)],
    ['secondaryReturnCode', String(secondary)],
  ]
  return send(500, writeFault(signed(gateway, call, fields, behaviour)))
}

function signed(gateway: Gateway, call: ServiceCall, told: Field[], behaviour: Whole): Field[] {
  const messageId = call.fields.get('messageId') ?? ''
  const fields: Field[] = [['messageId', behaviour.wrongMessageId ? `${messageId}AAAA` : messageId], ...told]
  const text = fields.map(([, value]) => value).join('|')
  const bytes = Buffer.from(behaviour.badServiceSignature ? `${text}!` : text)
  return [...fields, ['signature', signBytes(gateway.options.keys, bytes, behaviour.nextKey)]]
}

const send = (status: number, xml: string) => reply(status, 'text/xml; charset=UTF-8', xml)
