import { formatKc } from '#lib/core/money'
import { listWaiting } from '#lib/matching/waiting-list.queries'
import { commandSentence } from '../../command-line-sentences.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayNotAllowed } from '../../surroundings/ending.ts'

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
