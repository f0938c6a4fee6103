import { createHash } from 'node:crypto'
import { normalAccount } from '#lib/identifiers/normal-account'
import { readStatements } from '../read.ts'
import type { StatementPart } from '../statement.ts'
import type { StatementSource } from './import.commands.ts'
import { ImportRefusal, refused } from './report.ts'

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

/** The source of one account alone: a statement of any other, though the city's too, refuses the whole file. */
export function ofAccount(account: string, source: StatementSource): StatementSource {
  const onlyItsOwn = async function* (parts: AsyncIterable<StatementPart>) {
    for await (const part of parts) {
      if (part.kind === 'head' && normalAccount(part.head.account) !== normalAccount(account)) {
        throw new ImportRefusal(refused.otherAccount(account, part.head.account))
      }
      yield part
    }
  }
  return {
    ...source,
    read: async (facts) => {
      const { format, parts } = await source.read(facts)
      return { format, parts: onlyItsOwn(parts) }
    },
  }
}
