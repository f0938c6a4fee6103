import { createHash, type Hash } from 'node:crypto'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Transaction } from '#db/client'
import { nextLegalState } from '#lib/assessment/rules'
import type { IsoDate } from '#lib/core/dates'
import { env } from '#lib/core/env'
import { formatKc } from '#lib/core/money'
import { breaksIn, isBlank, type LineIndex } from '#lib/core/table/csv'
import { birthNumberLookup, sealBirthNumber } from '#lib/identifiers/birth-number-secret'
import type { Regime } from '#lib/ledger/allocation.rules'
import { copyIntoStaging, copyLine, type Derived } from './create-staging.commands.ts'
import { type Header, looksLikeHeader, readHeader } from './header.ts'
import { sentence } from './import-sentences.ts'
import { mostLinesAbove, parseFault, UnreadableFile } from './parse.ts'
import { type FileRow, readRow } from './read-row.ts'
import { type Remarks, remark } from './report.ts'
import { sourceRows } from './source-rows.ts'
import { totalOf } from './total-row.ts'
import { lastDayOf } from './values.ts'

export interface Filled {
  rows: number
  lastRow: number
  sha256: string
  header: Header | null
  /** False where the file could not be read to its end; the transaction is then only good for rolling back. */
  isWhole: boolean
}

/** What the file's rows need of each fee kind, by its code. */
export type FeeKinds = ReadonlyMap<string, { regime: Regime; knownUntil: IsoDate | null }>

interface Surroundings {
  feeKinds: FeeKinds
  today: IsoDate
  faults: Remarks
  warnings: Remarks
  lines: LineIndex
}

const pieceCharacters = 65_536

/** Reads the file once, from bytes to the staging table, checking each row by itself on the way. */
export async function fillStaging(
  tx: Transaction,
  stream: NodeJS.ReadableStream,
  surroundings: Surroundings,
): Promise<Filled> {
  const { faults } = surroundings
  const hash = createHash('sha256')
  const state: Progress = { row: 0, rows: 0, header: null, title: null, sumHal: 0n, line: null }
  let isWhole = false
  try {
    const { records, hiddenLines } = await sourceRows(hashed(stream, hash), surroundings.warnings)
    state.line = hiddenLines === null ? null : hiddenLines + 1
    await pipeline(records, rowsToCopy(state, surroundings), (pieces: AsyncIterable<Buffer>) =>
      copyIntoStaging(tx, pieces),
    )
    isWhole = true
    if (state.header === null) throw new UnreadableFile(sentence('file.noHeader'))
  } catch (error) {
    const place = error instanceof UnreadableFile ? { row: 1, reason: error.message } : parseFault(error)
    if (place === null) throw error
    // The header's faults name their columns themselves.
    if (place.reason !== '') remark(faults, place.row, '', '', () => place.reason)
  }
  return { rows: state.rows, lastRow: state.row, sha256: hash.digest('hex'), header: state.header, isWhole }
}

interface Progress {
  row: number
  rows: number
  header: Header | null
  /** The first row above the header in which something stands. */
  title: number | null
  /** What the rows so far add up to. */
  sumHal: bigint
  /** Where the next row begins in a text editor; null for a workbook. */
  line: number | null
}

async function* hashed(stream: NodeJS.ReadableStream, hash: Hash): AsyncGenerator<Buffer> {
  for await (const piece of stream) {
    hash.update(piece)
    yield typeof piece === 'string' ? Buffer.from(piece) : piece
  }
}

/** Turns records into large pieces of COPY's text format. */
function rowsToCopy(state: Progress, surroundings: Surroundings): Transform {
  const { faults, warnings, lines, today } = surroundings
  const feeKinds = new Set(surroundings.feeKinds.keys())
  const derive = deriver(surroundings.feeKinds, today)
  let piece = ''
  return new Transform({
    writableObjectMode: true,
    transform(record: string[], _encoding, done) {
      const { row } = startRow(state, record, lines)
      if (state.header === null) return done(beginTable(state, record, surroundings))
      if (isBlank(record)) return done()
      const { header } = state
      const totalHal = totalOf(record, header)
      if (totalHal !== null) {
        tellTotal(state, totalHal, surroundings)
        return done()
      }
      state.rows++
      const cells = state.line === null ? toWidth(record, header.width) : record
      if (cells.length !== header.width) {
        const counts = { width: header.width, cells: cells.length }
        remark(faults, row, '', '', () => sentence('row.width', counts))
        return done()
      }
      const file = readRow(cells, row, { header, feeKinds, today, faults, warnings })
      state.sumHal += BigInt(file.cells.castka ?? 0)
      piece += copyLine(file, derive(file))
      if (piece.length < pieceCharacters) return done()
      const full = Buffer.from(piece)
      piece = ''
      done(null, full)
    },
    flush: (done) => (piece === '' ? done() : done(null, Buffer.from(piece))),
  })
}

function startRow(state: Progress, record: readonly string[], lines: LineIndex): Progress {
  state.row++
  if (state.line !== null) {
    lines.note(state.row, state.line)
    state.line += 1 + breaksIn(record)
  }
  return state
}

/** Takes the header, or a line above it; returns what stops the reading. */
function beginTable(
  state: Progress,
  record: readonly string[],
  { faults, warnings }: Surroundings,
): Error | null {
  if (!looksLikeHeader(record)) {
    if (!isBlank(record)) state.title ??= state.row
    return state.row > mostLinesAbove ? new UnreadableFile(sentence('file.noHeader')) : null
  }
  if (state.title !== null) remark(warnings, state.title, '', '', () => sentence('header.title'))
  state.header = readHeader(record, state.row, faults, warnings)
  return state.header ? null : new UnreadableFile('')
}

function tellTotal({ row, sumHal }: Progress, totalHal: bigint, { faults, warnings }: Surroundings): void {
  const sums = { told: formatKc(totalHal), sum: formatKc(sumHal) }
  if (totalHal === sumHal) remark(warnings, row, '', '', () => sentence('row.total'))
  else remark(faults, row, '', '', () => sentence('row.totalDiffers', sums))
}

/** A workbook keeps no cells behind the last that is filled in. */
const toWidth = (record: readonly string[], width: number): string[] =>
  record.length >= width ? [...record] : [...record, ...new Array<string>(width - record.length).fill('')]

/** What a row gives besides its cells. Neighbouring rows of one payer share the sealed birth number. */
function deriver(feeKinds: FeeKinds, today: IsoDate): (file: FileRow) => Derived {
  const keys = env()
  let last: { payer: string; number: string; lookup: Buffer; sealed: Buffer } | null = null
  return (file) => {
    const legalState = legalStateOf(file, feeKinds, today)
    const payer = file.cells.id_poplatnika
    const number = file.birthNumber
    if (number === null || payer === null) {
      return { legalState, birthNumberLookup: null, birthNumberSealed: null }
    }
    if (last === null || last.payer !== payer || last.number !== number) {
      const lookup = birthNumberLookup(number, keys.BIRTH_NUMBER_LOOKUP_KEY)
      const sealed = sealBirthNumber(number, keys.BIRTH_NUMBER_SEAL_KEY, `payer:${payer}`)
      last = { payer, number, lookup, sealed }
    }
    return { legalState, birthNumberLookup: last.lookup, birthNumberSealed: last.sealed }
  }
}

/**
 * The state in which a claim comes into the world: a local fee is expected until its last day and then, once payments
 * are known until that day, to be assessed, unless it is told paid; everything else the office has already assessed. A sum told paid as of a
 * day until the last one was on time; as of a later day nobody knows, so the state stays.
 */
function legalStateOf(file: FileRow, feeKinds: FeeKinds, today: IsoDate) {
  const { druh, typ, splatnost, castka, uhrazeno, stav_k } = file.cells
  const kind = feeKinds.get(druh ?? '')
  if (!kind || splatnost === null || castka === null) return null
  const { regime, knownUntil } = kind
  if (regime !== 'local_fee' || typ !== 'principal') return 'assessed'
  const lastDay = lastDayOf(splatnost)
  return nextLegalState({
    regime,
    component: 'principal',
    legalState: 'expected',
    remainingHal: BigInt(castka) - BigInt(uhrazeno ?? 0),
    lastDay,
    today,
    paidInFullOn: stav_k !== null && stav_k <= lastDay ? (stav_k as IsoDate) : null,
    dayIsProvisional: false,
    isChargedBack: false,
    paymentsAreKnown: knownUntil !== null && knownUntil >= lastDay,
  })
}
