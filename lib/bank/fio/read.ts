import { readWrittenAccount } from '#lib/bank/account'
import { cleanText } from '#lib/bank/clean-text'
import { sentence } from '#lib/bank/reading-sentences'
import {
  type StatementEntry,
  type StatementHead,
  type StatementPart,
  StatementRefusal,
} from '#lib/bank/statement'
import { statementSymbol } from '#lib/bank/symbol'
import { completedByText } from '#lib/bank/symbol-labels'
import { countEntry, endOf, newTally, type Tally, warn } from '#lib/bank/tally'
import { instantAt } from '#lib/core/clock'
import { type IsoDate, isIsoDate, pragueDate } from '#lib/core/dates'
import { type Columns, columnsOf, fioAmountHal } from './columns.ts'
import { jsonObjects } from './json-objects.ts'

/** The statement in an answer of the Fio API (JSON): always one account. Movements are numbered by the bank. */
export async function* readFio(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<StatementPart> {
  const tally = newTally()
  let head: StatementHead | null = null
  let index = 0
  for await (const { kind, text, line } of jsonObjects(decodeUtf8(pieces))) {
    if (kind === 'info') {
      const place = placeIn(() => sentence('place.info', { line }))
      if (head) throw new StatementRefusal(place(), sentence('fio.infoTwice'))
      head = readInfo(columnsOf(text, place), place, tally)
      yield { kind: 'head', head }
      continue
    }
    const movement = ++index
    const place = placeIn(() => sentence('place.movement', { index: movement, line }))
    if (!head) throw new StatementRefusal(place(), sentence('fio.infoLate'))
    const entry = readMovement(columnsOf(text, place), place, movement, head, tally)
    countEntry(tally, entry)
    yield { kind: 'entry', entry }
  }
  if (!head) throw new StatementRefusal(sentence('place.whole'), sentence('fio.noInfo'))
  yield endOf(tally, head)
}

/** Where it stands in the file, with the name of the value where one is meant. */
type Place = (name?: string) => string

const placeIn =
  (object: () => string): Place =>
  (name) =>
    name === undefined ? object() : `${object()}, ${name}`

/** `accountStatement.info` of the Fio API. */
function readInfo(columns: Columns, place: Place, tally: Tally): StatementHead {
  const written = columns.get('accountId') ?? columns.get('iban') ?? ''
  const account = readWrittenAccount(written, columns.get('bankId') ?? '2010')
  if (!account) throw new StatementRefusal(place('accountId'), sentence('value.account'))
  if (!account.hasChecksum) warn(tally, 'account_checksum', () => place())
  const balance = (name: string) => {
    const text = columns.get(name)
    return text === undefined ? null : fioAmountHal(text, () => place(name))
  }
  return {
    account: account.text,
    number: columns.get('idList') ?? null,
    from: optionalDate(columns, 'dateStart', place),
    to: optionalDate(columns, 'dateEnd', place),
    currency: columns.get('currency') ?? 'CZK',
    openingHal: balance('openingBalance'),
    closingHal: balance('closingBalance'),
  }
}

/**
 * One object of `transactionList.transaction` of the Fio API: day column0, amount 1, counter account 2 and 3, symbols 4
 * to 6, kind 8, name 10, currency 14, message 16, else 25 or 7, number 22, reference of the payer 27. Where 5 is blank,
 * the banks' own form of symbols in 16, 25 or 27 stands for it.
 */
function readMovement(
  columns: Columns,
  place: Place,
  index: number,
  head: StatementHead,
  tally: Tally,
): StatementEntry {
  const column = (number: number) => columns.get(`column${number}`) ?? null
  const date = optionalDate(columns, 'column0', place)
  const amount = column(1)
  if (!date) throw new StatementRefusal(place('column0'), sentence('fio.undated'))
  if (amount === null) throw new StatementRefusal(place('column1'), sentence('fio.noAmount'))
  if ((column(14) ?? head.currency) !== head.currency) warn(tally, 'currency_differs', () => place())
  const symbol = (number: number) =>
    statementSymbol(column(number), () => warn(tally, 'symbol_unreadable', () => place(`column${number}`)))
  const counter = readWrittenAccount(column(2) ?? '', column(3))
  if (counter && !counter.hasChecksum) warn(tally, 'counter_account_checksum', () => place('column2'))
  const fields = { variableSymbol: symbol(5), specificSymbol: symbol(6), constantSymbol: symbol(4) }
  const texts = [column(16), column(25), column(27)].filter((text) => text !== null)
  const symbols = completedByText(fields, texts, () => warn(tally, 'symbol_unreadable', () => place()))
  return {
    index,
    date,
    amountHal: fioAmountHal(amount, () => place('column1')),
    ...symbols,
    ...(symbols === fields ? {} : { symbolsBefore: fields }),
    counterAccount: counter?.text ?? null,
    name: cleanText(column(10)),
    message: cleanText(column(16)) ?? cleanText(column(25)) ?? cleanText(column(7)),
    payerReference: cleanText(column(27)),
    bankReference: cleanText(column(22)),
    reversal: /storno/i.test(column(8) ?? ''),
  }
}

/** `2015-01-31+0100`, `2015-01-31+02:00`, or milliseconds since 1970 of midnight in Prague. */
function optionalDate(columns: Columns, name: string, place: Place): IsoDate | null {
  const written = columns.get(name)
  if (written === undefined) return null
  if (/^-?\d{9,14}$/.test(written)) return pragueDate(instantAt(Number(written)))
  const day = /^(\d{4}-\d\d-\d\d)(?:[T+Z-].*)?$/.exec(written)?.[1] ?? ''
  if (!isIsoDate(day)) throw new StatementRefusal(place(name), sentence('value.day'))
  return day
}

async function* decodeUtf8(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8')
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true })
  yield decoder.decode()
}
