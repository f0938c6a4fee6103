import { makeJob } from '#lib/actor/actor'
import { confirmDocuments } from '#lib/close/confirm-documents.commands'
import { unconfirmedDays } from '#lib/close/documents.queries'
import { numberDocuments } from '#lib/close/number-documents.commands'
import { sentence } from '#lib/close/report/close-sentences'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import { commandSentence } from '../command-line-sentences.ts'
import { declareCommand } from '../declaration/command.ts'
import { required } from '../declaration/declaration.ts'
import { amount, isoDay } from '../declaration/kinds.ts'
import { declareOfficerCommand } from '../declaration/officer-command.ts'
import { sayEnd } from '../surroundings/ending.ts'

/** `documents list`: numbers what waits, and lists the days nobody has confirmed. */
export const documentsListCommand = declareCommand({
  words: 'documents list',
  about: commandSentence('about.documentsList'),
  run: async (_values, { print }) => {
    const job = makeJob('number-documents')
    print(commandSentence('documents.numbered', { count: await numberDocuments(job) }))
    const days = (await unconfirmedDays(job)) ?? []
    if (days.length === 0) print(sentence('daysEmpty'))
    for (const { day, documents: count, controlSumHal } of days) {
      const sum = formatKc(controlSumHal)
      print(commandSentence('documents.day', { isoDay: day, day: formatDate(day), count, sum }))
    }
    return 0
  },
})

/** `documents confirm`: the amount is the sum the officer saw. */
export const documentsConfirmCommand = declareOfficerCommand({
  words: 'documents confirm',
  about: commandSentence('about.documentsConfirm'),
  arguments: { day: required(isoDay, commandSentence('option.confirmedDay')) },
  options: { amount: required(amount, commandSentence('option.confirmedSum')) },
  run: async (officer, { day, amount: seenSumHal }, surroundings) =>
    sayEnd(surroundings, await confirmDocuments(officer, { day, seenSumHal }), {
      missing: 'nothing',
      done: () => commandSentence('documents.confirmed'),
      refused: (problem) => sentence(`confirmProblem.${problem}`),
    }),
})
