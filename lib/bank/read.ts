import { type StatementFormat, type StatementPart, StatementRefusal } from './statement.ts'

/** Reads a file of bank statements in any known format, as a stream. */
export async function readStatements(
  _bytes: AsyncIterable<Uint8Array>,
): Promise<{ format: StatementFormat; parts: AsyncGenerator<StatementPart> }> {
  throw new StatementRefusal('soubor', 'formát výpisu neznáme')
}
