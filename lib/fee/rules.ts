import { compareDates, type IsoDate, isoDate } from '#lib/core/dates'
import { roundUpToCrowns } from '#lib/core/money'
import { nextWorkingDay } from '#lib/core/working-days'

/** An amount by category with its validity; in haléře. */
export interface Rate {
  category: string
  description: string
  amountHal: bigint
  per: 'year' | 'person_day' | 'decision'
  relief: 'whole_year' | 'by_month' | 'state_on_1_january'
  validFrom: IsoDate
  validTo: IsoDate | null
}

/** The rate of a category valid on a day, or null. */
export function rateOn(rates: readonly Rate[], category: string, on: IsoDate): Rate | null {
  const valid = rates.filter((rate) => rate.category === category && compareDates(rate.validFrom, on) <= 0)
  const current = valid.filter((rate) => rate.validTo === null || compareDates(rate.validTo, on) >= 0)
  return current.toSorted((a, b) => compareDates(b.validFrom, a.validFrom))[0] ?? null
}

/** The last day of a month as a date. */
function endOfMonth(year: number, month: number): IsoDate {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 31
  return isoDate(`${year}-${String(month).padStart(2, '0')}-${days}`)
}

/**
 * § 10h of act 565/1990: the waste fee is lowered by one twelfth for every month at whose end the person is not
 * registered in the municipality or is exempt. The rate of each month is that valid for the person at its end;
 * rounded once, up to whole crowns (§ 146 of the tax code). `rateAtEndOf` gives haléře a year, or null for a
 * month that is not charged.
 */
export function wasteFeeHal(year: number, rateAtEndOf: (lastDay: IsoDate) => bigint | null): bigint {
  let twelfthsHal = 0n
  for (let month = 1; month <= 12; month++) twelfthsHal += rateAtEndOf(endOfMonth(year, month)) ?? 0n
  // Kept in twelfths of a haléř until the end, so that nothing is rounded twice.
  const exactHal = twelfthsHal / 12n
  return roundUpToCrowns(twelfthsHal % 12n === 0n ? exactHal : exactHal + 1n)
}

/** § 33(4) of the tax code: the last day on time for a date of a bylaw or decision. */
export function lastDayFor(dueOn: IsoDate, shiftsToWorkingDay: boolean): IsoDate {
  return shiftsToWorkingDay ? nextWorkingDay(dueOn) : dueOn
}

/** The rates that held at some time of a period written as a year; none for other periods. */
export function ratesOfPeriod(rates: readonly Rate[], period: string): Rate[] {
  if (!/^\d{4}$/.test(period)) return []
  return rates.filter(
    (rate) =>
      rate.validFrom <= `${period}-12-31` && (rate.validTo === null || rate.validTo >= `${period}-01-01`),
  )
}
