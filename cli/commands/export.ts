import { makeJob } from '#lib/actor/actor'
import { exportForAgenda } from '#lib/close/export-agenda.queries'
import { exportJournal, UnknownBookkeepingAccount } from '#lib/close/export-journal.queries'
import { commandSentence } from '../command-line-sentences.ts'
import { declareCommand } from '../declaration/command.ts'
import { required } from '../declaration/declaration.ts'
import { file, isoDay, month, text } from '../declaration/kinds.ts'
import { saveWhole } from '../surroundings/saved-file.ts'

const out = required(file(), commandSentence('option.outFile'))

/** `export journal`: the journal for the city's bookkeeping; a fault leaves no file. */
export const exportJournalCommand = declareCommand({
  words: 'export journal',
  about: commandSentence('about.exportJournal'),
  options: { month: required(month, commandSentence('option.month')), out },
  run: async ({ month, out }, surroundings) => {
    const pieces = await exportJournal(makeJob('export-journal'), month)
    if (!pieces) throw new Error('A job may export the journal.')
    try {
      await saveWhole(out, pieces, surroundings)
      return 0
    } catch (error) {
      if (!(error instanceof UnknownBookkeepingAccount)) throw error
      surroundings.print(commandSentence('closing.noBookkeepingAccount', { place: error.place }))
      return 1
    }
  },
})

/** `export agenda`: payments and proposals for the agenda system of a kind. */
export const exportAgendaCommand = declareCommand({
  words: 'export agenda',
  about: commandSentence('about.exportAgenda'),
  options: {
    fee: required(text(commandSentence('value.fee')), commandSentence('option.feeKind')),
    from: required(isoDay, commandSentence('option.exportFrom')),
    to: required(isoDay, commandSentence('option.exportTo')),
    out,
  },
  run: async ({ fee, from, to, out }, surroundings) => {
    const csv = await exportForAgenda(makeJob('export-agenda'), { feeKindCode: fee, from, to })
    if (csv === null) {
      surroundings.print(commandSentence('said.unknownFeeKind', { kind: fee }))
      return 1
    }
    await saveWhole(out, [csv], surroundings)
    return 0
  },
})
