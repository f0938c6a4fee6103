import type { IsoDate } from '#lib/core/dates'
import { formatCsvAmount, sumHal } from '#lib/core/money'
import type { SettlementFile, SettlementRow } from '../contract.ts'
import { sentence } from '../settlement-sentences.ts'
import {
  amountCell,
  cellOf,
  dayCell,
  refusalAt,
  refuseForeign,
  refusing,
  SettlementRefusal,
  settlementText,
  type TableRow,
} from '../settlement-table.ts'

/** What the gateway calls the fields that are read. */
const gross = 'částka'
const net = 'k úhradě'
const processed = 'datum zpracování'

/** Places of the record of one payment over the internet, after its number; further ones may be missing. */
const detail = [
  'pokladna',
  'sumář',
  'datum',
  'číslo',
  'autorizace',
  gross,
  'poplatky',
  net,
  'druh karty',
  'orderref1',
  'orderref2',
]
const leastDetail = detail.indexOf('orderref1') + 1

const records = { header: '00', detail: '24', currency: '61', daySum: '81', sum: '83', end: '99' } as const

/**
 * The daily file FLAT, version 5: records by lines, fields divided by quotation marks, the first one a number that
 * says what the record is. Of them the payments over the internet, their sums and the end are read.
 */
export const readSettlementFile = (bytes: Uint8Array) =>
  refusing((): SettlementFile => {
    const lines = settlementText(bytes)
      .split(/\r\n|\n|\r/)
      .map((line, index) => ({ line: index + 1, fields: line.split('"') }))
      .filter(({ fields }) => fields.some((field) => field.trim() !== ''))
    const of = (number: string) => lines.filter(({ fields }) => fields[0] === number)
    const odd = lines.find(({ fields }) => !/^\d{2}$/.test(fields[0] ?? ''))
    if (odd) throw refusalAt(odd.line, sentence('file.record'))
    const [header] = of(records.header)
    if (!header || lines[0] !== header) throw refusalAt(1, sentence('file.header'))
    if (lines.at(-1)?.fields[0] !== records.end) {
      throw new SettlementRefusal(sentence('file.end'), sentence('file.recordsCut'))
    }
    for (const { line, fields } of of(records.currency)) refuseForeign(line, fields[1] ?? '')
    const told = of(records.detail).map(({ line, fields }) => detailOf(line, fields.slice(1)))
    const [first, ...furtherSums] = of(records.sum)
    if (furtherSums[0]) throw refusalAt(furtherSums[0].line, sentence('file.oneSum'))
    if (!first) throw new SettlementRefusal(sentence('file.end'), sentence('file.oneSum'))
    if (told.length === 0) return { transfers: [], warnings: [sentence('file.noPayment')] }
    const amountHal = amountCell(named(first, ['symbol', gross]), gross)
    const rows = told.map(rowOf)
    const ownHal = sumHal(rows.map((row) => row.netHal))
    if (ownHal !== amountHal) {
      const sums = { own: formatCsvAmount(ownHal), told: formatCsvAmount(amountHal) }
      throw refusalAt(first.line, sentence('file.paymentsDiffer', sums))
    }
    const [, day = '', , , merchant = '', sequence = ''] = header.fields
    const symbol = (first.fields[1] ?? '').replace(/^0+/, '')
    const transfer = {
      key: `${merchant}:${day}:${sequence}`,
      transferredOn: processedOn(of(records.daySum), header),
      variableSymbol: /^\d{1,10}$/.test(symbol) ? symbol : null,
      amountHal,
      rows,
    }
    return { transfers: [transfer], warnings: [] }
  })

interface Line {
  line: number
  fields: string[]
}

const named = ({ line, fields }: Line, names: readonly string[]): TableRow => ({
  line,
  cells: new Map(names.map((name, index) => [name, (fields[index + 1] ?? '').trim()])),
})

/** Record 24. */
function detailOf(line: number, cells: readonly string[]): TableRow {
  if (cells.length < leastDetail || cells.length > detail.length) {
    const counts = { least: leastDetail, most: detail.length, cells: cells.length }
    throw refusalAt(line, sentence('file.fields', counts))
  }
  return named({ line, fields: ['', ...cells] }, detail)
}

/** The last day a sum of the file (record 81) was processed on; the day of the file where there is none. */
function processedOn(sums: readonly Line[], header: Line): IsoDate {
  const days = sums.map((sum) => dayCell(named(sum, [processed]), processed)).toSorted()
  const compact = (header.fields[1] ?? '').replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
  const own: TableRow = { line: header.line, cells: new Map([['datum', compact]]) }
  return days.at(-1) ?? dayCell(own, 'datum')
}

/** The fee is told as what it does to the payment: below zero where it is taken. */
function rowOf(row: TableRow): SettlementRow {
  const grossHal = amountCell(row, gross)
  const feeHal = -amountCell(row, 'poplatky')
  const netHal = amountCell(row, net)
  const number = (column: string) => /^0*([1-9]\d{0,14})$/.exec(cellOf(row, column))?.[1] ?? null
  const order = number('orderref1')
  const kind = grossHal > 0n ? 'payment' : grossHal < 0n ? 'refund' : 'fee'
  return {
    kind,
    gatewayPaymentId: order,
    // Which of the two carries the merchant's own number depends on the bank's setting.
    reference: number('orderref2') ?? order,
    grossHal,
    feeHal,
    netHal,
    feeAgrees: grossHal - feeHal === netHal,
    orderedOn: dayCell(row, 'datum'),
  }
}
