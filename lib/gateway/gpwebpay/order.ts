import type { PaymentRequest } from '../contract.ts'
import { digestText, signText } from './signature.ts'
import type { GpwebpayConnection } from './wire.ts'

/** Fields of the order in the order they are signed; LANG and DIGEST itself stay outside. */
export const orderFields = [
  'MERCHANTNUMBER',
  'OPERATION',
  'ORDERNUMBER',
  'AMOUNT',
  'CURRENCY',
  'DEPOSITFLAG',
  'MERORDERNUM',
  'URL',
  'DESCRIPTION',
  'MD',
  'USERPARAM1',
  'VRCODE',
  'FASTPAYID',
  'PAYMETHOD',
  'DISABLEPAYMETHOD',
  'PAYMETHODS',
  'EMAIL',
  'REFERENCENUMBER',
  'ADDINFO',
  'PANPATTERN',
  'TOKEN',
  'FASTTOKEN',
] as const
type OptionalFields = { [Name in (typeof orderFields)[number]]?: string }
export type OrderFields = OptionalFields & { ORDERNUMBER: string; AMOUNT: string; URL: string }

const longestOrderNumber = 15
const longestUrl = 300

/**
 * What the payer's browser brings to the order page (CREATE_ORDER): the whole amount taken at once, in crowns. The
 * return address goes without our query, which firewalls before the gateway dislike; MD carries our own number of the
 * attempt.
 */
export function orderOf(connection: GpwebpayConnection, request: PaymentRequest): OrderFields {
  const back = new URL(request.returnUrls.pending)
  const attempt = back.searchParams.get('platba')
  const description = plainText(request.label)
  return {
    MERCHANTNUMBER: connection.merchant,
    OPERATION: 'CREATE_ORDER',
    // A number serves once for ever: an older payment of the same number would pass for this one.
    ORDERNUMBER: `${connection.orderPrefix}${request.reference}`,
    AMOUNT: String(request.amountHal),
    CURRENCY: '203',
    DEPOSITFLAG: '1',
    MERORDERNUM: request.reference,
    URL: `${back.origin}${back.pathname}`,
    ...(description ? { DESCRIPTION: description } : {}),
    ...(attempt ? { MD: attempt } : {}),
    ...(request.allowBankButtons ? {} : { DISABLEPAYMETHOD: 'BTNCS' }),
  }
}

/** Why the gateway would refuse these fields, before a payer is sent there with them; null where it would not. */
export function orderFault(order: OrderFields): string | null {
  if (!new RegExp(`^[1-9]\\d{0,${longestOrderNumber - 1}}$`).test(order.ORDERNUMBER)) {
    return 'ORDERNUMBER is not a number of at most 15 digits'
  }
  if (!/^[1-9]\d{0,14}$/.test(order.AMOUNT)) return 'AMOUNT is not a positive amount'
  if (order.URL.length > longestUrl) return 'URL is longer than 300 characters'
  return null
}

/** The address the payer opens: the order page with the signed order (DIGEST). */
export function signedAddress(connection: GpwebpayConnection, order: OrderFields): string {
  const digest = signText(digestText(orderFields, order), connection)
  const query = [...Object.entries(order), ['DIGEST', digest], ['LANG', 'cs']]
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`)
    .join('&')
  return `${connection.url}?${query}`
}

/** Without accents and in printable ASCII, which is all that the protocol takes. */
function plainText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, 255)
}
