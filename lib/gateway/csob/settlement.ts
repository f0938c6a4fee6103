import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { isIsoDate } from '#lib/core/dates'
import type { SettledAnswer } from '../contract.ts'
import { call } from '../transport.ts'
import { readAnswer } from './parse.ts'
import { isSigned, signedText } from './signature.ts'
import { paymentStatus, stateFromNumber } from './states.ts'
import { type CsobConnection, signedAddress } from './wire.ts'

/**
 * The gateway has no settlement file: eAPI payment/status says that a payment was handed to the bank, and the extension
 * trxDates, which the bank switches on for a shop, says on which day.
 */
export async function settledOn(connection: CsobConnection, payId: string): Promise<SettledAnswer> {
  const init = { headers: { accept: 'application/json' } }
  const reply = await call(signedAddress(connection, 'status', payId), init, connection.timeoutMs)
  const word = readAnswer('status', reply, connection.publicKeys)
  if (word.kind === 'nothing') return { kind: 'unanswered', reason: word.reason }
  if (word.resultCode !== 0 || word.payId !== payId || word.paymentStatus === null) {
    return { kind: 'unanswered', reason: `code ${word.resultCode}` }
  }
  const { paymentStatus: status } = word
  if (status !== paymentStatus.settled && stateFromNumber(status) !== 'refunded') return { kind: 'not_yet' }
  const on = reply.kind === 'reply' ? readSettlementDay(reply.text, connection.publicKeys) : null
  return on ? { kind: 'settled', on } : { kind: 'unanswered', reason: 'no signed settlement day (trxDates)' }
}

const told = z.looseObject({
  extensions: z.array(z.looseObject({ extension: z.string(), signature: z.string() })),
})
const order = ['extension', 'dttm', 'createdDate', 'authDate', 'settlementDate']

/** The day in the extension trxDates, `20260521` or `2026-05-21` with anything behind; null unless signed. */
function readSettlementDay(text: string, publicKeys: readonly KeyObject[]) {
  const read = told.safeParse(JSON.parse(text))
  const dates = read.data?.extensions.find(({ extension }) => extension === 'trxDates')
  if (!dates) return null
  const values = order.map((name) => dates[name] as string | undefined)
  if (!isSigned(signedText(values), dates.signature, publicKeys)) return null
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(String(dates.settlementDate ?? '')) ?? []
  const on = `${year}-${month}-${day}`
  return isIsoDate(on) ? on : null
}
