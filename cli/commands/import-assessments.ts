import { basename } from 'node:path'
import { makeJob } from '#lib/actor/actor'
import { importAssessments } from '#lib/assessment/import/import.commands'
import { reportText } from '#lib/assessment/import/report'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { commandSentence } from '../command-line-sentences.ts'
import { declareCommand } from '../declaration/command.ts'
import { flag, json, optional, required } from '../declaration/declaration.ts'
import { czechDay, file } from '../declaration/kinds.ts'
import { openGiven } from '../surroundings/given-file.ts'
import { printedJson } from '../surroundings/surroundings.ts'

/**
 * `import assessments`: exit code 0 done, 1 the file has faults and nothing was written, 2 wrong usage or a file that
 * cannot be opened. Ctrl-C leaves nothing behind: it is all one transaction.
 */
export const importAssessmentsCommand = declareCommand({
  words: 'import assessments',
  about: commandSentence('about.importAssessments'),
  needs: 'environment',
  arguments: { file: required(file(), commandSentence('option.assessmentsFile')) },
  options: {
    'dry-run': flag(commandSentence('option.dryRun')),
    'known-until': optional(czechDay, commandSentence('option.knownUntil')),
    json,
  },
  run: async ({ file, json, 'dry-run': dryRun, 'known-until': knownUntil }, surroundings) => {
    if (knownUntil && knownUntil > pragueDate(now())) {
      surroundings.printError(commandSentence('said.inFuture'))
      return 2
    }
    const opened = await openGiven(file, surroundings)
    if (!opened) return 2
    const source = { fileName: basename(file), stream: opened.createReadStream() }
    const report = await importAssessments(makeJob('import-assessments'), source, { dryRun, knownUntil })
    surroundings.print(json ? printedJson(report) : reportText(report, { dryRun }))
    return report.rejectedTotal > 0 ? 1 : 0
  },
})
