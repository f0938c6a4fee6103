/** The outcome of something that may be refused: a value, or the reason why not. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E }

/** Wraps a value that was reached. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

/** Wraps the reason of a refusal. */
export function fail<const E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error }
}
