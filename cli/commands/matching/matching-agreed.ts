import { showAgreed } from '#lib/matching/agreement/agreed.queries'
import { endAgreement } from '#lib/matching/agreement/end.commands'
import { commandSentence } from '../../command-line-sentences.ts'
import { required } from '../../declaration/declaration.ts'
import { wholeNumber } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayNotAllowed } from '../../surroundings/ending.ts'

/** `matching agreed`: the agreed lists; every name read is recorded. */
export const matchingAgreedCommand = declareOfficerCommand({
  words: 'matching agreed',
  about: commandSentence('about.matchingAgreed'),
  run: async (officer, _values, surroundings) => {
    const lists = await showAgreed(officer)
    if (!lists) return sayNotAllowed(surroundings, 'receipt')
    for (const { id, name, counterAccount, variableSymbol, validFrom, validTo, members } of lists) {
      const symbol = commandSentence('matching.symbol', { symbol: variableSymbol })
      const from = commandSentence('matching.from', { day: validFrom })
      const until = validTo
        ? commandSentence('matching.until', { day: validTo })
        : commandSentence('matching.lasts')
      surroundings.print([id, name, counterAccount, symbol, from, until].join(' · '))
      for (const member of members) surroundings.print(`  ${member}`)
    }
    surroundings.print(commandSentence('matching.agreements', { count: lists.length }))
    return 0
  },
})

/** `matching end`: ends an agreed list. */
export const matchingEndCommand = declareOfficerCommand({
  words: 'matching end',
  about: commandSentence('about.matchingEnd'),
  arguments: {
    agreement: required(
      wholeNumber(commandSentence('value.agreement'), 9),
      commandSentence('option.agreement'),
    ),
  },
  run: async (officer, { agreement }, surroundings) => {
    const ended = await endAgreement(officer, agreement)
    if (ended === null) return sayNotAllowed(surroundings, 'receipt')
    surroundings.print(
      ended
        ? commandSentence('matching.ended', { id: String(agreement) })
        : commandSentence('matching.noSuchAgreement'),
    )
    return ended ? 0 : 1
  },
})
