import { CsvError, type Parser, parse } from 'csv-parse'
import { UnreadableFile } from './decode.ts'
import { sentence } from './import-sentences.ts'

const headCharacters = 65_536
const longestDelimiterLine = 16
/** Longer than any honest row; an unclosed quote must not swallow the file into memory. */
const maxRecordCharacters = 32_768

/** The line by which a spreadsheet tells itself the delimiter and which it does not show: `sep=;`. */
const delimiterLine = /^"?sep=([;,])"?[ \t]*(\r\n|\n|\r)/i

/** The text from its beginning, and the delimiter its first line tells: by `sep=`, else `;`, else `,`. */
export async function withDelimiter(
  pieces: AsyncGenerator<string>,
): Promise<{ delimiter: ';' | ','; text: AsyncGenerator<string> }> {
  let head = ''
  const readOn = async (isEnough: () => boolean): Promise<void> => {
    while (head.length < headCharacters && !isEnough()) {
      const next = await pieces.next()
      if (next.done) return
      head += next.value
    }
  }
  const hasLine = () => /[\r\n]/.test(head)
  await readOn(hasLine)
  // A line end of two characters may be cut between two pieces.
  if (/^"?sep=/i.test(head)) await readOn(() => head.length > longestDelimiterLine)
  const [toldLine = '', told] = delimiterLine.exec(head) ?? []
  head = head.slice(toldLine.length)
  await readOn(hasLine)
  if (head.trim() === '') throw new UnreadableFile(sentence('file.empty'))
  const line = /^[^\r\n]*/.exec(head)?.[0] ?? ''
  const count = (mark: string) => line.split(mark).length - 1
  if (count(';') + count(',') === 0) {
    throw new UnreadableFile(sentence('file.noHeader'))
  }
  async function* text() {
    yield head
    yield* pieces
  }
  const counted = count(';') >= count(',') ? ';' : ','
  return { delimiter: told === ';' || told === ',' ? told : counted, text: text() }
}

/** A stream from text to records. Blank lines come out too, so that a record's number is the spreadsheet's row. */
export function recordParser(delimiter: ';' | ','): Parser {
  return parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
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
