import type { Result } from '#lib/core/result'
import { commandSentence } from '../command-line-sentences.ts'
import type { Surroundings } from './surroundings.ts'

/** What may be missing where an officer is not allowed something: the two are not told apart. */
export type Missing =
  | 'refund'
  | 'refundOrder'
  | 'receipt'
  | 'payment'
  | 'account'
  | 'receivable'
  | 'refunds'
  | 'statement'
  | 'nothing'

/** Says that the officer is not allowed, or that the thing is not there; the exit code. */
export function sayNotAllowed({ print }: Surroundings, what: Missing): number {
  print(commandSentence('said.notAllowed', { what }))
  return 1
}

/** Says how it ended, null meaning not allowed; the exit code. */
export function sayEnd<Value, Problem>(
  surroundings: Surroundings,
  ended: Result<Value, Problem> | null,
  says: { missing: Missing; done: (value: Value) => string; refused: (problem: Problem) => string },
): number {
  if (!ended) return sayNotAllowed(surroundings, says.missing)
  surroundings.print(ended.ok ? says.done(ended.value) : says.refused(ended.error))
  return ended.ok ? 0 : 1
}
