import type { Breakage } from '#sandbox/reply'

/** A business error of the protocol: the documented code and a message for the integrator. */
export type Refusal = { code: number; message: string }

/** What a protocol call ends with, before either version of the protocol words it. */
export type Outcome<Value> =
  | { kind: 'done'; value: Value }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'broken'; breakage: Breakage }

/** The call succeeded. */
export const done = <Value>(value: Value): Outcome<Value> => ({ kind: 'done', value })

/** The call is refused by the rules of the protocol. */
export const refused = (code: number, message: string): { kind: 'refused'; refusal: Refusal } => ({
  kind: 'refused',
  refusal: { code, message },
})

/** The call is broken on purpose. */
export const broken = (breakage: Breakage): { kind: 'broken'; breakage: Breakage } => ({
  kind: 'broken',
  breakage,
})
