import { formatKc } from '#lib/core/money'
import { listWaiting } from '#lib/matching/list/queries'
import { commandSentence } from '../../command-line-sentences.ts'
import { sayNotAllowed } from '../../officer/ending.ts'
import { declareOfficerCommand } from '../../officer/officer-command.ts'

/** `matching waiting`: receipts that wait for their payer. Exit code 0 told, 1 not allowed. */
export const matchingWaitingCommand = declareOfficerCommand({
  words: 'matching waiting',
  about: commandSentence('about.matchingWaiting'),
  run: async (officer, _values, surroundings) => {
    const lines = await listWaiting(officer)
    if (!lines) return sayNotAllowed(surroundings, 'receipt')
    for (const { bankEntryId, bookedOn, amountHal, bankAccount, variableSymbol } of lines) {
      const symbol = variableSymbol
        ? commandSentence('matching.symbol', { symbol: variableSymbol })
        : commandSentence('matching.noSymbol')
      surroundings.print([bankEntryId, bookedOn, formatKc(amountHal), symbol, bankAccount].join(' · '))
    }
    surroundings.print(commandSentence('matching.waiting', { count: lines.length }))
    return 0
  },
})
