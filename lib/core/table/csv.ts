/** Every way in which a line may end; csv-parse alone would take the first one for the only one. */
export const lineEnds = ['\r\n', '\n', '\r']

/** A row of a table with the line it begins on in a text editor; a workbook has no lines. */
export interface TableRecord {
  cells: string[]
  line: number | null
}

/** Records of a CSV with the lines they begin on: blank ones count, and so do line ends within quotes. */
export function* numbered(records: Iterable<string[]>, firstLine = 1): Generator<TableRecord> {
  let line = firstLine
  for (const cells of records) {
    yield { cells, line }
    line += 1 + breaksIn(cells)
  }
}

/** How many line ends stand within the quotes of a record. */
export function breaksIn(cells: readonly string[]): number {
  let breaks = 0
  for (const cell of cells) {
    if (cell.includes('\n') || cell.includes('\r')) breaks += cell.match(/\r\n|\n|\r/g)?.length ?? 0
  }
  return breaks
}

/** Whether nothing stands in the row, or spaces only. */
export const isBlank = (cells: readonly string[]): boolean =>
  cells.every((cell) => cell === '' || cell.trim() === '')

/** Remembers how far the lines of an editor run ahead of the rows of a spreadsheet. */
export interface LineIndex {
  note: (row: number, line: number) => void
  lineOf: (row: number) => number
}

const mostJumps = 200_000

/** An index in which nothing is noted yet; of a row it does not know the lead of the one before is said. */
export function lineIndex(): LineIndex {
  const rows: number[] = []
  const leads: number[] = []
  return {
    note: (row, line) => {
      if (line - row === (leads.at(-1) ?? 0) || rows.length >= mostJumps) return
      rows.push(row)
      leads.push(line - row)
    },
    lineOf: (row) => {
      let from = 0
      let to = rows.length
      while (from < to) {
        const middle = (from + to) >> 1
        if ((rows[middle] ?? 0) <= row) from = middle + 1
        else to = middle
      }
      return row + (leads[from - 1] ?? 0)
    },
  }
}
