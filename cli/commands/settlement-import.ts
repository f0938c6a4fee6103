import { basename } from 'node:path'
import { makeJob } from '#lib/actor/actor'
import { followSettlements } from '#lib/settlement/follow.commands'
import { importSettlementFile } from '#lib/settlement/import.commands'
import { followedText, importText } from '#lib/settlement/report'
import { commandSentence } from '../command-line-sentences.ts'
import { declareCommand } from '../declaration/command.ts'
import { json, required, several } from '../declaration/declaration.ts'
import { file, text } from '../declaration/kinds.ts'
import { readGiven } from '../surroundings/given-file.ts'
import { printedJson } from '../surroundings/surroundings.ts'

/**
 * `settlement import`: imports settlement files and does what follows from them. Exit code 0 done, 1 some file was
 * refused and nothing of it was written, 2 a file that cannot be opened.
 */
export const settlementImportCommand = declareCommand({
  words: 'settlement import',
  about: commandSentence('about.settlementImport'),
  needs: 'environment',
  arguments: {
    gateway: required(text(commandSentence('value.gateway')), commandSentence('option.gateway')),
    files: several(file(), commandSentence('option.settlementFiles')),
  },
  options: { json },
  run: async ({ gateway, files: names, json }, surroundings) => {
    const files: { fileName: string; bytes: Uint8Array }[] = []
    for (const name of names) {
      const bytes = await readGiven(name, surroundings)
      if (!bytes) return 2
      files.push({ fileName: basename(name), bytes })
    }
    const actor = makeJob('import-settlements')
    const results = []
    for (const file of files) {
      results.push({ file: file.fileName, imported: await importSettlementFile(actor, gateway, file) })
    }
    const followed = await followSettlements(actor)
    const lines = results.map(({ file, imported }) => importText(gateway, file, imported))
    surroundings.print(
      json ? printedJson({ files: results, followed }) : [...lines, followedText(followed)].join('\n'),
    )
    return results.every(({ imported }) => imported.ok) ? 0 : 1
  },
})
