import { readStatements } from '#lib/bank/read'
import { StatementRefusal } from '#lib/bank/statement'
import { commandSentence } from '../../command-line-sentences.ts'
import { declareCommand } from '../../declaration/command.ts'
import { json, optional, required } from '../../declaration/declaration.ts'
import { bankCode, file } from '../../declaration/kinds.ts'
import { openGiven } from '../../surroundings/given-file.ts'
import { statementJson } from './statement-json.ts'
import { statementText } from './statement-text.ts'

/**
 * `statement check`: reads a bank statement and compares its control sums; no database is needed. Exit code 0 read,
 * with warnings too; 1 the file is no readable statement; 2 a file that cannot be opened. With --json even a refused
 * file gives whole JSON, with `refused` at its end.
 */
export const statementCheckCommand = declareCommand({
  words: 'statement check',
  about: commandSentence('about.statementCheck'),
  needs: 'nothing',
  arguments: { file: required(file(), commandSentence('option.statementFile')) },
  options: { bank: optional(bankCode, commandSentence('option.bank')), json },
  run: async ({ file, bank = null, json }, surroundings) => {
    const opened = await openGiven(file, surroundings)
    if (!opened) return 2
    const output = json ? statementJson(surroundings.write) : statementText(surroundings.print)
    try {
      const { format, parts } = await readStatements(opened.createReadStream(), { bankCode: bank })
      await output.begin(format)
      for await (const part of parts) await output.part(part)
      await output.end(null)
      return 0
    } catch (error) {
      if (!(error instanceof StatementRefusal)) throw error
      await output.end(error)
      surroundings.printError(commandSentence('statement.refused', { reason: error.message }))
      return 1
    }
  },
})
