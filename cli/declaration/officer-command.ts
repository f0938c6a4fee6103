import type { Officer } from '#lib/actor/actor'
import { officerBySubject } from '#lib/auth/officer.queries'
import { commandSentence } from '../command-line-sentences.ts'
import type { Surroundings } from '../surroundings/surroundings.ts'
import { type Command, type Declared, makeCommand, type Values } from './command.ts'
import { type Argument, type Option, required } from './declaration.ts'
import { text } from './kinds.ts'

type None = Record<never, never>

const as = required(text(commandSentence('value.subject')), commandSentence('option.as'))

/** Declares a command that an officer runs, named by `--as`; somebody the portal does not know is refused. */
export function declareOfficerCommand<
  Arguments extends Record<string, Argument> = None,
  Options extends Record<string, Option> = None,
>(
  declared: Declared<Arguments, Options> & {
    run: (officer: Officer, values: Values<Arguments, Options>, surroundings: Surroundings) => Promise<number>
  },
): Command {
  const { run, ...rest } = declared
  return makeCommand({ ...rest, options: { as, ...rest.options } }, async (values, surroundings) => {
    const subject = String(values.as)
    const officer = await officerBySubject(subject)
    if (officer) return run(officer, values as Values<Arguments, Options>, surroundings)
    surroundings.print(commandSentence('said.unknownOfficer', { subject }))
    return 1
  })
}
