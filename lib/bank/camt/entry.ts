import { cleanText } from '#lib/bank/clean-text'
import { sentence } from '#lib/bank/reading-sentences'
import { type StatementEntry, StatementRefusal } from '#lib/bank/statement'
import { warn } from '#lib/bank/tally'
import { type CamtStatement, currencyOf } from './head.ts'
import { counterPartyOf } from './party.ts'
import { symbolsOf } from './symbols.ts'
import { amountHal, dateIn, directionOf, placeOf } from './values.ts'
import { nodeAt, nodesAt, textAt, type XmlNode } from './xml-node.ts'

/** An `Ntry` while it goes by: its own elements and one payment that waits whether another follows. */
export interface CamtEntry {
  element: string
  nodes: Map<string, XmlNode>
  held: XmlNode | null
  details: number
  announcedDetails: string | null
  toldHal: bigint
}

/** What an entry says for all its payments. */
interface EntryFacts {
  isBooked: boolean
  hasStatus: boolean
  amountHal: bigint
  direction: 1n | -1n
  currency: string | null
}

type EntryBase = Pick<StatementEntry, 'date' | 'reversal'> & { reference: string | null }

const used = [
  'NtryRef',
  'Amt',
  'CdtDbtInd',
  'RvslInd',
  'Sts',
  'BookgDt',
  'ValDt',
  'AcctSvcrRef',
  'AddtlNtryInf',
]
/** Ends the reference of what a batch leaves unexplained; stored references carry it, so it stays as it is. */
const restSuffix = '/zbytek'
const nobody: XmlNode = { name: 'TxDtls', text: '', currency: null, children: [], line: 0 }

export function newEntry(statement: CamtStatement): CamtEntry {
  const element = `${statement.element}/Ntry ${++statement.entryElements}`
  return { element, nodes: new Map(), held: null, details: 0, announcedDetails: null, toldHal: 0n }
}

/**
 * Takes an element of camt.053 `Ntry`, or of `Ntry/NtryDtls` (`TxDtls`, `Btch`); gives the movement it lets go, if any.
 */
export function* takeEntryNode(
  statement: CamtStatement,
  entry: CamtEntry,
  node: XmlNode,
): Generator<Omit<StatementEntry, 'index'>> {
  if (node.name === 'TxDtls') {
    const facts = factsOf(entry, node)
    if (!facts.isBooked) return
    if (entry.held) yield* batchPart(statement, entry, facts, entry.held)
    entry.held = node
    entry.details++
  } else if (node.name === 'Btch') {
    entry.announcedDetails ??= textAt(node, 'NbOfTxs')
  } else if (used.includes(node.name) && !entry.nodes.has(node.name)) {
    entry.nodes.set(node.name, node)
  }
}

/** The movements still to be told when the entry ends: the only payment, or the last of a batch and what is left. */
export function* closeEntry(
  statement: CamtStatement,
  entry: CamtEntry,
  line: number,
): Generator<Omit<StatementEntry, 'index'>> {
  const facts = factsOf(entry, { ...nobody, line })
  if (facts.direction === 1n) statement.creditElementsHal += facts.amountHal
  else statement.debitElementsHal += facts.amountHal
  const place = () => sentence('place.elementLine', { element: entry.element, line })
  if (!facts.isBooked) {
    warn(statement.tally, 'not_booked', place)
    return
  }
  if (!facts.hasStatus) warn(statement.tally, 'status_missing', place)
  if (facts.currency && facts.currency !== (currencyOf(statement) ?? facts.currency))
    warn(statement.tally, 'currency_differs', place)
  const wholeHal = facts.amountHal * facts.direction
  if (entry.details > 1 && entry.announcedDetails && entry.announcedDetails !== String(entry.details))
    warn(statement.tally, 'batch_count_differs', place)
  if (entry.details <= 1) {
    const details = entry.held ?? nobody
    const detailHal = detailAmountHal(statement, entry, facts, details)
    if (detailHal !== null && detailHal !== wholeHal) warn(statement.tally, 'detail_amount_differs', place)
    yield movement(statement, entry, details, wholeHal, '')
    return
  }
  if (entry.held) yield* batchPart(statement, entry, facts, entry.held)
  const restHal = wholeHal - entry.toldHal
  if (restHal === 0n) return
  warn(statement.tally, 'batch_remainder', place)
  yield movement(statement, entry, nobody, restHal, restSuffix)
}

function* batchPart(
  statement: CamtStatement,
  entry: CamtEntry,
  facts: EntryFacts,
  details: XmlNode,
): Generator<Omit<StatementEntry, 'index'>> {
  const hal = detailAmountHal(statement, entry, facts, details)
  // A payment of unknown amount stays in the rest of the batch.
  if (hal === null) return
  entry.toldHal += hal
  yield movement(statement, entry, details, hal, `/${entry.details}`)
}

/** Camt.053 Ntry: Amt, CdtDbtInd and Sts, where anything told but `BOOK` is not booked yet. */
function factsOf(entry: CamtEntry, at: XmlNode): EntryFacts {
  const { element, nodes } = entry
  const amount = nodes.get('Amt')
  const direction = directionOf(nodes.get('CdtDbtInd') ?? null, element)
  if (!amount || direction === null) throw new StatementRefusal(placeOf(element, at), sentence('camt.entry'))
  const status = nodes.get('Sts')
  const word = textAt(status, 'Cd', 'Prtry') ?? status?.text.trim() ?? ''
  return {
    isBooked: word === '' || word === 'BOOK',
    hasStatus: word !== '',
    amountHal: amountHal(amount, element),
    direction,
    currency: amount.currency,
  }
}

/**
 * Of camt.053 TxDtls: Amt, AmtDtls/TxAmt or AmtDtls/InstdAmt. Signed; null where none is in the currency of the entry.
 */
function detailAmountHal(
  statement: CamtStatement,
  { element }: CamtEntry,
  facts: EntryFacts,
  details: XmlNode,
): bigint | null {
  const currency = facts.currency ?? currencyOf(statement)
  const amount = ['Amt', 'AmtDtls/TxAmt/Amt', 'AmtDtls/InstdAmt/Amt']
    .flatMap((path) => nodesAt(details, path))
    .find((node) => node.currency === null || node.currency === currency)
  if (!amount) return null
  const direction = directionOf(nodeAt(details, 'CdtDbtInd'), `${element}/TxDtls`) ?? facts.direction
  return amountHal(amount, `${element}/TxDtls`) * direction
}

/** Camt.053 Ntry: BookgDt, else ValDt; RvslInd; AcctSvcrRef, else NtryRef. */
function baseOf(statement: CamtStatement, { element, nodes }: CamtEntry): EntryBase {
  const booked = dateIn(nodes.get('BookgDt') ?? null, element)
  const amount = nodes.get('Amt') ?? nobody
  if (!booked) warn(statement.tally, 'date_substituted', () => placeOf(element, amount))
  const date = booked ?? dateIn(nodes.get('ValDt') ?? null, element) ?? statement.to
  if (!date) throw new StatementRefusal(placeOf(element, amount), sentence('camt.undated'))
  const reversal = /^(true|1)$/.test(nodes.get('RvslInd')?.text.trim() ?? '')
  const reference = cleanText(nodes.get('AcctSvcrRef')?.text) ?? cleanText(nodes.get('NtryRef')?.text)
  return { date, reversal, reference }
}

/** Camt.053 Refs/EndToEndId: what the payer gave the payment, unless it is only said that they gave nothing. */
function payerReferenceOf(details: XmlNode): string | null {
  const written = cleanText(textAt(details, 'Refs/EndToEndId'))
  return written === null || /^(NOTPROVIDED|0+)$/i.test(written) ? null : written
}

/** RvslInd marks a reversal, but CdtDbtInd already says which way the money really went. */
function movement(
  statement: CamtStatement,
  entry: CamtEntry,
  details: XmlNode,
  signedHal: bigint,
  suffix: string,
): Omit<StatementEntry, 'index'> {
  const { date, reversal, reference } = baseOf(statement, entry)
  // Payments of a batch may all repeat the reference of the batch; each needs one of its own.
  const own = cleanText(textAt(details, 'Refs/AcctSvcrRef'))
  const place = () =>
    details.line
      ? sentence('place.elementLine', { element: `${entry.element}/TxDtls`, line: details.line })
      : sentence('place.element', { element: entry.element })
  const about = suffix === '' ? (entry.nodes.get('AddtlNtryInf')?.text ?? '') : ''
  const direction = signedHal < 0n ? -1n : 1n
  const party = counterPartyOf(details, direction, statement.account ?? '')
  if (party.account && !party.account.hasChecksum) warn(statement.tally, 'counter_account_checksum', place)
  const symbols = symbolsOf(details, [about], () => warn(statement.tally, 'symbol_unreadable', place))
  const unstructured = nodesAt(details, 'RmtInf/Ustrd').map((node) => node.text)
  const message =
    cleanText(unstructured.join(' ')) ?? cleanText(textAt(details, 'AddtlTxInf')) ?? cleanText(about)
  if (message?.includes('\ufffd') || party.name?.includes('\ufffd'))
    warn(statement.tally, 'text_unreadable', place)
  return {
    date,
    amountHal: signedHal,
    ...symbols,
    counterAccount: party.account?.text ?? null,
    name: party.name,
    message,
    payerReference: payerReferenceOf(details),
    bankReference:
      own !== null && (own !== reference || suffix === '') ? own : reference && `${reference}${suffix}`,
    reversal,
  }
}
