import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineEnds, lineIndex, numbered } from './csv.ts'

const lineEnd = fc.constantFrom(...lineEnds)

test('a record’s line is that of an editor, whatever the line ends, blank lines and quotes before it', () => {
  const cell = fc.oneof(
    fc.constant('x'),
    fc.tuple(lineEnd, lineEnd).map(([a, b]) => `"první${a}druhý ""tři""${b}x"`),
  )
  const record = fc.oneof(
    fc.constant(''),
    fc.tuple(cell, cell).map((cells) => cells.join(';')),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(record, lineEnd), { maxLength: 12 }), (rows) => {
      const text = `${rows.map(([one, end]) => one + end).join('')}KONEC;1`
      const records: string[][] = parse(text, {
        delimiter: ';',
        record_delimiter: lineEnds,
        relax_column_count: true,
      })
      const last = [...numbered(records)].at(-1)
      // An editor that knows all line ends; CR and LF of two rows may meet and are one.
      const lines = text.split(/\r\n|\n|\r/)
      expect(last).toEqual({ cells: ['KONEC', '1'], line: lines.length })
    }),
  )
})

test('rows lead to lines whatever was noted between', () => {
  const index = lineIndex()
  const told = [1, 2, 5, 6, 9, 10]
  for (const [at, line] of told.entries()) index.note(at + 1, line)
  expect(told.map((_line, at) => index.lineOf(at + 1))).toEqual(told)
  expect(lineIndex().lineOf(7)).toBe(7)
})
