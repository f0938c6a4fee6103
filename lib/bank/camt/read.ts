import { sentence } from '#lib/bank/reading-sentences'
import { type StatementEntry, type StatementPart, StatementRefusal } from '#lib/bank/statement'
import { countEntry, endOf } from '#lib/bank/tally'
import { decodeXml } from './decode.ts'
import { type CamtEntry, closeEntry, newEntry, takeEntryNode } from './entry.ts'
import { type CamtStatement, checkSummary, headOf, newStatement, takeStatementNode } from './head.ts'
import { xmlParts } from './xml.ts'

/**
 * Statements in CAMT.053 of any version: one for each `Stmt`. A batch gives a movement for each of its payments,
 * an entry without payments one for itself. Only what is booked.
 */
export async function* readCamt(
  first: Uint8Array,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<StatementPart> {
  let statement: CamtStatement | null = null
  let entry: CamtEntry | null = null
  let statements = 0
  for await (const part of xmlParts(decodeXml(first, pieces))) {
    if (part.kind === 'open' && part.name === 'Stmt') {
      statement = newStatement(`Stmt ${++statements}`, part.line)
    } else if (part.kind === 'open' && part.name === 'Ntry' && statement) {
      if (!statement.isHeadTold) yield { kind: 'head', head: headOf(statement) }
      statement.isHeadTold = true
      entry = newEntry(statement)
    } else if (part.kind === 'node' && entry && statement) {
      yield* told(statement, takeEntryNode(statement, entry, part.node))
    } else if (part.kind === 'node' && part.parent === 'Stmt' && statement) {
      takeStatementNode(statement, part.node)
    } else if (part.kind === 'close' && part.name === 'Ntry' && entry && statement) {
      yield* told(statement, closeEntry(statement, entry, part.line))
      entry = null
    } else if (part.kind === 'close' && part.name === 'Stmt' && statement) {
      if (!statement.isHeadTold) yield { kind: 'head', head: headOf(statement) }
      checkSummary(statement)
      yield endOf(statement.tally, headOf(statement))
      statement = null
    }
  }
  if (statements === 0)
    throw new StatementRefusal(sentence('place.element', { element: 'BkToCstmrStmt' }), sentence('camt.none'))
}

function* told(
  statement: CamtStatement,
  movements: Iterable<Omit<StatementEntry, 'index'>>,
): Generator<StatementPart> {
  for (const movement of movements) {
    const entry = { index: statement.tally.entries + 1, ...movement }
    countEntry(statement.tally, entry)
    yield { kind: 'entry', entry }
  }
}
