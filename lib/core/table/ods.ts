import { UnreadableTable } from './decode.ts'
import { numberText } from './number-text.ts'
import { attributeOf, xmlEvents } from './xml-events.ts'
import type { Parts } from './zip.ts'

const mostColumns = 500
const mostRows = 2_000_000
const mostRepeats = 10_000
const mostCellCharacters = 100_000
const shortestShownByPower = 1e11

interface Cell {
  type: string
  stored: string
  paragraphs: string[]
  repeats: number
}

/** The rows of the first sheet of an OpenDocument spreadsheet (ISO 26300): blank ones come out, but none behind the last. */
export async function* odsRows(parts: Parts): AsyncGenerator<string[]> {
  let row: string[] = []
  let rowRepeats = 1
  let blanks = 0
  let rows = 0
  let cell: Cell | null = null
  let isParagraph = false
  /** Within a remark to a cell, which is no part of it. */
  let remarks = 0
  for await (const events of xmlEvents(parts.text('content.xml'))) {
    for (const event of events) {
      if (event.kind === 'text') {
        if (cell && isParagraph && remarks === 0) write(cell, event.text)
        continue
      }
      const { name } = event
      if (name === 'annotation') remarks += event.kind === 'open' ? 1 : -1
      if (remarks > 0) continue
      if (name === 'table' && event.kind === 'close') return
      if (event.kind === 'open') {
        const attribute = (key: string) => attributeOf(event.attributes, key)
        if (name === 'table-row') {
          row = []
          rowRepeats = Number(attribute('number-rows-repeated') ?? 1)
        } else if (name === 'table-cell' || name === 'covered-table-cell') {
          const repeats = Number(attribute('number-columns-repeated') ?? 1)
          const stored = ['value', 'date-value', 'boolean-value', 'string-value'].map(attribute).find(Boolean)
          cell = { type: attribute('value-type') ?? '', stored: stored ?? '', paragraphs: [], repeats }
        } else if (cell && name === 'p') {
          isParagraph = true
          cell.paragraphs.push('')
        } else if (cell && name === 's') write(cell, ' '.repeat(Math.min(100, Number(attribute('c') ?? 1))))
        else if (cell && (name === 'tab' || name === 'line-break')) write(cell, name === 'tab' ? '\t' : '\n')
      } else if (name === 'p') isParagraph = false
      else if (cell && (name === 'table-cell' || name === 'covered-table-cell')) {
        const text = cellText(cell)
        if (text !== '' && row.length + cell.repeats > mostColumns)
          throw new UnreadableTable('workbook_large')
        const repeats = text === '' ? Math.min(cell.repeats, mostColumns - row.length) : cell.repeats
        for (let time = 0; time < repeats; time++) row.push(text)
        cell = null
      } else if (name === 'table-row') {
        rows += rowRepeats
        if (row.every((text) => text === '')) {
          blanks += rowRepeats
          continue
        }
        if (rows > mostRows || rowRepeats > mostRepeats) throw new UnreadableTable('workbook_large')
        for (; blanks > 0; blanks--) yield []
        for (let time = 0; time < rowRepeats; time++) yield row
      }
    }
  }
}

function write(cell: Cell, text: string): void {
  const last = cell.paragraphs.length - 1
  const written = (cell.paragraphs[last] ?? '') + text
  if (written.length > mostCellCharacters) throw new UnreadableTable('workbook_large')
  if (last >= 0) cell.paragraphs[last] = written
}

/** What is stored, but for numbers whose look says more: leading zeros, a birth number's slash, a power of ten. */
function cellText({ type, stored, paragraphs }: Cell): string {
  const shown = paragraphs.join('\n')
  if (type === 'date') return stored.replace(/T00:00:00(\.0+)?$/, '').replace('T', ' ')
  if (!/^(float|currency|percentage)$/.test(type)) return shown === '' ? stored : shown
  if (/^0\d+$/.test(shown) || /^\d{6}\/\d{3,4}$/.test(shown)) return shown
  // A whole number too long for its column is shown so too, but stored exactly.
  const isPower = /\dE[+-]?\d/i.test(shown) && Math.abs(Number(stored)) < shortestShownByPower
  return numberText(stored, { kind: isPower ? 'power' : 'plain' }, 1900)
}
