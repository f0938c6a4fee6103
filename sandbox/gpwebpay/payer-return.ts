import iconv from 'iconv-lite'
import type { Whole } from '#sandbox/gpwebpay/behaviour'
import type { Gateway } from '#sandbox/gpwebpay/gateway'
import { signBytes } from '#sandbox/gpwebpay/keys'
import type { Payment, ReturnCodes } from '#sandbox/gpwebpay/payments'

/** A field of the return: its bytes as signed, in windows-1250. */
type Field = [name: string, value: Buffer]

/** The fields with which the payer goes back, signed for this shop. */
export function returnFields(gateway: Gateway, payment: Payment): Field[] {
  const behaviour = gateway.rules.behaviourOf(payment)
  const { primary, secondary } = behaviour.returnCodes ?? payment.codes
  const text = behaviour.resultText ?? payment.codes.text
  return signedFields(
    gateway,
    [
      ['OPERATION', 'CREATE_ORDER'],
      ['ORDERNUMBER', payment.orderNumber],
      ['MERORDERNUM', payment.merOrderNum],
      ['MD', payment.md],
      ['PRCODE', String(primary)],
      ['SRCODE', String(secondary)],
      ['RESULTTEXT', behaviour.noResultText ? undefined : text],
      ['ACCODE', primary === 0 ? '123456' : undefined],
      ['TRACEID', behaviour.dropsLastBar ? '' : undefined],
    ],
    behaviour,
  )
}

/** Where the payer of a decided payment goes. */
export const returnAddress = (gateway: Gateway, payment: Payment): string =>
  address(payment.url, returnFields(gateway, payment), gateway.rules.behaviourOf(payment).rawPlus)

/** Where the payer of an order that was not taken goes. */
export function refusalAddress(gateway: Gateway, order: URLSearchParams, codes: ReturnCodes): string {
  const fields = signedFields(
    gateway,
    [
      ['OPERATION', order.get('OPERATION') ?? undefined],
      ['ORDERNUMBER', order.get('ORDERNUMBER') ?? undefined],
      ['MERORDERNUM', order.get('MERORDERNUM') ?? undefined],
      ['MD', order.get('MD') ?? undefined],
      ['PRCODE', String(codes.primary)],
      ['SRCODE', String(codes.secondary)],
      ['RESULTTEXT', codes.text],
    ],
    {},
  )
  return address(order.get('URL') ?? '', fields)
}

function signedFields(
  gateway: Gateway,
  texts: [name: string, text: string | undefined][],
  behaviour: Partial<Whole>,
): Field[] {
  const fields = texts.flatMap(([name, text]): Field[] =>
    text === undefined ? [] : [[name, iconv.encode(text, 'windows-1250')]],
  )
  const joined = Buffer.concat(
    fields.flatMap(([, value], index) => (index === 0 ? [value] : [Buffer.from('|'), value])),
  )
  const text = behaviour.dropsLastBar ? joined.subarray(0, -1) : joined
  const signature = (bytes: Buffer, name: 'DIGEST' | 'DIGEST1'): Field => {
    const isBad = behaviour.badDigest === name || behaviour.badDigest === 'both'
    const signed = isBad ? Buffer.concat([bytes, Buffer.from('!')]) : bytes
    return [name, Buffer.from(signBytes(gateway.options.keys, signed, behaviour.nextKey))]
  }
  return [
    ...fields,
    signature(text, 'DIGEST'),
    signature(Buffer.concat([text, Buffer.from(`|${gateway.options.merchant}`)]), 'DIGEST1'),
  ]
}

function address(url: string, fields: readonly Field[], rawPlus = false): string {
  const query = fields.map(([name, value]) => `${name}=${escapeBytes(value, rawPlus)}`).join('&')
  return `${url}${url.includes('?') ? '&' : '?'}${query}`
}

function escapeBytes(bytes: Buffer, rawPlus: boolean): string {
  return [...bytes]
    .map((byte) => {
      const character = String.fromCharCode(byte)
      if (/[A-Za-z0-9._~-]/.test(character) || (rawPlus && character === '+')) return character
      return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
}
