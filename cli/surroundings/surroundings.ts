/** Where a command works and where what it says goes. */
export interface Surroundings {
  /** Where relative paths start. */
  cwd: string
  print: (line: string) => void
  printError: (line: string) => void
  /** Writes without a line end; wait for it, so that a long output does not gather in memory. */
  write: (text: string) => Promise<void>
}

/** At least where to print; the rest as for a process of its own, except that everything said goes there. */
export type GivenSurroundings = Partial<Surroundings> & Pick<Surroundings, 'print'>

/** Whole surroundings out of what is given. */
export function wholeSurroundings(given: GivenSurroundings): Surroundings {
  const { print } = given
  return { cwd: process.cwd(), printError: print, write: async (text) => print(text), ...given }
}

/** JSON for a person or a program; amounts in haléře, which fit into numbers, are written as such. */
export function printedJson(value: unknown): string {
  return JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? Number(one) : one), 2)
}
