type Clock = () => Date

// A bundler may load this module twice; a registered symbol keeps one override for all copies.
const overrideKey = Symbol.for('platebni-portal.clock')
const shared = globalThis as { [overrideKey]?: Clock | null }

/** The present instant: the only place that asks for it, so a test can stop or move time. */
export function now(): Date {
  return shared[overrideKey]?.() ?? new Date()
}

/**
 * Replaces the clock in a test; `null` gives the real one back.
 * @internal
 */
export function setClock(clock: Clock | null): void {
  shared[overrideKey] = clock
}

/** The instant a number of milliseconds after 1970-01-01T00:00:00Z. */
export function instantAt(epochMs: number): Date {
  return new Date(epochMs)
}
