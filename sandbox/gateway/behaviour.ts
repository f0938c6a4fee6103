import { z } from 'zod'

/** One way a gateway may misbehave: a row of the table that its control interface and control page are made from. */
export type Setting<Value = unknown, Initial = unknown> = {
  kind: 'flag' | 'number' | 'text' | 'choice' | 'several'
  /** What a tester reads on the control page, in Czech. */
  description: string
  /** What holds while nobody sets it. */
  initial: Initial
  /** What may be set over JSON. */
  schema: z.ZodType<Value>
  /** What a tester may choose from, with its name in Czech. */
  options: readonly (readonly [name: string, words: string])[]
  /** What the fields of a submitted form set. */
  fromForm: (given: string[]) => unknown
}

/** The settings of a gateway by their names. */
export type Table = Record<string, Setting>

/** What is set of a table; an empty object is a well-behaved gateway. */
export type BehaviourOf<Settings extends Table> = {
  [Name in keyof Settings]?: Settings[Name] extends Setting<infer Value> ? Value : never
}

/** A behaviour with what holds of itself filled in. */
export type WholeBehaviour<Settings extends Table> = {
  [Name in keyof Settings]:
    | (Settings[Name] extends Setting<infer Value> ? Value : never)
    | Settings[Name]['initial']
}

const plain = { options: [], fromForm: ([text]: string[]): unknown => text }

/** A yes or no. */
export const flag = (description: string): Setting<boolean, false> => ({
  ...plain,
  kind: 'flag',
  description,
  initial: false,
  schema: z.boolean(),
  fromForm: () => true,
})

/** An amount that is told wrong: true makes it higher by 100 minor units, a number is told as it is. */
export const wrongAmount = (description: string): Setting<boolean | number, false> => ({
  ...flag(description),
  schema: z.union([z.boolean(), z.int()]),
})

/** A whole number from `least` to `most`. */
export const count = (
  description: string,
  initial: number,
  { least = 1, most = Number.MAX_SAFE_INTEGER } = {},
): Setting<number, number> => ({
  ...plain,
  kind: 'number',
  description,
  initial,
  schema: z.int().min(least).max(most),
  fromForm: ([text]) => Number(text),
})

/** Milliseconds to wait, up to an hour. */
export const delay = (description: string): Setting<number, number> =>
  count(description, 0, { least: 0, most: 3_600_000 })

/** Any text. */
export const words = (description: string): Setting<string, null> => ({
  ...plain,
  kind: 'text',
  description,
  initial: null,
  schema: z.string(),
})

/** One of some ways, or none of them. */
export const choice = <const Name extends string>(
  description: string,
  names: readonly Name[],
  named: Partial<Record<Name, string>> = {},
): Setting<Name, null> => ({
  ...plain,
  kind: 'choice',
  description,
  initial: null,
  schema: z.enum(names),
  options: optionsOf(names, named),
})

/** Any of some ways at once. */
export const several = <const Name extends string>(
  description: string,
  names: readonly Name[],
  named: Partial<Record<Name, string>> = {},
): Setting<Name[], Name[]> => ({
  kind: 'several',
  description,
  initial: [],
  schema: z.array(z.enum(names)),
  options: optionsOf(names, named),
  fromForm: (given) => given,
})

/** A value of any shape over JSON, of which a tester is offered some. */
export const offer = <Value>(
  description: string,
  schema: z.ZodType<Value>,
  offered: Record<string, [words: string, value: Value]>,
): Setting<Value, null> => ({
  kind: 'choice',
  description,
  initial: null,
  schema,
  options: Object.entries(offered).map(([name, [text]]) => [name, text]),
  fromForm: ([name = '']) => offered[name]?.[1],
})

/** Failures that more gateways know. */
const failures: Record<string, string> = {
  http500: 'chyba serveru 500',
  html: 'stránka místo odpovědi',
  hang: 'odpověď nepřijde',
  drop: 'spojení se přeruší',
  'timeout-after-storing': 'provede se, ale odpověď nepřijde',
}

const optionsOf = <Name extends string>(names: readonly Name[], named: Partial<Record<Name, string>>) =>
  names.map((name) => [name, named[name] ?? failures[name] ?? name] as const)

/** The shape of a behaviour over JSON; a name that is not in the table is refused. */
export const schemaOf = <Settings extends Table>(table: Settings): z.ZodType<BehaviourOf<Settings>> =>
  z.strictObject(
    Object.fromEntries(Object.entries(table).map(([name, { schema }]) => [name, schema.optional()])),
  ) as unknown as z.ZodType<BehaviourOf<Settings>>

/** What a submitted form sets, not checked yet; fields left empty set nothing. */
export const readBehaviour = (table: Table, form: URLSearchParams): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(table).flatMap(([name, setting]) => {
      const given = form.getAll(name).filter((text) => text !== '')
      return given.length > 0 ? [[name, setting.fromForm(given)]] : []
    }),
  )
