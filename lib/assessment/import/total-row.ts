import { parseAmount } from '#lib/core/money'
import type { Header } from './header.ts'

const words = /^(celkem|celkov[áýeé]|součet|soucet|suma|mezisoučet|mezisoucet|total|[σ∑])/i
const mostCells = 3

/**
 * The sum a row tells of the rows above it, in haléře; null for any other row. It has no number of a claim or payer, and
 * beside the amount a word for a sum at most.
 */
export function totalOf(record: readonly string[], header: Header): bigint | null {
  const position = header.positions.get('castka') ?? -1
  const filled = record.flatMap((cell, index) => (cell.trim() === '' ? [] : [{ index, cell: cell.trim() }]))
  const amount = filled.find(({ index }) => index === position)
  const others = filled.filter(({ index }) => index !== position)
  if (!amount || filled.length > mostCells || !others.every(({ cell }) => words.test(cell))) return null
  const parsed = parseAmount(amount.cell)
  return parsed.ok ? parsed.value : null
}
