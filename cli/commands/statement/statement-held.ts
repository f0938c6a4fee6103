import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import { listHeld } from '#lib/statement/held-list.queries'
import { rejectStatement, releaseStatement } from '#lib/statement/release.commands'
import { commandSentence } from '../../command-line-sentences.ts'
import { optional, required } from '../../declaration/declaration.ts'
import { amount, text, wholeNumber } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd, sayNotAllowed } from '../../surroundings/ending.ts'

const held = required(wholeNumber(commandSentence('value.number'), 15), commandSentence('option.held'))
const reason = required(text(commandSentence('value.reason')), commandSentence('option.reason'))

/** `statement held`: the statements that wait for an officer, with the reasons. */
export const statementHeldCommand = declareOfficerCommand({
  words: 'statement held',
  about: commandSentence('about.statementHeld'),
  run: async (officer, _values, surroundings) => {
    const lines = await listHeld(officer)
    if (!lines) return sayNotAllowed(surroundings, 'nothing')
    const told = (hal: bigint | null) =>
      hal === null ? commandSentence('statement.notStated') : formatKc(hal)
    for (const line of lines) {
      const facts = {
        id: String(line.id),
        account: line.account,
        from: formatDate(line.fromOn),
        to: formatDate(line.toOn),
        opening: told(line.openingHal),
        closing: told(line.closingHal),
        count: line.entries,
        why: line.why,
      }
      surroundings.print(commandSentence('statement.held', facts))
    }
    surroundings.print(commandSentence('statement.heldCount', { count: lines.length }))
    return 0
  },
})

/** `statement release`: by another officer than whoever brought it. Exit code 0 released, 1 refused. */
export const statementReleaseCommand = declareOfficerCommand({
  words: 'statement release',
  about: commandSentence('about.statementRelease'),
  arguments: { held },
  options: { opening: optional(amount, commandSentence('option.seenOpening')), reason },
  run: async (officer, { held: heldId, opening: seenOpeningHal = null, reason }, surroundings) =>
    sayEnd(surroundings, await releaseStatement(officer, { heldId, seenOpeningHal, reason }), {
      missing: 'statement',
      done: ({ file, matching }) =>
        [
          commandSentence('statement.released', { count: file.newEntries, matched: matching.matched }),
          ...file.warnings,
        ].join('\n'),
      refused: (problem) =>
        problem.kind === 'refused'
          ? problem.refusal
          : commandSentence(`statement.releaseProblem.${problem.kind}`),
    }),
})

/** `statement reject`: a held statement never counts. Exit code 0 rejected, 1 refused. */
export const statementRejectCommand = declareOfficerCommand({
  words: 'statement reject',
  about: commandSentence('about.statementReject'),
  arguments: { held },
  options: { reason },
  run: async (officer, { held: heldId, reason }, surroundings) =>
    sayEnd(surroundings, await rejectStatement(officer, { heldId, reason }), {
      missing: 'statement',
      done: () => commandSentence('statement.rejected'),
      refused: (problem) => commandSentence(`statement.releaseProblem.${problem}`),
    }),
})
