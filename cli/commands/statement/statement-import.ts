import { createReadStream } from 'node:fs'
import { basename, resolve } from 'node:path'
import { makeJob } from '#lib/actor/actor'
import { fileReportText } from '#lib/bank/import/report'
import { statementSource } from '#lib/bank/import/source'
import { matchingText } from '#lib/matching/report'
import { reversalsText } from '#lib/recovery/report'
import { receiveStatements } from '#lib/statement/receive.commands'
import { commandSentence } from '../../command-line-sentences.ts'
import { declareCommand } from '../../declaration/command.ts'
import { json, several } from '../../declaration/declaration.ts'
import { file } from '../../declaration/kinds.ts'
import { openGiven } from '../../surroundings/given-file.ts'
import { printedJson } from '../../surroundings/surroundings.ts'

/**
 * `statement import`: imports bank statements and matches what came. Exit code 0 done, 1 some file was refused and
 * nothing of it was written, 2 a file that cannot be opened.
 */
export const statementImportCommand = declareCommand({
  words: 'statement import',
  about: commandSentence('about.statementImport'),
  arguments: { files: several(file(), commandSentence('option.statementFiles')) },
  options: { json },
  run: async ({ files, json }, surroundings) => {
    // Tried before anything is imported, so that a mistyped name does nothing; the import opens each more than once.
    for (const name of files) {
      const opened = await openGiven(name, surroundings)
      if (!opened) return 2
      await opened.close()
    }
    const paths = files.map((name) => resolve(surroundings.cwd, name))
    const report = await receiveStatements(makeJob('import-statements'), paths.map(openStatements))
    const lines = [
      ...report.files.map(fileReportText),
      ...reversalsText(report.reversals),
      matchingText(report.matching),
    ]
    surroundings.print(json ? printedJson(report) : lines.join('\n'))
    return report.files.some((file) => file.refusal !== null) ? 1 : 0
  },
})

const openStatements = (path: string) => statementSource(basename(path), () => createReadStream(path))
