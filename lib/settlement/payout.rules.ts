/** A transfer of which the gateway told only its payments: their sum in haléře. Oldest first among its like. */
export interface UntoldTransfer {
  id: number
  key: string
  grossHal: bigint
}

/** A gateway keeps at most a twentieth; less than that is no fee. */
export const isNetOf = (amountHal: bigint, grossHal: bigint): boolean =>
  amountHal <= grossHal && amountHal >= (grossHal * 19n) / 20n

/** So many days at most come at once: a long weekend and two more. */
const longestRun = 6

/**
 * Which days following one another make up one line of the bank: exactly, or less a fee. `transfers` are those of one
 * gateway that are not at the bank yet, by their days. Null where no run fits or several do.
 */
export function daysOfLine(transfers: readonly UntoldTransfer[], amountHal: bigint): UntoldTransfer[] | null {
  const runs = transfers.flatMap((_first, from) =>
    Array.from({ length: longestRun - 1 }, (_one, index) => transfers.slice(from, from + index + 2)).filter(
      (run, index) => run.length === index + 2,
    ),
  )
  const sum = (run: readonly UntoldTransfer[]) => run.reduce((total, one) => total + one.grossHal, 0n)
  const exact = runs.filter((run) => sum(run) === amountHal)
  const fitting = exact.length > 0 ? exact : runs.filter((run) => isNetOf(amountHal, sum(run)))
  const [only, ...further] = fitting
  return only && further.length === 0 ? only : null
}
