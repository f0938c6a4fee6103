import {
  dayOf,
  type IsoDate,
  monthOf,
  pragueDate,
  pragueTime,
  pragueTimeToSecond,
  weekday,
  yearOf,
} from '#lib/core/dates'
import { czechDates } from './czech-dates.ts'

// Inside a date the spaces do not break; a line may break after the weekday.
const nbsp = '\u00a0'

/** `31. května 2026`, with non-breaking spaces. */
export function formatDate(date: IsoDate): string {
  return `${formatDayAndMonth(date)}${nbsp}${yearOf(date)}`
}

/** `28. května`, where the year is plain from the sentence. */
function formatDayAndMonth(date: IsoDate): string {
  return `${dayOf(date)}.${nbsp}${czechDates.monthsGenitive[monthOf(date) - 1]}`
}

/** `pondělí 1. června 2026`, as in "termín je …". */
export function formatDateWithWeekday(date: IsoDate): string {
  return `${czechDates.weekdays[weekday(date) - 1]} ${formatDate(date)}`
}

/** `pátku 20. listopadu 2026`, after a preposition with the genitive: "do …", "od …"; without the year on request. */
export function formatDateGenitive(date: IsoDate, { withYear = true } = {}): string {
  return `${czechDates.weekdaysGenitive[weekday(date) - 1]} ${withYear ? formatDate(date) : formatDayAndMonth(date)}`
}

/** `ve čtvrtek 28. května`, the answer to "when?" with its preposition; the year on request. */
export function formatDateLocative(date: IsoDate, { withYear = false } = {}): string {
  return `${czechDates.weekdaysWhen[weekday(date) - 1]} ${withYear ? formatDate(date) : formatDayAndMonth(date)}`
}

/** `20. května 2026 v 14:05`, the day and time of an instant in Prague. */
export function formatDateTime(instant: Date): string {
  return formatMoment(instant, pragueTime(instant))
}

/** `20. května 2026 v 14:05:09`, where what follows within a minute must be told apart. */
export function formatDateTimeToSecond(instant: Date): string {
  return formatMoment(instant, pragueTimeToSecond(instant))
}

function formatMoment(instant: Date, time: string): string {
  return `${formatDate(pragueDate(instant))} ${czechDates.atTime}${nbsp}${time.replace(/^0/, '')}`
}
