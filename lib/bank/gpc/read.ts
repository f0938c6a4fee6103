import { accountOfDigits } from '#lib/bank/account'
import { sentence } from '#lib/bank/reading-sentences'
import {
  type StatementEntry,
  type StatementHead,
  type StatementPart,
  StatementRefusal,
} from '#lib/bank/statement'
import { countEntry, endOf, newTally, type Tally, warn } from '#lib/bank/tally'
import { type CodingSeen, decodeRecord, legacyOf } from './decode.ts'
import { type GpcRecord, placeOf } from './fields.ts'
import { type GpcHeader, readHeader } from './header.ts'
import { type GpcItem, joinContinuation, messageOf, readItem, symbolsOf } from './item.ts'
import { gpcRecords } from './records.ts'
import {
  codesByEvidence,
  codesOfBank,
  codesShownBy,
  directionOf,
  type PostingCode,
  type ReversalCodes,
  turnoversAgree,
} from './reversal.ts'

/** How many movements may wait for the meaning of an earlier reversal. */
const maxWaiting = 20_000

interface Block {
  header: GpcHeader
  place: () => string
  tally: Tally
  read: number
  currency: string | null
  /** What its own codes or its evidence say; null until then. */
  codes: ReversalCodes | null
  /** What is known of the bank, or of the statement before: it counts only where the statement itself says nothing. */
  usual: ReversalCodes | null
  sumsHal: Record<PostingCode, bigint>
  /** The movement whose further records may still come. */
  last: GpcItem | null
  /** Movements that wait, from the first reversal nobody can place yet. */
  waiting: GpcItem[]
  isHeadTold: boolean
}

/**
 * Statements in the GPC (ABO) format of Czech banks: one for each record 074. `first` is the beginning of the file, by
 * which its coding is told. The bank's code, where the caller
 * knows it, completes the account and tells what the bank's codes of reversals mean. Movements come in their
 * order; only where more than twenty thousand follow a reversal of unknown meaning do such reversals come late.
 */
export async function* readGpc(
  first: Uint8Array,
  pieces: AsyncIterable<Uint8Array>,
  bankCode: string | null,
): AsyncGenerator<StatementPart> {
  const seen: CodingSeen = { isUtf8: false, legacy: legacyOf(first) }
  let block: Block | null = null
  let codes: ReversalCodes | null = null
  for await (const { line, bytes } of gpcRecords(pieces)) {
    const text = decodeRecord(bytes, seen)
    const record: GpcRecord = { type: text.slice(0, 3), line, text }
    if (record.type === '074') {
      if (block) yield* close(block)
      codes = block?.codes ?? codes
      const header: GpcHeader = readHeader(record, bankCode)
      block = openBlock(header, () => placeOf(record, 4, 19), codesOfBank(header.bankCode) ?? codes)
    } else if (block === null) {
      throw new StatementRefusal(noKindAt(line), sentence('gpc.header'))
    } else if (record.type === '075') {
      yield* settleLast(block)
      block.last = readItem(record, block.header, block.tally, ++block.read)
      noteCurrency(block, block.last, () => placeOf(record, 119, 122))
    } else if (/^07[689]$/.test(record.type)) {
      if (block.last) joinContinuation(block.last, record, block.tally)
      else warn(block.tally, 'orphan_record', () => placeOf(record, 1, 3))
    } else if (/^07\d$/.test(record.type)) {
      warn(block.tally, 'record_unknown', () => placeOf(record, 1, 3))
    } else {
      throw new StatementRefusal(noKindAt(line), sentence('gpc.kind'))
    }
    if (seen.legacy !== 'windows-1250' && block && !block.tally.warnings.has('other_coding'))
      warn(block.tally, 'other_coding', () => sentence('place.line', { line }))
    if (seen.isUtf8 && block && !block.tally.warnings.has('converted_to_utf8'))
      warn(block.tally, 'converted_to_utf8', () => sentence('place.line', { line }))
  }
  if (block) yield* close(block)
}

const noKindAt = (line: number) => sentence('place.positions', { line, positions: '1–3' })

function openBlock(header: GpcHeader, place: () => string, usual: ReversalCodes | null): Block {
  const tally = newTally()
  if (!header.own.hasChecksum) warn(tally, 'account_checksum', place)
  const sumsHal = { 1: 0n, 2: 0n, 3: 0n, 4: 0n, 5: 0n }
  const fresh = { codes: null, read: 0, currency: null, last: null, waiting: [], isHeadTold: false }
  return { header, place, tally, usual, sumsHal, ...fresh }
}

function headOf({ header, currency }: Block): StatementHead {
  const { number, from, to, openingHal, closingHal } = header
  const account = accountOfDigits(header.own.digits, header.bankCode)
  return { account, number, from, to, currency: currency ?? 'CZK', openingHal, closingHal }
}

function noteCurrency(block: Block, item: GpcItem, place: () => string): void {
  if (item.currency === null) return
  // Once the head is told, its currency stands.
  if (block.currency === null && !block.isHeadTold) block.currency = item.currency
  else if (item.currency !== (block.currency ?? 'CZK')) warn(block.tally, 'currency_differs', place)
}

function* settleLast(block: Block): Generator<StatementPart> {
  const item = block.last
  if (item === null) return
  block.last = null
  if (!block.isHeadTold) yield { kind: 'head', head: headOf(block) }
  block.isHeadTold = true
  block.sumsHal[item.code] += item.amountHal
  const shown = codesShownBy(item.code)
  const expected = block.codes ?? block.usual
  if (shown && expected && shown !== expected) warn(block.tally, 'posting_codes_mixed', block.place)
  block.codes ??= shown
  if (block.codes === null && (item.code === '4' || block.waiting.length > 0)) {
    block.waiting.push(item)
    if (block.waiting.length > maxWaiting) yield* releaseCertain(block)
    return
  }
  if (block.codes) yield* releaseWaiting(block, block.codes)
  yield told(block, item, directionOf(item.code, block.codes) ?? 1n)
}

function* releaseWaiting(block: Block, codes: ReversalCodes): Generator<StatementPart> {
  const { waiting } = block
  if (waiting.length === 0) return
  block.waiting = []
  for (const item of waiting) yield told(block, item, directionOf(item.code, codes) ?? 1n)
}

/** Lets everything go whose direction is sure, so that memory stays flat. */
function* releaseCertain(block: Block): Generator<StatementPart> {
  const { waiting, usual } = block
  const ambiguous = waiting.filter((item) => item.code === '4')
  if (ambiguous.length > maxWaiting) {
    if (usual === null) throw new StatementRefusal(block.place(), sentence('gpc.ambiguous'))
    block.codes = usual
    yield* releaseWaiting(block, usual)
    return
  }
  block.waiting = ambiguous
  for (const item of waiting) {
    const direction = directionOf(item.code, null)
    if (direction !== null) yield told(block, item, direction)
  }
}

function told(block: Block, item: GpcItem, direction: 1n | -1n): StatementPart {
  const symbols = symbolsOf(item, () => warn(block.tally, 'symbol_unreadable', block.place))
  const entry: StatementEntry = {
    ...item.entry,
    ...symbols,
    amountHal: item.amountHal * direction,
    message: messageOf(item),
  }
  countEntry(block.tally, entry)
  return { kind: 'entry', entry }
}

function* close(block: Block): Generator<StatementPart> {
  yield* settleLast(block)
  if (!block.isHeadTold) yield { kind: 'head', head: headOf(block) }
  const evidence = { ...block.header, sumsHal: block.sumsHal }
  if (block.waiting.length > 0) {
    const decided = codesByEvidence(evidence) ?? block.usual
    if (decided === null) warn(block.tally, 'reversal_ambiguous', block.place)
    else block.codes = decided
    yield* releaseWaiting(block, decided ?? 'four-five')
  }
  if (evidence.debitTurnoverHal === null || evidence.creditTurnoverHal === null)
    warn(block.tally, 'turnover_missing', block.place)
  if (!turnoversAgree(evidence, block.codes ?? block.usual ?? 'four-five'))
    warn(block.tally, 'turnover_differs', block.place)
  yield endOf(block.tally, headOf(block))
}
