import { addDays, type IsoDate } from '#lib/core/dates'

/** A statement of an account that counts. Amounts in haléře. */
export interface ToldDays {
  fromOn: IsoDate
  toOn: IsoDate
  /** The last of its days that was over when it came. */
  wholeUntil: IsoDate
  openingHal: bigint | null
  closingHal: bigint | null
}

const later = (a: IsoDate, b: IsoDate): IsoDate => (a > b ? a : b)

/**
 * The last day up to which an account is told without a gap, the statements in the order of their days; null where
 * nothing is. `known` is the day known before, from which it goes on: a gap before it was somebody's decision. Days
 * between two statements are no gap where the later begins with what the earlier left.
 */
export function wholeDay(statements: readonly ToldDays[], known: IsoDate | null): IsoDate | null {
  let whole = known
  let last: ToldDays | null = null
  for (const one of statements) {
    const isBeforeKnown = known !== null && one.fromOn <= addDays(known, 1)
    if (last !== null && !isBeforeKnown) {
      const overlaps = one.fromOn <= last.toOn
      const touches = one.fromOn === addDays(last.toOn, 1)
      const isTold = last.closingHal !== null && one.openingHal !== null
      if (!overlaps && (isTold ? last.closingHal !== one.openingHal : !touches)) return whole
    }
    whole = whole === null ? one.wholeUntil : later(whole, one.wholeUntil)
    if (last === null || one.toOn >= last.toOn) last = one
  }
  return whole
}

/** An account to which a fee kind is or was paid, and up to which day it is told without a gap. */
export interface PaidAccount {
  validFrom: IsoDate
  validTo: IsoDate | null
  wholeUntil: IsoDate | null
}

/**
 * Up to which day transfers of a fee kind are known: on every day behind the one known before, each account that it was
 * paid to is told. Null where that is no further.
 */
export function knownDay(
  accounts: readonly PaidAccount[],
  known: IsoDate | null,
  yesterday: IsoDate,
): IsoDate | null {
  let day = yesterday
  for (const { validFrom, validTo, wholeUntil } of accounts) {
    if (validFrom > yesterday || (validTo !== null && known !== null && validTo <= known)) continue
    if (validTo !== null && wholeUntil !== null && wholeUntil >= validTo) continue
    const dayBefore = addDays(validFrom, -1)
    const limit = wholeUntil === null ? dayBefore : later(wholeUntil, dayBefore)
    if (limit < day) day = limit
  }
  return known !== null && day <= known ? null : day
}
