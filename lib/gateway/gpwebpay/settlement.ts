import type { IsoDate } from '#lib/core/dates'
import { formatCsvAmount, sumHal } from '#lib/core/money'
import type { SettlementFile, SettlementRow } from '../contract.ts'
import {
  amountCell,
  cellOf,
  dayCell,
  refusing,
  SettlementRefusal,
  settlementText,
  type TableRow,
} from '../settlement-table.ts'

/** Places of the record of one payment over the internet, after its number; further ones may be missing. */
const detail = [
  'pokladna',
  'sumář',
  'datum',
  'číslo',
  'autorizace',
  'částka',
  'poplatky',
  'k úhradě',
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
      .map((line, index) => ({ place: `řádek ${index + 1}`, fields: line.split('"') }))
      .filter(({ fields }) => fields.some((field) => field.trim() !== ''))
    const of = (number: string) => lines.filter(({ fields }) => fields[0] === number)
    const odd = lines.find(({ fields }) => !/^\d{2}$/.test(fields[0] ?? ''))
    if (odd) throw new SettlementRefusal(odd.place, 'věta nezačíná dvěma číslicemi')
    const [header] = of(records.header)
    if (!header || lines[0] !== header) throw new SettlementRefusal('řádek 1', 'chybí úvodní věta 00')
    if (lines.at(-1)?.fields[0] !== records.end) {
      throw new SettlementRefusal('konec souboru', 'chybí závěrečná věta 99, soubor není celý')
    }
    for (const { place, fields } of of(records.currency)) {
      if (fields[1] !== 'CZK') throw new SettlementRefusal(place, `měna ${fields[1]}, jen koruny jdou načíst`)
    }
    const told = of(records.detail).map(({ place, fields }) => detailOf(place, fields.slice(1)))
    const [first, ...furtherSums] = of(records.sum)
    if (!first || furtherSums.length > 0) {
      throw new SettlementRefusal(
        furtherSums[0]?.place ?? 'konec souboru',
        'má být právě jedna součtová věta 83',
      )
    }
    if (told.length === 0) return { transfers: [], warnings: ['V souboru není žádná platba z internetu.'] }
    const amountHal = amountCell(named(first, ['symbol', 'částka']), 'částka')
    const rows = told.map(rowOf)
    const ownHal = sumHal(rows.map((row) => row.netHal))
    if (ownHal !== amountHal) {
      const sums = `platby dávají ${formatCsvAmount(ownHal)}, součet říká ${formatCsvAmount(amountHal)}`
      throw new SettlementRefusal(first.place, sums)
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
  place: string
  fields: string[]
}

const named = ({ place, fields }: Line, names: readonly string[]): TableRow => ({
  place,
  cells: new Map(names.map((name, index) => [name, (fields[index + 1] ?? '').trim()])),
})

function detailOf(place: string, cells: readonly string[]): TableRow {
  if (cells.length < leastDetail || cells.length > detail.length) {
    const most = `${leastDetail} až ${detail.length}`
    throw new SettlementRefusal(place, `věta 24 má mít ${most} položek, má jich ${cells.length}`)
  }
  return named({ place, fields: ['', ...cells] }, detail)
}

/** The last day a sum of the file was processed on; the day of the file where there is none. */
function processedOn(sums: readonly Line[], header: Line): IsoDate {
  const days = sums.map((sum) => dayCell(named(sum, ['datum zpracování']), 'datum zpracování')).toSorted()
  const compact = (header.fields[1] ?? '').replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
  const own: TableRow = { place: header.place, cells: new Map([['datum', compact]]) }
  return days.at(-1) ?? dayCell(own, 'datum')
}

/** The fee is told as what it does to the payment: below zero where it is taken. */
function rowOf(row: TableRow): SettlementRow {
  const grossHal = amountCell(row, 'částka')
  const feeHal = -amountCell(row, 'poplatky')
  const netHal = amountCell(row, 'k úhradě')
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
