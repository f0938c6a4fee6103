import { bankRulesShape } from '#lib/bank/import/input'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { saveRules } from '#lib/statement/recognition/save.commands'
import { tryRules } from '#lib/statement/recognition/try.queries'
import { commandSentence } from '../../command-line-sentences.ts'
import { optional, required } from '../../declaration/declaration.ts'
import { file, wholeNumber } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd, sayNotAllowed } from '../../surroundings/ending.ts'
import { readGiven } from '../../surroundings/given-file.ts'

/** So many changed movements are listed one by one. */
const listed = 50

/**
 * `statement rules`: tries rules of recognition on past movements; saves them where `--save` says how many of these were
 * seen to change. Exit code 0 tried or saved, 1 refused, 2 a file that is none.
 */
export const statementRulesCommand = declareOfficerCommand({
  words: 'statement rules',
  about: commandSentence('about.statementRules'),
  arguments: { file: required(file(), commandSentence('option.rulesFile')) },
  options: {
    save: optional(wholeNumber(commandSentence('value.count'), 9), commandSentence('option.rulesSave')),
  },
  run: async (officer, { file: name, save: seenChanges }, surroundings) => {
    const bytes = await readGiven(name, surroundings)
    if (!bytes) return 2
    const rules = readRules(bytes.toString('utf8'))
    if (typeof rules === 'string') {
      surroundings.printError(commandSentence('statement.rules.unreadable', { file: name, problem: rules }))
      return 2
    }
    if (seenChanges !== undefined) {
      return sayEnd(surroundings, await saveRules(officer, { rules, seenChanges }), {
        missing: 'nothing',
        done: () => commandSentence('statement.rules.saved'),
        refused: ({ kind, count }) => commandSentence(`statement.rules.problem.${kind}`, { count }),
      })
    }
    const trial = await tryRules(officer, rules, pragueDate(now()))
    if (!trial) return sayNotAllowed(surroundings, 'nothing')
    for (const one of trial.changed.slice(0, listed)) {
      const [is, would] = [one.is, one.would].map((kind) => commandSentence(`statement.kind.${kind}`))
      const text = commandSentence('statement.rules.change', {
        id: String(one.bankEntryId),
        day: one.bookedOn,
        amount: formatKc(one.amountHal),
        is: is ?? '',
        would: would ?? '',
      })
      surroundings.print(one.isPayment ? commandSentence('statement.rules.payment', { text }) : text)
    }
    const { tried, changed } = trial
    const payments = changed.filter((one) => one.isPayment).length
    surroundings.print(
      commandSentence('statement.rules.tried', {
        tried,
        changed: changed.length,
        payments,
        command: `statement rules ${name} --save ${changed.length}`,
      }),
    )
    return payments > 0 ? 1 : 0
  },
})

/** The rules a file tells, or what is wrong with it. */
function readRules(text: string) {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return String(error instanceof Error ? error.message : error)
  }
  const read = bankRulesShape.safeParse(value)
  return read.success
    ? read.data
    : read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
}
