import { type GivenSurroundings, type Surroundings, wholeSurroundings } from '../surroundings/surroundings.ts'
import type { Argument, Declaration, Group, Option, ValuesOf } from './declaration.ts'
import { readCommandLine } from './reading.ts'

type Run = (values: Record<string, unknown>, surroundings: Surroundings) => Promise<number>

/**
 * A command: called with what stands after its words it reads, checks and runs. The exit code is 0 done, 1 refused,
 * 2 wrong usage. A database it needs is connected by the caller.
 */
export interface Command {
  (args: readonly string[], given: GivenSurroundings): Promise<number>
  declaration: Declaration
  /** Runs it with values that were read and checked before. */
  run: Run
}

/** How a command is declared; what is left out is none, and it needs the database. */
export interface Declared<
  Arguments extends Record<string, Argument>,
  Options extends Record<string, Option>,
> {
  words: string
  about: string
  needs?: Declaration['needs']
  arguments?: Arguments
  options?: Options
  groups?: readonly Group<keyof Options & string>[]
}
/** What a command gets: every argument and option by its name, read into its value. */
export type Values<Arguments, Options> = ValuesOf<Arguments> & ValuesOf<Options>
// Nothing declared, not anything.
type None = Record<never, never>

/** Declares a command of the command line. */
export function declareCommand<
  Arguments extends Record<string, Argument> = None,
  Options extends Record<string, Option> = None,
>(
  declared: Declared<Arguments, Options> & {
    run: (values: Values<Arguments, Options>, surroundings: Surroundings) => Promise<number>
  },
): Command {
  const { run } = declared
  // The values were read by the very declaration their type comes from.
  return makeCommand(declared, (values, surroundings) =>
    run(values as Values<Arguments, Options>, surroundings),
  )
}

/** A command whose run takes values of any names. */
export function makeCommand(
  declared: Declared<Record<string, Argument>, Record<string, Option>>,
  run: Run,
): Command {
  const { words, about, needs = 'database', arguments: taken = {}, options = {}, groups = [] } = declared
  const declaration = { words, about, needs, arguments: taken, options, groups }
  const call = async (args: readonly string[], given: GivenSurroundings) => {
    const surroundings = wholeSurroundings(given)
    const read = readCommandLine([declaration], [...words.split(' '), ...args])
    if (read.kind === 'command') return run(read.values, surroundings)
    if (read.kind === 'misused') surroundings.printError(read.text)
    else surroundings.print(read.text)
    return read.kind === 'misused' ? 2 : 0
  }
  return Object.assign(call, { declaration, run })
}
