import { sentence } from '#lib/bank/reading-sentences'
import { StatementRefusal } from '#lib/bank/statement'

/** Values of one object as they are written: a number keeps every digit it was written with. */
export type Columns = ReadonlyMap<string, string>

type ReviverContext = { source?: string }
type Reviver = (key: string, value: unknown, context: ReviverContext) => unknown

/**
 * The values of an object of the Fio API; `{"column1": {"value": 10.5}}` and `{"accountId": "1"}` alike. Numbers
 * are kept as text, since a floating point number is no amount. Null, true and what is nested deeper is left out.
 */
export function columnsOf(text: string, place: () => string): Columns {
  const keepSource: Reviver = (_key, value, context) =>
    typeof value === 'number' ? (context.source ?? String(value)) : value
  let parsed: unknown
  try {
    parsed = JSON.parse(text, keepSource as (key: string, value: unknown) => unknown)
  } catch {
    throw new StatementRefusal(place(), sentence('fio.value'))
  }
  const columns = new Map<string, string>()
  for (const [key, value] of Object.entries(parsed ?? {})) {
    const inner: unknown = isRecord(value) ? value.value : value
    if (typeof inner === 'string' && inner.trim() !== '') columns.set(key, inner.trim())
  }
  return columns
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Signed haléře of an amount such as `-1500.5`; refuses what has more than two decimals. */
export function fioAmountHal(text: string, place: () => string): bigint {
  const match = /^(-?)(\d{1,16})(?:[.,](\d{1,2})0*)?$/.exec(text)
  if (!match) throw new StatementRefusal(place(), sentence('value.decimals'))
  const hal = BigInt(match[2] + (match[3] ?? '').padEnd(2, '0'))
  return match[1] === '-' ? -hal : hal
}
