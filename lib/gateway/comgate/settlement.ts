import { z } from 'zod'
import type { IsoDate } from '#lib/core/dates'
import { formatCsvAmount, sumHal } from '#lib/core/money'
import type { SettlementAnswer, SettlementFile, SettlementRow, SettlementTransfer } from '../contract.ts'
import { sentence } from '../settlement-sentences.ts'
import {
  amountCell,
  cellOf,
  columnName,
  dayCell,
  refusalIn,
  refuseForeign,
  refusing,
  SettlementRefusal,
  settlementText,
  type TableRow,
  tableRows,
} from '../settlement-table.ts'
import { largestSettlementBytes } from '../transport.ts'
import { looksLikePaymentId, looksLikeReference } from './parse.ts'
import { type ComgateConnection, callForm, callRest } from './wire.ts'

const confirmed = 'potvrzena castka'
const transferred = 'prevedena castka'
const fee = 'poplatek celkem'
const feeParts = ['poplatek mezibankovni', 'poplatek asociace', 'poplatek zpracovatel']
const transferDay = 'datum prevodu'
const transferSymbol = 'variabilni symbol prevodu'
const paidAt = 'datum zaplaceni'
const needed = [
  'id comgate',
  'id od klienta',
  'mena',
  confirmed,
  transferred,
  fee,
  transferDay,
  transferSymbol,
]

/**
 * The daily CSV. Its last row tells totals, by which a cut file is known. It does not tell the type of a row: money
 * going back counts as a refund, and where we gave none back, somebody has to look whether a bank took it.
 */
export const readSettlementFile = (bytes: Uint8Array) =>
  refusing((): SettlementFile => {
    const rows = tableRows(settlementText(bytes), needed)
    const total = rows.at(-1)
    if (!total || !isTotal(total)) {
      throw new SettlementRefusal(sentence('file.end'), sentence('file.cut'))
    }
    const told = rows.slice(0, -1)
    for (const column of [confirmed, transferred, fee]) refuseOtherTotal(told, total, column)
    return { transfers: transfersOf(told), warnings: [] }
  })

/** The same rows as the gateway answers them, with their type; the total row is compared where it stands. */
export function readTransferRows(reply: unknown): SettlementTransfer[] {
  const told = z.array(z.record(z.string(), z.union([z.string(), z.number()]).nullable())).safeParse(reply)
  if (!told.success) throw new SettlementRefusal(sentence('file.answer'), sentence('file.noRows'))
  const rows = told.data.map((fields, index) => ({
    line: index + 1,
    cells: new Map(
      Object.entries(fields).map(([name, value]) => [columnName(name), String(value ?? '').trim()]),
    ),
  }))
  const plain = rows.filter((row) => !isTotal(row))
  for (const total of rows.filter(isTotal)) {
    for (const column of [confirmed, transferred]) refuseOtherTotal(plain, total, column)
  }
  return transfersOf(plain)
}

const isTotal = (row: TableRow) =>
  cellOf(row, 'typ') === '5' || (cellOf(row, 'merchant') === '-' && cellOf(row, 'popis') === 'suma')

function refuseOtherTotal(rows: readonly TableRow[], total: TableRow, column: string): void {
  const toldHal = amountCell(total, column)
  const ownHal = sumHal(rows.map((row) => amountCell(row, column)))
  if (toldHal === ownHal) return
  const sums = { own: formatCsvAmount(ownHal), told: formatCsvAmount(toldHal) }
  throw refusalIn(total, column, sentence('file.rowsDiffer', sums))
}

function transfersOf(rows: readonly TableRow[]): SettlementTransfer[] {
  const transfers = new Map<string, SettlementTransfer>()
  for (const row of rows) {
    refuseForeign(row.line, cellOf(row, 'mena'))
    const transferredOn = dayCell(row, transferDay)
    const variableSymbol = cellOf(row, transferSymbol).replace(/^0+/, '')
    if (!/^\d{1,10}$/.test(variableSymbol)) {
      throw refusalIn(row, transferSymbol, sentence('file.symbol'))
    }
    const key = `${transferredOn}:${variableSymbol}`
    const transfer = transfers.get(key) ?? { key, transferredOn, variableSymbol, amountHal: 0n, rows: [] }
    transfers.set(key, transfer)
    const read = rowOf(row)
    transfer.rows.push(read)
    transfer.amountHal = (transfer.amountHal ?? 0n) + read.netHal
  }
  return [...transfers.values()]
}

function rowOf(row: TableRow): SettlementRow {
  const grossHal = amountCell(row, confirmed)
  const feeHal = amountCell(row, fee)
  const netHal = amountCell(row, transferred)
  const id = cellOf(row, 'id comgate')
  const gatewayPaymentId = looksLikePaymentId(id) ? id : null
  const reference = cellOf(row, 'id od klienta')
  const hasParts = feeParts.every((part) => cellOf(row, part) !== '')
  const partsAgree = !hasParts || sumHal(feeParts.map((part) => amountCell(row, part))) === feeHal
  const kind = kindOf(cellOf(row, 'typ'), gatewayPaymentId, grossHal)
  const facts = {
    kind,
    gatewayPaymentId,
    reference: looksLikeReference(reference) ? reference : null,
    orderedOn: cellOf(row, paidAt) === '' ? null : dayCell(row, paidAt),
  }
  // A fee alone stands in one column or in another, and always in what is transferred.
  if (kind === 'fee') return { ...facts, grossHal: 0n, feeHal: -netHal, netHal, feeAgrees: true }
  return { ...facts, grossHal, feeHal, netHal, feeAgrees: grossHal - feeHal === netHal && partsAgree }
}

function kindOf(type: string, gatewayPaymentId: string | null, grossHal: bigint): SettlementRow['kind'] {
  const isOfPayment = gatewayPaymentId !== null && grossHal !== 0n
  if (type === '3' || (grossHal === 0n && (type === '' || type === '4'))) return 'fee'
  if (!isOfPayment) return 'other'
  if (type === '4') return grossHal < 0n ? 'chargeback' : 'chargeback_won'
  return grossHal > 0n ? 'payment' : 'refund'
}

const transferList = z.array(
  z.looseObject({ transferId: z.union([z.string(), z.number()]).transform(String) }),
)

/** Asks which transfers left on that day (`transferList`), and for the rows of each (`singleTransfer`). */
export async function settlements(connection: ComgateConnection, day: IsoDate): Promise<SettlementAnswer> {
  const test = String(connection.isTest)
  const isRest = connection.api === '2.0'
  const listed = isRest
    ? await askRest(connection, `transferList/date/${day}.json?test=${test}`)
    : await askForm(connection, 'transferList', { date: day, test })
  const list = transferList.safeParse(listed)
  if (!list.success) return { kind: 'unanswered', reason: 'no usable list of transfers' }
  const transfers: SettlementTransfer[] = []
  for (const { transferId } of list.data) {
    const rows = isRest
      ? await askRest(
          connection,
          `singleTransfer/transferId/${encodeURIComponent(transferId)}.json?test=${test}`,
        )
      : await askForm(connection, 'singleTransfer', { transferId, test })
    try {
      transfers.push(...readTransferRows(rows))
    } catch (error) {
      if (!(error instanceof SettlementRefusal)) throw error
      return { kind: 'unanswered', reason: `transfer ${transferId}: ${error.place}: ${error.message}` }
    }
  }
  return { kind: 'known', transfers }
}

const askRest = async (connection: ComgateConnection, path: string) =>
  jsonOf(await callRest(connection, 'GET', path, undefined, largestSettlementBytes))

const askForm = async (connection: ComgateConnection, operation: string, fields: Record<string, string>) =>
  jsonOf(await callForm(connection, operation, fields, largestSettlementBytes))

/** Lists are JSON in both versions of the protocol; anything else, a refusal among it, is undefined. */
function jsonOf(reply: Awaited<ReturnType<typeof callRest>>): unknown {
  if (reply.kind === 'none') return undefined
  try {
    return JSON.parse(reply.text)
  } catch {
    return undefined
  }
}
