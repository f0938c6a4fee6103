import { fail, ok, type Result } from '#lib/core/result'
import { commandSentence } from '../command-line-sentences.ts'
import type { Argument, Declaration, Group, Option } from './declaration.ts'
import { argumentTerm, optionTerm } from './usage.ts'

/** What stands on the line: arguments in their order, and for each option every value it was given. */
export interface Written {
  arguments: readonly string[]
  /** Empty where an option stands without a value. */
  options: ReadonlyMap<string, readonly string[]>
}
type Values = Record<string, unknown>

/** The values of arguments and options by their names, or what is wrong with the first that is not as declared. */
export function checkWritten(declaration: Declaration, written: Written): Result<Values, string> {
  const values: Values = {}
  const entries = Object.entries(declaration.arguments)
  for (const [index, [name, argument]] of entries.entries()) {
    const end = argument.need === 'several' ? undefined : index + 1
    const read = readArgument(argument, written.arguments.slice(index, end))
    if (!read.ok) return read
    values[name] = argument.need === 'several' ? read.value : read.value[0]
  }
  for (const [name, option] of Object.entries(declaration.options)) {
    const read = readOption(name, option, written.options.get(name) ?? [])
    if (!read.ok) return read
    values[name] = read.value
  }
  for (const group of declaration.groups) {
    const fault = groupFault(group, declaration, values)
    if (fault) return fail(fault)
  }
  return ok(values)
}

function readArgument(argument: Argument, given: readonly string[]): Result<unknown[], string> {
  const term = argumentTerm(argument)
  const expected = argument.kind.expected ?? argument.about
  if (given.length === 0) return fail(commandSentence('wrong.missingArgument', { argument: term, expected }))
  const values: unknown[] = []
  for (const one of given) {
    const value = argument.kind.read(one)
    if (value === null) {
      return fail(commandSentence('wrong.unreadableArgument', { argument: term, given: one, expected }))
    }
    values.push(value)
  }
  return ok(values)
}

function readOption(name: string, option: Option, given: readonly string[]): Result<unknown, string> {
  const [first, ...further] = given
  if (further.length > 0) return fail(commandSentence('wrong.givenTwice', { option: `--${name}` }))
  if (option.need === 'flag') return ok(given.length > 0)
  const told = { option: optionTerm(name, option), expected: option.kind.expected ?? option.about }
  if (first === undefined) {
    return option.need === 'required' ? fail(commandSentence('wrong.missingOption', told)) : ok(undefined)
  }
  if (first === '') return fail(commandSentence('wrong.missingValue', told))
  const value = option.kind.read(first)
  if (value !== null) return ok(value)
  return fail(commandSentence('wrong.unreadableOption', { ...told, option: `--${name}`, given: first }))
}

function groupFault({ need, of }: Group, { options }: Declaration, values: Values): string | null {
  const given = of.filter((name) => values[name] !== undefined)
  if (given.length > 1) {
    return commandSentence('wrong.givenTogether', { options: given.map((one) => `--${one}`).join(', ') })
  }
  if (need === 'at most one' || given.length === 1) return null
  const terms = of.flatMap((name) => (options[name] ? [optionTerm(name, options[name])] : []))
  return commandSentence('wrong.missingOneOf', { options: terms.join(', ') })
}
