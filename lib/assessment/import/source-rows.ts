import { Readable } from 'node:stream'
import { decodeText, UnreadableTable } from '#lib/core/table/decode'
import { isWorkbook, workbookRows } from '#lib/core/table/workbook'
import { sentence } from './import-sentences.ts'
import { recordParser, UnreadableFile, withDelimiter } from './parse.ts'
import { type Remarks, remark } from './report.ts'

/** The rows of a file as they come, and whether they have lines a text editor would count. */
export interface SourceRows {
  records: NodeJS.ReadableStream
  /** Null for a workbook; else how many lines stand above the first row. */
  hiddenLines: number | null
}

/** Recognises a workbook (XLSX, ODS) or a CSV by its first bytes and reads it row by row. */
export async function sourceRows(bytes: AsyncGenerator<Buffer>, warnings: Remarks): Promise<SourceRows> {
  const { start, whole } = await withStart(bytes)
  if (isWorkbook(start)) return { records: Readable.from(worded(workbookRows(whole))), hiddenLines: null }
  const text = decodeText(whole, (encoding) => {
    // What Windows writes is as usual as UTF-8.
    if (encoding === 'utf-8' || encoding === 'windows-1250') return
    remark(warnings, 1, '', '', () => sentence('file.encoding', { encoding: encoding.toUpperCase() }))
  })
  const { delimiter, text: rest, hiddenLines } = await withDelimiter(worded(text))
  const parser = recordParser(delimiter)
  // What goes wrong in reading is told where the records are taken.
  const source = Readable.from(rest).on('error', (error) => parser.destroy(error))
  return { records: source.pipe(parser), hiddenLines }
}

/** Puts into words why a file cannot be read. */
async function* worded<T>(rows: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* rows
  } catch (error) {
    throw error instanceof UnreadableTable ? new UnreadableFile(sentence(`file.${error.problem}`)) : error
  }
}

async function withStart(
  bytes: AsyncGenerator<Buffer>,
): Promise<{ start: Buffer; whole: AsyncGenerator<Buffer> }> {
  let start: Buffer = Buffer.alloc(0)
  while (start.length < 4) {
    const next = await bytes.next()
    if (next.done) break
    start = Buffer.concat([start, next.value])
  }
  async function* whole() {
    if (start.length > 0) yield start
    yield* bytes
  }
  return { start, whole: whole() }
}
