import { UnreadableTable } from './decode.ts'
import { lookOf, type NumberLook, numberText } from './number-text.ts'
import { attributeOf, xmlEvents } from './xml-events.ts'
import type { Parts } from './zip.ts'

const mostSharedCharacters = 40_000_000
const mostColumns = 500
const mostRows = 2_000_000

/** The rows of the first sheet of a workbook of Excel (ECMA-376): blank ones come out too, so that rows can be counted. */
export async function* xlsxRows(parts: Parts): AsyncGenerator<string[]> {
  const { sheet, epoch } = await readWorkbook(parts)
  const shared = await readShared(parts)
  const looks = await readLooks(parts)
  let row: string[] = []
  let last = 0
  let column = 0
  let cell: { type: string; style: number; value: string; text: string } | null = null
  let into: 'value' | 'text' | null = null
  /** Within the reading of a Japanese word, which repeats the text. */
  let isReading = false
  for await (const events of xmlEvents(parts.text(sheet))) {
    for (const event of events) {
      if (event.kind === 'text') {
        if (cell && into) cell[into] += event.text
      } else if (event.kind === 'open') {
        const { attributes, name } = event
        if (name === 'row') {
          const number = Number(attributes.r ?? last + 1)
          if (!Number.isInteger(number) || number <= last || number > mostRows)
            throw new UnreadableTable('workbook_broken')
          for (; last < number - 1; last++) yield []
          row = []
          column = 0
        } else if (name === 'c') {
          column = columnOf(attributes.r) ?? column + 1
          if (column > mostColumns) throw new UnreadableTable('workbook_large')
          cell = { type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), value: '', text: '' }
        } else if (cell && name === 'v') into = 'value'
        else if (cell && name === 't' && !isReading) into = 'text'
        else if (name === 'rPh') isReading = true
      } else if (event.name === 'c' && cell) {
        while (row.length < column - 1) row.push('')
        row[column - 1] = cellText(cell, shared, looks, epoch)
        cell = null
        into = null
      } else if (event.name === 'v' || event.name === 't') into = null
      else if (event.name === 'rPh') isReading = false
      else if (event.name === 'row') {
        last++
        yield row
      }
    }
  }
}

function cellText(
  { type, style, value, text }: { type: string; style: number; value: string; text: string },
  shared: readonly string[],
  looks: readonly NumberLook[],
  epoch: 1900 | 1904,
): string {
  switch (type) {
    case 's':
      return value.trim() === '' ? '' : (shared[Number(value)] ?? '')
    case 'inlineStr':
      return text
    case 'n':
      return numberText(value, looks[style] ?? { kind: 'plain' }, epoch)
    case 'd':
      return value.replace(/T00:00:00(\.0+)?Z?$/, '')
    default:
      return value
  }
}

/** `AB12` is in column 28. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  return letters ? [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) : null
}

async function readWorkbook(parts: Parts): Promise<{ sheet: string; epoch: 1900 | 1904 }> {
  let first: string | null = null
  let epoch: 1900 | 1904 = 1900
  for await (const events of xmlEvents(parts.text('xl/workbook.xml'))) {
    for (const event of events) {
      if (event.kind !== 'open') continue
      if (event.name === 'workbookPr' && /^(1|true)$/.test(event.attributes.date1904 ?? '')) epoch = 1904
      if (event.name === 'sheet') first ??= attributeOf(event.attributes, 'id') ?? null
    }
  }
  for await (const events of xmlEvents(parts.text('xl/_rels/workbook.xml.rels'))) {
    for (const event of events) {
      if (event.kind !== 'open' || event.name !== 'Relationship' || event.attributes.Id !== first) continue
      const target = event.attributes.Target ?? ''
      const sheet = target.startsWith('/') ? target.slice(1) : `xl/${target}`
      if (parts.has(sheet)) return { sheet, epoch }
    }
  }
  throw new UnreadableTable('workbook_foreign')
}

async function readShared(parts: Parts): Promise<string[]> {
  const shared: string[] = []
  let text = ''
  let isText = false
  let isReading = false
  let characters = 0
  for await (const events of xmlEvents(parts.text('xl/sharedStrings.xml'))) {
    for (const event of events) {
      if (event.kind === 'text') {
        if (isText) text += event.text
      } else if (event.name === 'rPh') isReading = event.kind === 'open'
      else if (event.name === 't') isText = event.kind === 'open' && !isReading
      else if (event.name === 'si' && event.kind === 'close') {
        characters += text.length + 20
        if (characters > mostSharedCharacters) throw new UnreadableTable('workbook_large')
        shared.push(text)
        text = ''
      }
    }
  }
  return shared
}

/** By the number of its style how a cell shows a number. */
async function readLooks(parts: Parts): Promise<NumberLook[]> {
  const codes = new Map<number, string>()
  const looks: NumberLook[] = []
  let isCells = false
  for await (const events of xmlEvents(parts.text('xl/styles.xml'))) {
    for (const event of events) {
      if (event.kind === 'text') continue
      if (event.name === 'cellXfs') isCells = event.kind === 'open'
      if (event.kind !== 'open') continue
      const { attributes, name } = event
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      if (name === 'xf' && isCells) {
        const id = Number(attributes.numFmtId ?? 0)
        looks.push(lookOf(id, codes.get(id)))
      }
    }
  }
  return looks
}
