/** A source of chance that a seed repeats. */
export interface Chance {
  /** From 0 up to, without, 1. */
  next(): number
  /** A whole number of the range, both ends included. */
  between(lowest: number, highest: number): number
  happens(probability: number): boolean
  pick<T>(choices: readonly T[]): T
  /** Another source, so that loops beside each other do not disturb one another's choices. */
  branch(): Chance
}

/** The generator called mulberry32: small, and even enough for choosing. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (lowest: number, highest: number) => lowest + Math.floor(next() * (highest - lowest + 1))
  return {
    next,
    between,
    happens: (probability) => next() < probability,
    pick(choices) {
      const chosen = choices[between(0, choices.length - 1)]
      if (chosen === undefined) throw new Error('There is nothing to choose from.')
      return chosen
    },
    branch: () => chanceOf(between(0, 2 ** 31)),
  }
}
