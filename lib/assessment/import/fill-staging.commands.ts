import { createHash, type Hash } from 'node:crypto'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Transaction } from '#db/client'
import { nextLegalState } from '#lib/assessment/rules'
import type { IsoDate } from '#lib/core/dates'
import { env } from '#lib/core/env'
import { birthNumberLookup, sealBirthNumber } from '#lib/identifiers/birth-number-secret'
import type { Regime } from '#lib/ledger/allocation.rules'
import { copyIntoStaging, copyLine, type Derived } from './create-staging.commands.ts'
import { decode, UnreadableFile } from './decode.ts'
import { type Header, readHeader } from './header.ts'
import { sentence } from './import-sentences.ts'
import { parseFault, recordParser, withDelimiter } from './parse.ts'
import { type FileRow, readRow } from './read-row.ts'
import { type Remarks, remark } from './report.ts'
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
  const state = { row: 0, rows: 0, header: null as Header | null }
  let isWhole = false
  try {
    const { delimiter, text } = await withDelimiter(decode(hashed(stream, hash)))
    await pipeline(
      Readable.from(text),
      recordParser(delimiter),
      rowsToCopy(state, surroundings),
      (pieces: AsyncIterable<Buffer>) => copyIntoStaging(tx, pieces),
    )
    isWhole = true
  } catch (error) {
    const place = error instanceof UnreadableFile ? { row: 1, reason: error.message } : parseFault(error)
    if (place === null) throw error
    // The header's faults name their columns themselves.
    if (place.reason !== '') remark(faults, place.row, '', '', () => place.reason)
  }
  return { rows: state.rows, lastRow: state.row, sha256: hash.digest('hex'), header: state.header, isWhole }
}

async function* hashed(stream: NodeJS.ReadableStream, hash: Hash): AsyncGenerator<Buffer | string> {
  for await (const piece of stream) {
    hash.update(piece)
    yield piece
  }
}

/** Turns records into large pieces of COPY's text format. */
function rowsToCopy(
  state: { row: number; rows: number; header: Header | null },
  surroundings: Surroundings,
): Transform {
  const { faults, warnings, today } = surroundings
  const feeKinds = new Set(surroundings.feeKinds.keys())
  const derive = deriver(surroundings.feeKinds, today)
  let piece = ''
  return new Transform({
    writableObjectMode: true,
    transform(record: string[], _encoding, done) {
      state.row++
      if (state.header === null) {
        state.header = readHeader(record, faults, warnings)
        done(state.header ? null : new UnreadableFile(''))
        return
      }
      if (record.every((cell) => cell === '')) return done()
      state.rows++
      const { header } = state
      if (record.length !== header.width) {
        const counts = { width: header.width, cells: record.length }
        remark(faults, state.row, '', '', () => sentence('row.width', counts))
        return done()
      }
      const file = readRow(record, state.row, { header, feeKinds, today, faults, warnings })
      piece += copyLine(file, derive(file))
      if (piece.length < pieceCharacters) return done()
      const full = Buffer.from(piece)
      piece = ''
      done(null, full)
    },
    flush: (done) => (piece === '' ? done() : done(null, Buffer.from(piece))),
  })
}

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
