import { inPieces, peek } from './bytes.ts'
import { readCamt } from './camt/read.ts'
import { readFio } from './fio/read.ts'
import { readGpc } from './gpc/read.ts'
import { sentence } from './reading-sentences.ts'
import { type StatementFormat, type StatementPart, StatementRefusal } from './statement.ts'

/** Enough to tell a format, and of letters to tell a coding. */
const lookedAtBytes = 32 * 1024
const formatBytes = 1024

const otherFiles: readonly [RegExp, Parameters<typeof sentence>[0]][] = [
  [/^PK/, 'file.archive'],
  [/^%PDF/, 'file.pdf'],
  [/^\s*(\{1:|:20:)/, 'file.mt940'],
  [/^07[5-9]/, 'gpc.header'],
]

/**
 * Recognises the format of a bank statement and reads it as it comes: memory does not grow with the number of
 * movements. The parts of each statement are its head, its movements and its end with the control sums.
 * The bank's code, where the caller knows it, completes GPC, which does not name the bank.
 * Throws StatementRefusal, at once or while the parts are read, with the place and the reason.
 */
export async function readStatements(
  bytes: AsyncIterable<Uint8Array>,
  { bankCode = null }: { bankCode?: string | null } = {},
): Promise<{ format: StatementFormat; parts: AsyncGenerator<StatementPart> }> {
  const { first, whole } = await peek(inPieces(bytes), lookedAtBytes)
  const format = recognise(first)
  if (format === 'gpc') return { format, parts: readGpc(first, withoutMark(whole), bankCode) }
  if (format === 'fio') return { format, parts: readFio(whole) }
  return { format, parts: readCamt(first, whole) }
}

function recognise(first: Uint8Array): StatementFormat {
  const start = Buffer.from(first.subarray(0, formatBytes))
  // A file in UTF-16 begins with its mark and has a zero in every other byte.
  const text = start
    .toString('latin1')
    .replace(/^(\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '')
    .replaceAll('\u0000', '')
    .trimStart()
  if (text.startsWith('<')) return 'camt053'
  // An envelope of SWIFT begins like JSON.
  if (/^\{\s*("|\}|$)/.test(text)) return 'fio'
  if (text.startsWith('074')) return 'gpc'
  if (text === '') throw new StatementRefusal(sentence('place.whole'), sentence('file.empty'))
  const other = otherFiles.find(([pattern]) => pattern.test(text))
  throw new StatementRefusal(sentence('place.start'), sentence(other?.[1] ?? 'file.unknown'))
}

/** The same bytes without the mark of UTF-8 at their beginning, which would shift every column of the header. */
async function* withoutMark(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isStart = true
  for await (const piece of pieces) {
    const hasMark = isStart && piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf
    isStart = false
    yield hasMark ? piece.subarray(3) : piece
  }
}
