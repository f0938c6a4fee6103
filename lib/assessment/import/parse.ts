import { CsvError, type Parser, parse } from 'csv-parse'
import { lineEnds } from '#lib/core/table/csv'
import { sentence } from './import-sentences.ts'

/** The file cannot be read any further; the message says why. */
export class UnreadableFile extends Error {}

const headCharacters = 65_536
/** Longer than any honest row; an unclosed quote must not swallow the file into memory. */
const maxRecordCharacters = 32_768

/** The line by which a spreadsheet tells itself the delimiter and which it does not show: `sep=;`. */
const delimiterLine = /^"?sep=([;,])"?[ \t]*(\r\n|\n|\r)/i

/** So many lines may stand above the header: a title, a date, blank ones. */
export const mostLinesAbove = 10

/**
 * The text from its beginning, the delimiter its first line tells, by `sep=`, else by what the header uses, `;` or `,`,
 * and how many lines a spreadsheet does not show.
 */
export async function withDelimiter(
  pieces: AsyncGenerator<string>,
): Promise<{ delimiter: ';' | ','; text: AsyncGenerator<string>; hiddenLines: number }> {
  let head = ''
  while (head.length < headCharacters && head.split(/\r\n|\n|\r/).length <= mostLinesAbove + 2) {
    const next = await pieces.next()
    if (next.done) break
    head += next.value
  }
  const [toldLine = '', told] = delimiterLine.exec(head) ?? []
  head = head.slice(toldLine.length)
  if (head.trim() === '') throw new UnreadableFile(sentence('file.empty'))
  const lines = head.split(/\r\n|\n|\r/).slice(0, mostLinesAbove + 1)
  const header = lines.find((line) => /(^|[;,])\s*"?id_predpisu"?\s*([;,]|$)/i.test(line)) ?? lines[0] ?? ''
  const count = (mark: string) => header.split(mark).length - 1
  if (count(';') + count(',') === 0) {
    throw new UnreadableFile(sentence('file.noHeader'))
  }
  async function* text() {
    yield head
    yield* pieces
  }
  const counted = count(';') >= count(',') ? ';' : ','
  const delimiter = told === ';' || told === ',' ? told : counted
  return { delimiter, text: text(), hiddenLines: toldLine === '' ? 0 : 1 }
}

/** A stream from text to records. Blank lines come out too, so that a record's number is the spreadsheet's row. */
export function recordParser(delimiter: ';' | ','): Parser {
  return parse({
    delimiter,
    record_delimiter: lineEnds,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: maxRecordCharacters,
  })
}

/** Where csv-parse stumbled and over what; null for an error that is not the file's. */
export function parseFault(error: unknown): { row: number; reason: string } | null {
  if (!(error instanceof CsvError)) return null
  return { row: Number(error.records ?? 0) + 1, reason: parseReason(error.code) }
}

function parseReason(code: CsvError['code']): string {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return sentence('file.openQuote')
    case 'CSV_MAX_RECORD_SIZE':
      return sentence('file.longRow')
    case 'CSV_INVALID_CLOSING_QUOTE':
      return sentence('file.behindQuote')
    case 'INVALID_OPENING_QUOTE':
      return sentence('file.innerQuote')
    default:
      return sentence('file.notCsv')
  }
}
