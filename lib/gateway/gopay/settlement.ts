import type { IsoDate } from '#lib/core/dates'
import { sumHal } from '#lib/core/money'
import type { SettlementAnswer, SettlementFile, SettlementRow, SettlementTransfer } from '../contract.ts'
import { sentence } from '../settlement-sentences.ts'
import {
  amountCell,
  cellOf,
  columnName,
  dayCell,
  refusalAt,
  refuseForeign,
  refusing,
  settlementText,
  type TableRow,
  tableRows,
} from '../settlement-table.ts'
import { largestSettlementBytes } from '../transport.ts'
import type { GopayConnection } from './connection.ts'
import { callApi } from './wire.ts'

const movement = 'id pohybu'
const order = 'id objednavky/vs'
const amount = 'castka'
const opening = 'pocatecni stav'
const closing = 'koncovy stav'
const origin = 'id referencniho pohybu'
const needed = [movement, 'datum', 'typ', order, amount, opening, closing, 'mena', origin]

/**
 * The statement of the merchant's account at the gateway, format CSV A. Movements belong to the payout that follows
 * them; those after the last one wait for a later statement, and those before the first one are left to an earlier
 * statement unless the account began empty. The running balances tell a missing line.
 */
export const readSettlementFile = (bytes: Uint8Array) => refusing(() => readStatement(settlementText(bytes)))

function readStatement(text: string): SettlementFile {
  const rows = tableRows(text, needed)
  refuseGaps(rows)
  const transfers: SettlementTransfer[] = []
  const warnings: string[] = []
  let waiting: TableRow[] = []
  let isFromStart = rows[0] !== undefined && amountCell(rows[0], opening) === 0n
  for (const row of rows) {
    if (!isPayout(row)) {
      waiting.push(row)
      continue
    }
    if (isFromStart && waiting.length > 0) transfers.push(transferOf(row, waiting))
    else if (waiting.length > 0) {
      warnings.push(sentence('file.earlier', { movement: cellOf(row, movement) }))
    }
    isFromStart = true
    waiting = []
  }
  if (waiting.length > 0) warnings.push(sentence('file.later', { count: waiting.length }))
  return { transfers, warnings }
}

/** Every balance follows from the one before, so no line is missing and none stands twice. */
function refuseGaps(rows: readonly TableRow[]): void {
  let beforeHal: bigint | null = null
  for (const row of rows) {
    refuseForeign(row.line, cellOf(row, 'mena'))
    const openingHal = amountCell(row, opening)
    if (beforeHal !== null && openingHal !== beforeHal) {
      throw refusalAt(row.line, sentence('file.opening'))
    }
    beforeHal = amountCell(row, closing)
    if (openingHal + amountCell(row, amount) !== beforeHal) {
      throw refusalAt(row.line, sentence('file.closing'))
    }
  }
}

const typeOf = (row: TableRow) => columnName(cellOf(row, 'typ'))
const isPayout = (row: TableRow) =>
  /^(vyuctovani|vyplata|prevod na bankovni ucet)/.test(typeOf(row)) && amountCell(row, amount) < 0n

/** A fee with the movement it belongs to is that movement's fee; other fees stand alone. */
function transferOf(payout: TableRow, rows: readonly TableRow[]): SettlementTransfer {
  const fees = rows.filter((row) => typeOf(row).startsWith('poplatek'))
  const others = rows.filter((row) => !fees.includes(row))
  const ids = new Set(others.map((row) => cellOf(row, movement)))
  const feeOf = (id: string) =>
    -sumHal(fees.filter((row) => cellOf(row, origin) === id).map((row) => amountCell(row, amount)))
  const alone = fees.filter((row) => !ids.has(cellOf(row, origin)))
  const symbol = cellOf(payout, order)
  return {
    key: cellOf(payout, movement),
    transferredOn: dayCell(payout, 'datum'),
    variableSymbol: /^[1-9]\d{0,9}$/.test(symbol) ? symbol : null,
    amountHal: -amountCell(payout, amount),
    rows: [...others.map((row) => rowOf(row, feeOf(cellOf(row, movement)))), ...alone.map(feeRow)],
  }
}

function rowOf(row: TableRow, feeHal: bigint): SettlementRow {
  const grossHal = amountCell(row, amount)
  const reference = cellOf(row, order)
  return {
    kind: kindOf(typeOf(row), grossHal),
    // The number of a movement is not that of its payment; our own tells whose it is.
    gatewayPaymentId: null,
    reference: /^\d{1,20}$/.test(reference) ? reference : null,
    grossHal,
    feeHal,
    netHal: grossHal - feeHal,
    feeAgrees: true,
    orderedOn: dayCell(row, 'datum'),
  }
}

function feeRow(row: TableRow): SettlementRow {
  const netHal = amountCell(row, amount)
  const facts = { gatewayPaymentId: null, reference: null, orderedOn: null }
  return { ...facts, kind: 'fee', grossHal: 0n, feeHal: -netHal, netHal, feeAgrees: true }
}

function kindOf(type: string, grossHal: bigint): SettlementRow['kind'] {
  if (/chargeback|reklamace/.test(type)) return grossHal < 0n ? 'chargeback' : 'chargeback_won'
  if (type.startsWith('platba') && grossHal > 0n) return 'payment'
  if (/refund|vraceni|vratka/.test(type) && grossHal < 0n) return 'refund'
  return 'other'
}

/**
 * Asks for the statement (POST accounts/account-statement) that ends by that day, long enough to begin by an empty
 * account or a payout.
 */
export async function settlements(
  connection: GopayConnection,
  day: IsoDate,
  from: IsoDate,
): Promise<SettlementAnswer> {
  const reply = await callApi(
    connection,
    'POST',
    'accounts/account-statement',
    { json: { date_from: from, date_to: day, goid: connection.goid, currency: 'CZK', format: 'CSV_A' } },
    largestSettlementBytes,
  )
  if (reply.kind !== 'reply') return { kind: 'unanswered', reason: reply.reason }
  if (reply.status !== 200) return { kind: 'unanswered', reason: `HTTP ${reply.status}` }
  const read = readSettlementFile(Buffer.from(reply.text))
  return read.ok
    ? { kind: 'known', transfers: read.value.transfers.filter((transfer) => transfer.transferredOn === day) }
    : { kind: 'unanswered', reason: `${read.error.place}: ${read.error.reason}` }
}
