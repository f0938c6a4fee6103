import { makeJob } from '#lib/actor/actor'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { commandSentence } from '../command-line-sentences.ts'
import { declareCommand } from '../declaration/command.ts'
import { json } from '../declaration/declaration.ts'
import { printedJson } from '../surroundings/surroundings.ts'

/** `ledger verify`: exit code 0 where every balance agrees with the journal, 1 with a list otherwise. */
export const ledgerVerifyCommand = declareCommand({
  words: 'ledger verify',
  about: commandSentence('about.ledgerVerify'),
  options: { json },
  run: async ({ json }, { print }) => {
    const { entries, lines, differences } = await verifyLedger(makeJob('ledger-verify'))
    const code = differences.length === 0 ? 0 : 1
    if (json) {
      print(printedJson({ entries, lines, differences }))
      return code
    }
    print(commandSentence('ledger.read', { entries, lines }))
    for (const { what, id, keptHal, journalHal } of differences) {
      const amounts = { kept: String(keptHal), journal: String(journalHal) }
      print(commandSentence('ledger.difference', { what, id: String(id), ...amounts }))
    }
    print(
      code === 0
        ? commandSentence('ledger.agrees')
        : commandSentence('ledger.differences', { count: differences.length }),
    )
    return code
  },
})
