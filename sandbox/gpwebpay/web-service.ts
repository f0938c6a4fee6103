import { setTimeout as pause } from 'node:timers/promises'
import { type Exchange, readBody, reply, replyBroken } from '#sandbox/gateway/http-exchange'
import { type Behaviour, behaviourOf } from '#sandbox/gpwebpay/behaviour'
import type { Gateway } from '#sandbox/gpwebpay/gateway'
import { isByMerchant, signBytes } from '#sandbox/gpwebpay/keys'
import type { Payment } from '#sandbox/gpwebpay/payments'
import { detailFields, stateFields } from '#sandbox/gpwebpay/service-fields'
import { type Field, readCall, type ServiceCall, writeFault, writeReply } from '#sandbox/gpwebpay/soap'

const signedCall = ['messageId', 'provider', 'merchantNumber', 'paymentNumber', 'amount', 'captureNumber']

/** Codes with which a call is refused. */
interface Fault {
  primary: number
  secondary: number
}

/** Answers /pay-ws/v1/PaymentService: questions about payments, refunds and reversals, all signed. */
export async function answerService(gateway: Gateway, exchange: Exchange): Promise<void> {
  const call = readCall(await readBody(exchange))
  if (call === null) return reply(exchange, 500, 'text/plain; charset=UTF-8', 'Not a SOAP request')
  if (call.operation === 'echo') return send(exchange, 200, writeReply('echo', null, []))
  const payment = gateway.payments.get(call.fields.get('paymentNumber') ?? '')
  const behaviour = behaviourOf(gateway.rules, payment)
  if (payment) payment.serviceCalls++
  if (behaviour.serviceDelayMs) await pause(behaviour.serviceDelayMs, undefined, { ref: false })

  const fails = failureOf(behaviour, payment)
  if (fails === 'fault') return sendFault(gateway, exchange, call, { primary: 1000, secondary: 0 }, behaviour)
  if (fails === 'not-found')
    return sendFault(gateway, exchange, call, { primary: 15, secondary: 1 }, behaviour)
  if (fails) return replyBroken(exchange, fails)

  const fault = callFault(gateway, call)
  if (fault) return sendFault(gateway, exchange, call, fault, behaviour)
  if (!payment) return sendFault(gateway, exchange, call, { primary: 15, secondary: 1 }, behaviour)
  const refused = change(gateway, call, payment)
  if (refused) return sendFault(gateway, exchange, call, refused, behaviour)
  const told = call.operation === 'getPaymentDetail' ? detailFields(payment, behaviour) : stateFields(payment)
  send(exchange, 200, writeReply(call.operation, call.holder, signed(gateway, call, told, behaviour)))
}

function failureOf(behaviour: Behaviour, payment: Payment | undefined) {
  const { serviceFails, serviceFailsTimes = Number.POSITIVE_INFINITY } = behaviour
  if (!serviceFails || !payment) return serviceFails
  return payment.serviceFailures++ < serviceFailsTimes ? serviceFails : undefined
}

/** Who asks, with what signature, and whether the message is a new one. */
function callFault(gateway: Gateway, { operation, fields }: ServiceCall): Fault | null {
  const messageId = fields.get('messageId') ?? ''
  if (!/^[A-Za-z0-9+/=]{16,256}$/.test(messageId)) return { primary: 3, secondary: 0 }
  if (fields.get('provider') !== gateway.provider || fields.get('merchantNumber') !== gateway.merchant)
    return { primary: 11, secondary: 2 }
  const text = signedCall.flatMap((name) => fields.get(name) ?? []).join('|')
  if (!isByMerchant(gateway.keys, text, fields.get('signature') ?? '')) return { primary: 31, secondary: 34 }
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
  exchange: Exchange,
  call: ServiceCall,
  { primary, secondary }: Fault,
  behaviour: Behaviour,
): void {
  const fields: Field[] = [
    ['primaryReturnCode', String(primary)],
    ['secondaryReturnCode', String(secondary)],
  ]
  send(exchange, 500, writeFault(signed(gateway, call, fields, behaviour)))
}

function signed(gateway: Gateway, call: ServiceCall, told: Field[], behaviour: Behaviour): Field[] {
  const messageId = call.fields.get('messageId') ?? ''
  const fields: Field[] = [['messageId', behaviour.wrongMessageId ? `${messageId}AAAA` : messageId], ...told]
  const text = fields.map(([, value]) => value).join('|')
  const bytes = Buffer.from(behaviour.badServiceSignature ? `${text}!` : text)
  return [...fields, ['signature', signBytes(gateway.keys, bytes, behaviour.nextKey)]]
}

const send = (exchange: Exchange, status: number, xml: string) =>
  reply(exchange, status, 'text/xml; charset=UTF-8', xml)
