import { commandSentence } from '../command-line-sentences.ts'
import type { Kind } from './kinds.ts'

/** A value that has to be given, may be given, or has to be given at least once. */
export interface Taken<Value, Need extends 'required' | 'optional' | 'several'> {
  need: Need
  kind: Kind<Value>
  about: string
}
/** An option without a value. */
export interface Flag {
  need: 'flag'
  about: string
}
export type Argument = Taken<unknown, 'required'> | Taken<unknown, 'several'>
export type Option = Taken<unknown, 'required'> | Taken<unknown, 'optional'> | Flag

type ValueOf<D> = D extends Flag
  ? boolean
  : D extends Taken<infer Value, infer Need>
    ? Need extends 'several'
      ? Value[]
      : Need extends 'required'
        ? Value
        : Value | undefined
    : never
/** What a command gets of arguments and options declared so, by their names. */
export type ValuesOf<Declared> = { [Name in keyof Declared]: ValueOf<Declared[Name]> }

/** Options of which exactly one, or at most one, may be given. */
export interface Group<Name extends string = string> {
  need: 'one' | 'at most one'
  of: readonly Name[]
}

/** Everything about how a command is written; parsing, checking, help and the page of commands come from it. */
export interface Declaration {
  /** The family and the command: `refund approve`. */
  words: string
  about: string
  /** What it works on; `environment` means the database and the variables of the portal, such as keys. */
  needs: 'nothing' | 'database' | 'environment'
  arguments: Readonly<Record<string, Argument>>
  options: Readonly<Record<string, Option>>
  groups: readonly Group[]
}

/** A value that has to be given. */
export const required = <Value>(kind: Kind<Value>, about: string): Taken<Value, 'required'> => ({
  need: 'required',
  kind,
  about,
})

/** A value that may be left out. */
export const optional = <Value>(kind: Kind<Value>, about: string): Taken<Value, 'optional'> => ({
  need: 'optional',
  kind,
  about,
})

/** Values up to the end of the line, at least one. */
export const several = <Value>(kind: Kind<Value>, about: string): Taken<Value, 'several'> => ({
  need: 'several',
  kind,
  about,
})

/** An option without a value. */
export const flag = (about: string): Flag => ({ need: 'flag', about })

/** The option for the output as JSON, the same everywhere. */
export const json = flag(commandSentence('option.json'))
