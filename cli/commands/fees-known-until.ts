import { makeJob } from '#lib/actor/actor'
import { setPaymentsKnownUntil } from '#lib/fee/known-until.commands'
import { formatDate } from '#lib/i18n/format'
import { commandSentence } from '../command-line-sentences.ts'
import { declareCommand } from '../declaration/command.ts'
import { required } from '../declaration/declaration.ts'
import { czechDay, text } from '../declaration/kinds.ts'

/** `fees known-until`: transfers of the fee kind are known up to that day. Exit code 0 done, 1 refused. */
export const feesKnownUntilCommand = declareCommand({
  words: 'fees known-until',
  about: commandSentence('about.feesKnownUntil'),
  arguments: {
    kind: required(text(commandSentence('value.fee')), commandSentence('option.feeKind')),
    day: required(czechDay, commandSentence('option.knownDay')),
  },
  run: async ({ kind, day: isoDay }, { print }) => {
    const told = await setPaymentsKnownUntil(makeJob('fees-known-until'), kind, isoDay)
    if (!told.ok) {
      print(
        told.error === 'in_future'
          ? commandSentence('said.inFuture')
          : commandSentence('said.unknownFeeKind', { kind }),
      )
      return 1
    }
    const day = formatDate(isoDay)
    print(
      told.value
        ? commandSentence('fees.known', { kind, day, before: formatDate(told.value) })
        : commandSentence('fees.knownFirst', { kind, day }),
    )
    return 0
  },
})
