import { sentence } from '#lib/bank/reading-sentences'
import { StatementRefusal } from '#lib/bank/statement'
import { instantAt } from '#lib/core/clock'
import { type IsoDate, isIsoDate, pragueDate } from '#lib/core/dates'
import { textAt, type XmlNode } from './xml-node.ts'

/** `element Ntry 3/Amt, řádek 120` */
export function placeOf(parent: string, node: XmlNode): string {
  return sentence('place.elementLine', { element: `${parent}/${node.name}`, line: node.line })
}

/** Hundredths of a currency in camt.053 Amt: `4829`, `629.2` or `10.50`; refuses whatever else, a third decimal too. */
export function amountHal(node: XmlNode, parent: string): bigint {
  const hal = halOf(node.text.trim())
  if (hal === null) throw new StatementRefusal(placeOf(parent, node), sentence('value.decimals'))
  return hal
}

/** The same whatever sign stands before it; null for whatever else. */
export const magnitudeHal = (node: XmlNode): bigint | null => halOf(node.text.trim().replace(/^[-+]/, ''))

function halOf(written: string): bigint | null {
  const match = /^(\d{1,16})(?:\.(\d{1,2})0*)?$/.exec(written)
  return match && BigInt(match[1] + (match[2] ?? '').padEnd(2, '0'))
}

/** Camt.053 CdtDbtInd: 1n for `CRDT`, -1n for `DBIT`; null where it is not said. */
export function directionOf(node: XmlNode | null, parent: string): 1n | -1n | null {
  const word = node?.text.trim()
  if (!node || word === undefined) return null
  if (word === 'CRDT') return 1n
  if (word === 'DBIT') return -1n
  throw new StatementRefusal(placeOf(parent, node), sentence('camt.direction'))
}

/** A day from `Dt` or `DtTm` in a camt.053 element; an instant with its zone is the day in Prague. */
export function dateIn(node: XmlNode | null, parent: string): IsoDate | null {
  const written = textAt(node, 'Dt', 'DtTm') ?? node?.text.trim()
  if (!node || !written) return null
  return dateOf(written) ?? refuse(node, parent)
}

/** `2020-04-01`, `2020-04-01+02:00`, `2020-04-01T10:00:00`, `2020-04-01T22:30:00Z`; null for no such day. */
function dateOf(written: string): IsoDate | null {
  const [, day = '', time, zone] = /^(\d{4}-\d\d-\d\d)(T[\d:.]+)?(Z|[+-]\d\d:?\d\d)?$/.exec(written) ?? []
  if (!isIsoDate(day)) return null
  if (!time || !zone) return day
  const epochMs = Date.parse(
    `${day}${time.replace(/(\.\d{3})\d+/, '$1')}${zone.replace(/^(.\d\d)(\d\d)$/, '$1:$2')}`,
  )
  return Number.isNaN(epochMs) ? null : pragueDate(instantAt(epochMs))
}

function refuse(node: XmlNode, parent: string): never {
  throw new StatementRefusal(placeOf(parent, node), sentence('value.day'))
}
