/** A transfer of which the gateway told only its payments: how many, and their sum in haléře. Oldest first among its like. */
export interface UntoldTransfer {
  id: number
  key: string
  payments: number
  grossHal: bigint
  /** Money of its rows that went back; negative. */
  backHal: bigint
}

/** What a payout may be less by: money that went back through the gateway, the oldest first. Negative: it came again. */
export interface Deduction {
  id: string
  amountHal: bigint
}

/** What was agreed as the gateway's fee. */
export interface Tariff {
  fromBasisPoints: number
  toBasisPoints: number
  perPaymentHal: number
}

/** Where the city has not said what was agreed: a gateway keeps at most a twentieth; less than that is no fee. */
export const unknownTariff: Tariff = { fromBasisPoints: 0, toBasisPoints: 500, perPaymentHal: 0 }

type Paid = Pick<UntoldTransfer, 'payments' | 'grossHal'>

/** The least and the most the gateway may keep of these payments, in haléře; each payment's fee is rounded by itself. */
export function feeBounds(
  tariff: Tariff,
  { payments, grossHal }: Paid,
): { leastHal: bigint; mostHal: bigint } {
  const fixedHal = BigInt(tariff.perPaymentHal * payments)
  const share = (basisPoints: number) => grossHal * BigInt(basisPoints)
  const leastHal = share(tariff.fromBasisPoints) / 10_000n + fixedHal - BigInt(payments)
  const mostHal = (share(tariff.toBasisPoints) + 9_999n) / 10_000n + fixedHal + BigInt(payments)
  return {
    leastHal: tariff.fromBasisPoints === 0 || leastHal < 0n ? fixedHal : leastHal,
    // Without an agreement nothing is added for rounding: no more than the twentieth.
    mostHal: tariff === unknownTariff ? share(tariff.toBasisPoints) / 10_000n : mostHal,
  }
}

/** What one line of the bank is: these transfers, less these deductions, less the fee. */
export interface Explained<D extends Deduction = Deduction> {
  transfers: UntoldTransfer[]
  deductions: D[]
  feeHal: bigint
}

/** So many days at most come at once: a long weekend and two more. */
const longestRun = 6

/** So many deductions at most are tried in every combination. */
const mostCombined = 12

/**
 * What makes up one line of the bank. `transfers` are those of one gateway that are not at the bank yet, by their days; one
 * of them alone goes before several days following one another, and a line without a fee before one with. All that went
 * back by now is expected to be missing in the line; where that does not fit, less of it is. Null where nothing fits, or
 * several do.
 */
export function explainLine<D extends Deduction>(
  amountHal: bigint,
  transfers: readonly UntoldTransfer[],
  deductions: readonly D[],
  tariff: Tariff,
): Explained<D> | null {
  const runs = transfers.flatMap((_first, from) =>
    Array.from({ length: longestRun }, (_one, index) => transfers.slice(from, from + index + 1)).filter(
      (run, index) => run.length === index + 1,
    ),
  )
  const explained = runs.flatMap((run) => explainRun(amountHal, run, deductions, tariff) ?? [])
  for (const isAlone of [true, false]) {
    const ofLength = explained.filter((one) => (one.transfers.length === 1) === isAlone)
    const exact = ofLength.filter((one) => one.feeHal === 0n)
    const fitting = exact.length > 0 ? exact : ofLength
    const [only, ...further] = fitting
    if (only) return further.length === 0 ? only : null
  }
  return null
}

const sumOf = (parts: readonly { amountHal: bigint }[]) => parts.reduce((sum, one) => sum + one.amountHal, 0n)

function explainRun<D extends Deduction>(
  amountHal: bigint,
  transfers: UntoldTransfer[],
  deductions: readonly D[],
  tariff: Tariff,
): Explained<D> | null {
  const paid = {
    payments: transfers.reduce((sum, one) => sum + one.payments, 0),
    grossHal: transfers.reduce((sum, one) => sum + one.grossHal, 0n),
  }
  const wholeHal = paid.grossHal + transfers.reduce((sum, one) => sum + one.backHal, 0n)
  const { leastHal, mostHal } = feeBounds(tariff, paid)
  const feeWith = (chosen: readonly D[]) => wholeHal - sumOf(chosen) - amountHal
  const fits = (chosen: readonly D[]) => feeWith(chosen) >= leastHal && feeWith(chosen) <= mostHal
  const oldest = deductions.map((_one, index) => deductions.slice(0, deductions.length - index))
  const chosen = [...oldest, []].find(fits) ?? combinations(deductions).find(fits)
  return chosen ? { transfers, deductions: [...chosen], feeHal: feeWith(chosen) } : null
}

/** Every choice of some of them, the greatest sum first. */
function combinations<D extends Deduction>(deductions: readonly D[]): D[][] {
  if (deductions.length > mostCombined) return []
  let all: D[][] = [[]]
  for (const one of deductions) all = [...all, ...all.map((chosen) => [...chosen, one])]
  return all.toSorted((a, b) => (sumOf(a) < sumOf(b) ? 1 : -1))
}
