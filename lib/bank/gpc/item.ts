import { cleanText } from '#lib/bank/clean-text'
import { sentence } from '#lib/bank/reading-sentences'
import { type StatementEntry, StatementRefusal } from '#lib/bank/statement'
import { statementSymbol } from '#lib/bank/symbol'
import { completedByText } from '#lib/bank/symbol-labels'
import { type Tally, warn } from '#lib/bank/tally'
import type { IsoDate } from '#lib/core/dates'
import { readCounterAccount } from './account-order.ts'
import { currencyOf } from './currency.ts'
import {
  accountField,
  amountField,
  dateField,
  field,
  type GpcRecord,
  placeOf,
  requireLength,
} from './fields.ts'
import type { GpcHeader } from './header.ts'
import type { PostingCode } from './reversal.ts'

/** A movement with its further records not yet joined and its direction not yet decided. */
export interface GpcItem {
  code: PostingCode
  amountHal: bigint
  currency: string | null
  entry: Omit<StatementEntry, 'amountHal' | 'message'>
  texts: string[]
}

const maxTextPieces = 16

/**
 * GPC record 075: own and counter account on positions 4–35, number 36–48, amount 49–60, posting code 61, variable
 * symbol 62–71, bank of the counter account 74–77, constant symbol 78–81, specific symbol 82–91, name 98–117, currency
 * 119–122, day 123–128.
 */
export function readItem(record: GpcRecord, header: GpcHeader, tally: Tally, index: number): GpcItem {
  requireLength(record, 128)
  const place = (from: number, to: number) => placeOf(record, from, to)
  const code = field(record, 61, 61)
  if (!isPostingCode(code)) throw new StatementRefusal(place(61, 61), sentence('gpc.code'))
  if (accountField(record, 4) !== header.rawAccount) warn(tally, 'account_differs', () => place(4, 19))
  const currency = currencyOf(field(record, 119, 122))
  if (currency === 'unknown') warn(tally, 'currency_unknown', () => place(119, 122))
  const symbol = (from: number, to: number) =>
    statementSymbol(field(record, from, to), () => warn(tally, 'symbol_unreadable', () => place(from, to)))
  return {
    code,
    amountHal: amountField(record, 49, 60),
    currency: currency === 'unknown' ? null : currency,
    entry: {
      index,
      date: creditedOn(record, header, tally),
      variableSymbol: symbol(62, 71),
      specificSymbol: symbol(82, 91),
      constantSymbol: symbol(78, 81),
      counterAccount: counterAccount(record, header, tally),
      name: cleanText(field(record, 98, 117)),
      bankReference: reference(field(record, 36, 48)),
      reversal: code !== '1' && code !== '2',
    },
    // What Česká spořitelna adds behind position 128 begins with four lines of a message.
    texts: record.text.length > 128 ? [field(record, 129, 268)] : [],
  }
}

/**
 * Joins a GPC record 076, 078 or 079 to its movement: lines of text, in 076 also the number of the transaction on
 * positions 4–29.
 */
export function joinContinuation(item: GpcItem, record: GpcRecord, tally: Tally): void {
  if (item.texts.length >= maxTextPieces) {
    warn(tally, 'text_cut', () => placeOf(record, 1, 3))
    return
  }
  if (record.type !== '076') {
    item.texts.push(record.text.slice(3))
    return
  }
  item.entry.bankReference = reference(field(record, 4, 29)) ?? item.entry.bankReference
  item.texts.push(record.text.slice(35))
}

/** Lines of one record follow each other as they were cut; records are parted. */
export function messageOf(item: GpcItem): string | null {
  return cleanText(item.texts.join(' '))
}

const textFieldLength = 35

/**
 * The symbols of record 075; where its variable one is blank, the banks' own form in a whole record of text or in one of
 * its fields of 35 characters.
 */
export function symbolsOf(
  item: GpcItem,
  onUnreadable: () => void,
): Pick<StatementEntry, 'variableSymbol' | 'specificSymbol' | 'constantSymbol' | 'symbolsBefore'> {
  const { variableSymbol, specificSymbol, constantSymbol } = item.entry
  const fields = { variableSymbol, specificSymbol, constantSymbol }
  const symbols = completedByText(fields, item.texts.flatMap(textFields), onUnreadable)
  return symbols === fields ? fields : { ...symbols, symbolsBefore: fields }
}

/** The whole text and its fields, but none that ends within a number. */
function textFields(text: string): string[] {
  const fields = [text]
  for (let at = 0; at < text.length; at += textFieldLength) {
    const end = at + textFieldLength
    if (!/^\d\d$/.test(text.slice(end - 1, end + 1))) fields.push(text.slice(at, end))
  }
  return fields
}

function isPostingCode(code: string): code is PostingCode {
  return /^[1-5]$/.test(code)
}

/** GPC record 075, positions 123–128; else 92–97, else the day of record 074. */
function creditedOn(record: GpcRecord, header: GpcHeader, tally: Tally): IsoDate {
  const booked = dateField(record, 123)
  if (booked) return booked
  warn(tally, 'date_substituted', () => placeOf(record, 123, 128))
  const other = dateField(record, 92) ?? header.to
  if (other) return other
  throw new StatementRefusal(placeOf(record, 123, 128), sentence('gpc.undated'))
}

/** GPC record 075, positions 20–35 and 74–77. */
function counterAccount(record: GpcRecord, header: GpcHeader, tally: Tally): string | null {
  const digits = accountField(record, 20)
  if (digits === null) {
    warn(tally, 'counter_account_unreadable', () => placeOf(record, 20, 35))
    return cleanText(field(record, 20, 35))
  }
  const account = readCounterAccount(digits, field(record, 74, 77), header.own)
  if (account && !account.hasChecksum) warn(tally, 'counter_account_checksum', () => placeOf(record, 20, 35))
  return account?.text ?? null
}

/** The bank's number of a movement: zeros that only pad it are left out, so that it agrees across formats. */
function reference(text: string): string | null {
  const written = cleanText(text)
  if (written === null || /^0+$/.test(written)) return null
  return /^\d+$/.test(written) ? written.replace(/^0+/, '') : written
}
