import { createHash } from 'node:crypto'
import { readStatements } from '../read.ts'
import type { StatementSource } from './import.commands.ts'

/** A file of statements that comes as bytes; its hash is known once it was read to the end. */
export function statementSource(fileName: string, bytes: () => AsyncIterable<Uint8Array>): StatementSource {
  const hash = createHash('sha256')
  const hashed = async function* () {
    for await (const chunk of bytes()) {
      hash.update(chunk)
      yield chunk
    }
  }
  return {
    fileName,
    read: (facts) => readStatements(hashed(), facts),
    sha256: () => hash.copy().digest('hex'),
  }
}
