import { sentence } from '#lib/bank/reading-sentences'
import { StatementRefusal } from '#lib/bank/statement'
import { type IsoDate, isIsoDate } from '#lib/core/dates'

/** A decoded record: positions are counted from 1, as the banks describe them. */
export interface GpcRecord {
  type: string
  line: number
  text: string
}

/** `záznam 075 na řádku 3, pozice 49–60` */
export function placeOf(record: GpcRecord, from: number, to: number): string {
  const positions = from === to ? String(from) : `${from}–${to}`
  return sentence('place.record', { type: record.type, line: record.line, positions })
}

/** The characters on positions `from` to `to`, both included. */
export function field(record: GpcRecord, from: number, to: number): string {
  return record.text.slice(from - 1, to)
}

/** An unsigned amount in haléře; refuses what is not digits. */
export function amountField(record: GpcRecord, from: number, to: number): bigint {
  const digits = field(record, from, to).trimStart()
  if (!/^\d+$/.test(digits)) throw new StatementRefusal(placeOf(record, from, to), sentence('gpc.amount'))
  return BigInt(digits)
}

/** A balance: an amount and its sign on the position after it. */
export function balanceField(record: GpcRecord, from: number, to: number): bigint {
  const amountHal = amountField(record, from, to)
  const sign = field(record, to + 1, to + 1)
  if (sign === '-') return -amountHal
  if (!['+', ' ', '0'].includes(sign))
    throw new StatementRefusal(placeOf(record, to + 1, to + 1), sentence('gpc.sign'))
  return amountHal
}

/** A day written DDMMYY; null for zeros or spaces. */
export function dateField(record: GpcRecord, from: number): IsoDate | null {
  const digits = field(record, from, from + 5)
  if (/^(0{6}| {6})$/.test(digits)) return null
  const [, day, month, year = ''] = /^(\d\d)(\d\d)(\d\d)$/.exec(digits) ?? []
  const date = `${year >= '80' ? '19' : '20'}${year}-${month}-${day}`
  if (!isIsoDate(date)) throw new StatementRefusal(placeOf(record, from, from + 5), sentence('gpc.day'))
  return date
}

/** Sixteen digits of an account (spaces stand for zeros); null where something else stands there. */
export function accountField(record: GpcRecord, from: number): string | null {
  const digits = field(record, from, from + 15).replaceAll(' ', '0')
  return /^\d{16}$/.test(digits) ? digits : null
}

/** Refuses a record that ends before its last needed position. */
export function requireLength(record: GpcRecord, length: number): void {
  if (record.text.length < length)
    throw new StatementRefusal(
      placeOf(record, record.text.length + 1, length),
      sentence('gpc.short', { length: record.text.length, needed: length }),
    )
}
