import type { Gateway } from '#sandbox/csob/gateway'
import { type Part, signText, stampAt, textOf } from '#sandbox/csob/signing'
import { type Breakage, htmlType, reply, replyBroken, replyJson } from '#sandbox/reply'
import type { Answer, Call } from '#sandbox/routes'

/** Fields of an answer before it is stamped and signed, in the order of the protocol; absent ones undefined. */
export type Fields = Record<string, string | number | undefined>

const messages: Record<number, string> = {
  0: 'OK',
  120: 'Merchant blocked',
  140: 'Payment not found',
  150: 'Payment not in valid state',
  900: 'Internal error',
}

const places = ['payId', 'dttm', 'resultCode', 'resultMessage', 'paymentStatus', 'authCode', 'merchantData']

/** Stamps and signs; `isBad` signs another text, as a forger without the key could not do better. */
export function signedFields({ options }: Gateway, fields: Fields, isBad = false): Fields {
  const whole: Fields = { ...fields, dttm: stampAt(Date.now()) }
  const ordered = Object.fromEntries(
    places.flatMap((name) => (whole[name] === undefined ? [] : [[name, whole[name]]])),
  )
  const text = textOf(Object.values(ordered) as Part[])
  return { ...ordered, signature: signText(isBad ? `${text}|x` : text, options.gatewayKey) }
}

/** A signed answer of the protocol. */
export function answer(
  gateway: Gateway,
  fields: Fields & { resultCode: number },
  how: { status?: number; isBad?: boolean; extensions?: Fields[] } = {},
): Response {
  const message = fields.resultMessage ?? messages[fields.resultCode] ?? 'General error'
  const signed = signedFields(gateway, { ...fields, resultMessage: message }, how.isBad)
  const { extensions } = how
  return replyJson(how.status ?? 200, extensions ? { ...signed, extensions } : signed)
}

/** The extension trxDates of a payment, signed by itself. */
export function datesOf(
  { options }: Gateway,
  createdAtMs: number,
  settledAtMs: number,
  isBad: boolean,
): Fields {
  const fields = {
    extension: 'trxDates',
    dttm: stampAt(Date.now()),
    createdDate: stampAt(createdAtMs),
    settlementDate: stampAt(settledAtMs).slice(0, 8),
  }
  const text = textOf(Object.values(fields))
  return { ...fields, signature: signText(isBad ? `${text}|x` : text, options.gatewayKey) }
}

const rejected =
  '<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.</body></html>'

/** A reply that is no answer: the firewall's page with 200, a fault of the server, silence, a cut line. */
export const breakReply = (call: Call, breakage: Breakage): Answer =>
  breakage === 'html' ? reply(200, htmlType, rejected) : replyBroken(call, breakage)
