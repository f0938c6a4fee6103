import { now } from '#lib/core/clock'
import type { CreateAnswer, PaymentRequest } from '../contract.ts'
import { looksLikePayId, looksLikeReference } from './parse.ts'
import { stampOf } from './stamp.ts'
import { isUnclear, stateFromNumber } from './states.ts'
import { type CsobConnection, type Message, send, signedAddress } from './wire.ts'

const longestReturnUrl = 300
const longestCartName = 20
/** The gateway keeps a payment open for at least five minutes and at most half an hour (`ttlSec` of payment/init). */
const ttlSeconds = (minutes: number) => Math.min(Math.max(minutes * 60, 300), 1800)

/**
 * Creates a payment that is captured by itself (eAPI payment/init); it tells the gateway nothing of the payer or of the
 * fee.
 */
export async function create(connection: CsobConnection, request: PaymentRequest): Promise<CreateAnswer> {
  const refused = (reason: string) => ({
    kind: 'refused' as const,
    reason,
    exchange: `init\nnot sent: ${reason}`,
  })
  if (!looksLikeReference(request.reference)) return refused('the reference has more than 10 digits')
  const returnUrl = returnUrlOf(request)
  if (returnUrl.length > longestReturnUrl) return refused('the return address is too long')

  const { word, exchange } = await send(
    connection,
    'init',
    'POST',
    initMessage(connection, request, returnUrl),
  )
  if (word.kind === 'nothing') return { kind: 'unknown', reason: word.reason, exchange }
  if (word.resultCode !== 0) {
    const reason = `code ${word.resultCode}`
    return { kind: isUnclear(word.resultCode) ? 'unknown' : 'refused', reason, exchange }
  }
  if (!word.payId || !looksLikePayId(word.payId)) return { kind: 'unknown', reason: 'no payId', exchange }
  // A payment that is not open is none the payer may be sent to; whether one exists under our number is looked after.
  const state = word.paymentStatus === null ? 'pending' : stateFromNumber(word.paymentStatus)
  if (state !== 'pending') {
    const reason = `status ${word.paymentStatus}`
    return { kind: state === 'cancelled' ? 'refused' : 'unknown', reason, exchange }
  }
  const redirectUrl = signedAddress(connection, 'process', word.payId)
  return { kind: 'created', gatewayPaymentId: word.payId, redirectUrl, exchange }
}

/** One address for every outcome: what happened is in the signed fields that come to it. */
function returnUrlOf(request: PaymentRequest): string {
  const url = new URL(request.returnUrls.pending)
  url.searchParams.delete('vysledek')
  return url.href
}

/** The message of `payment/init`, in the order in which it is signed. */
export function initMessage(
  { merchant }: Pick<CsobConnection, 'merchant'>,
  request: PaymentRequest,
  returnUrl: string,
): Message {
  const amount = Number(request.amountHal)
  const item = { name: cartName(request.label), quantity: 1, amount }
  const before = {
    merchantId: merchant,
    orderNo: request.reference,
    dttm: stampOf(now()),
    payOperation: 'payment',
    payMethod: 'card',
    totalAmount: amount,
    currency: 'CZK',
    closePayment: true,
    returnUrl,
    returnMethod: 'POST',
  }
  const after = {
    merchantData: Buffer.from(request.reference).toString('base64'),
    language: 'cs',
    ttlSec: ttlSeconds(request.expiresInMinutes),
  }
  return {
    fields: { ...before, cart: [item], ...after },
    values: [...Object.values(before), Object.values(item), ...Object.values(after)],
  }
}

/** Cut by characters, not by halves of them; a blank at an end would be a fault. What is cut is what is signed. */
function cartName(label: string): string {
  return [...label.trim()].slice(0, longestCartName).join('').trim()
}
