import { confirmOpening } from '#lib/statement/release.commands'
import { withdrawStatement } from '#lib/statement/withdraw.commands'
import { commandSentence } from '../../command-line-sentences.ts'
import { optional, required } from '../../declaration/declaration.ts'
import { account, amount, text, wholeNumber } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd } from '../../surroundings/ending.ts'

/** `statement withdraw`: takes a statement back as a whole. Exit code 0 withdrawn, 1 refused and nothing changed. */
export const statementWithdrawCommand = declareOfficerCommand({
  words: 'statement withdraw',
  about: commandSentence('about.statementWithdraw'),
  arguments: {
    statement: required(
      wholeNumber(commandSentence('value.number'), 15),
      commandSentence('option.statement'),
    ),
  },
  options: {
    closing: optional(amount, commandSentence('option.seenClosing')),
    reason: required(text(commandSentence('value.reason')), commandSentence('option.reason')),
  },
  run: async (officer, { statement: statementId, closing: seenClosingHal = null, reason }, surroundings) =>
    sayEnd(surroundings, await withdrawStatement(officer, { statementId, seenClosingHal, reason }), {
      missing: 'statement',
      done: ({ entries }) => commandSentence('statement.withdrawn', { count: entries }),
      refused: (problem) =>
        commandSentence(`statement.withdrawProblem.${problem.kind}`, {
          payment: problem.kind === 'money_gone' ? String(problem.bankEntryId) : '',
        }),
    }),
})

/** `statement opening`: with what an account begins, said before its first statement comes. */
export const statementOpeningCommand = declareOfficerCommand({
  words: 'statement opening',
  about: commandSentence('about.statementOpening'),
  arguments: { account: required(account, commandSentence('option.cityAccount')) },
  options: { amount: required(amount, commandSentence('option.opening')) },
  run: async (officer, { account, amount: openingHal }, surroundings) =>
    sayEnd(surroundings, await confirmOpening(officer, { account, openingHal }), {
      missing: 'nothing',
      done: () => commandSentence('statement.openingConfirmed', { account }),
      refused: (problem) => commandSentence(`statement.openingProblem.${problem}`),
    }),
})
