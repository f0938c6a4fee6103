import { readStatements } from '#lib/bank/read'
import type { StatementEnd, StatementEntry, StatementFormat, StatementHead } from '#lib/bank/statement'
import { StatementRefusal } from '#lib/bank/statement'

/** A file read whole, for tests that look at small ones. */
export interface Reading {
  format: StatementFormat
  statements: { head: StatementHead; end: StatementEnd; entries: StatementEntry[] }[]
  entries: StatementEntry[]
  warnings: string[]
}

/** The bytes in pieces of a size, so that every cut is met. */
async function* pieces(bytes: Uint8Array, size = bytes.length || 1): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

export async function read(
  file: Uint8Array | string,
  { size, bankCode }: { size?: number; bankCode?: string } = {},
): Promise<Reading> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  const { format, parts } = await readStatements(pieces(bytes, size), { bankCode })
  const reading: Reading = { format, statements: [], entries: [], warnings: [] }
  let head: StatementHead | null = null
  let entries: StatementEntry[] = []
  for await (const part of parts) {
    if (part.kind === 'head') {
      head = part.head
      entries = []
    } else if (part.kind === 'entry') {
      if (!head) throw new Error('a movement came before its head')
      entries.push(part.entry)
      reading.entries.push(part.entry)
    } else {
      if (!head) throw new Error('an end came before its head')
      const { kind: _, ...end } = part
      reading.statements.push({ head, end, entries })
      reading.warnings.push(...end.warnings.map(({ code }) => code))
      head = null
    }
  }
  return reading
}

/** The refusal of a file; fails where it is read. */
export async function refusal(file: Uint8Array | string): Promise<{ place: string; reason: string }> {
  try {
    await read(file)
  } catch (error) {
    if (error instanceof StatementRefusal) return { place: error.place, reason: error.reason }
    throw error
  }
  throw new Error('the file was read')
}
