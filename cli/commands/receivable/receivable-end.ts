import { formatKc } from '#lib/core/money'
import { settleByCredit, settleByReceipt } from '#lib/recovery/receivable/settle.commands'
import { agreeToWriteOff, proposeWriteOff } from '#lib/recovery/receivable/write-off.commands'
import { receivableProblemText } from '#lib/recovery/report'
import { commandSentence } from '../../command-line-sentences.ts'
import { required } from '../../declaration/declaration.ts'
import { amount, text, wholeNumber } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd } from '../../surroundings/ending.ts'

const receivable = required(
  wholeNumber(commandSentence('value.receivable'), 15),
  commandSentence('option.receivable'),
)
const reason = required(text(commandSentence('value.reason')), commandSentence('option.reason'))
const seen = required(amount, commandSentence('option.receivableRemains'))

/** `receivable settle`: lays a waiting receipt on it. Exit code 0 laid, 1 refused. */
export const receivableSettleCommand = declareOfficerCommand({
  words: 'receivable settle',
  about: commandSentence('about.receivableSettle'),
  arguments: { receivable },
  options: {
    payment: required(
      wholeNumber(commandSentence('value.payment'), 15),
      commandSentence('option.settlingReceipt'),
    ),
    amount: required(amount, commandSentence('option.receiptAmount')),
    reason,
  },
  run: async (officer, values, surroundings) => {
    const { receivable: receivableId, payment: bankEntryId, amount: seenAmountHal, reason } = values
    const ended = await settleByReceipt(officer, { receivableId, bankEntryId, seenAmountHal, reason })
    return sayEnd(surroundings, ended, {
      missing: 'receivable',
      done: () => commandSentence('receivable.settled'),
      refused: receivableProblemText,
    })
  },
})

/** `receivable offset`: lays credit of its payer on it. Exit code 0 laid, 1 refused. */
export const receivableOffsetCommand = declareOfficerCommand({
  words: 'receivable offset',
  about: commandSentence('about.receivableOffset'),
  arguments: { receivable },
  options: { seen, reason },
  run: async (officer, { receivable: receivableId, seen: seenRemainsHal, reason }, surroundings) =>
    sayEnd(surroundings, await settleByCredit(officer, { receivableId, seenRemainsHal, reason }), {
      missing: 'receivable',
      done: (laidHal) => commandSentence('receivable.offset', { amount: formatKc(laidHal) }),
      refused: receivableProblemText,
    }),
})

/** `receivable write-off`: asks for what remains to be written off. Exit code 0 asked, 1 refused. */
export const receivableWriteOffCommand = declareOfficerCommand({
  words: 'receivable write-off',
  about: commandSentence('about.receivableWriteOff'),
  arguments: { receivable },
  options: { seen, reason },
  run: async (officer, { receivable: receivableId, seen: seenRemainsHal, reason }, surroundings) =>
    sayEnd(surroundings, await proposeWriteOff(officer, { receivableId, seenRemainsHal, reason }), {
      missing: 'receivable',
      done: () => commandSentence('receivable.writeOffProposed'),
      refused: receivableProblemText,
    }),
})

/** `receivable agree`: a second officer writes it off. Exit code 0 written off, 1 refused. */
export const receivableAgreeCommand = declareOfficerCommand({
  words: 'receivable agree',
  about: commandSentence('about.receivableAgree'),
  arguments: { receivable },
  options: { seen },
  run: async (officer, { receivable: receivableId, seen: seenRemainsHal }, surroundings) =>
    sayEnd(surroundings, await agreeToWriteOff(officer, { receivableId, seenRemainsHal }), {
      missing: 'receivable',
      done: () => commandSentence('receivable.writtenOff'),
      refused: receivableProblemText,
    }),
})
