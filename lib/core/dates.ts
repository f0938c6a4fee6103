import { instantAt } from './clock.ts'
import { fail, ok, type Result } from './result.ts'

declare const isoDateBrand: unique symbol

/** A calendar day without time or zone, written `2026-05-31`. Compares as text. */
export type IsoDate = string & { readonly [isoDateBrand]: true }

/** Why a typed date was refused. */
export type DateError = 'empty' | 'not_a_date' | 'no_such_day'

const dayMs = 86_400_000

// Making a formatter costs far more than using one.
const wallClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Prague',
  calendar: 'gregory',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** Whether the text is a real calendar day written as ISO 8601. */
export function isIsoDate(text: string): text is IsoDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const epochMs = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(epochMs) && isoText(epochMs) === text
}

/** A calendar day the program is sure of; throws RangeError when it is not one. */
export function isoDate(text: string): IsoDate {
  if (!isIsoDate(text)) throw new RangeError(`Not a calendar day: ${JSON.stringify(text)}`)
  return text
}

/** Reads a day a person typed: `31.5.2026`, `31. 5. 2026` or `2026-05-31`. The year has four digits. */
export function parseCzechDate(text: string): Result<IsoDate, DateError> {
  const trimmed = text.trim()
  if (trimmed === '') return fail('empty')
  const czech = /^(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})$/.exec(trimmed)
  const iso = czech ? [czech[3], czech[2]?.padStart(2, '0'), czech[1]?.padStart(2, '0')].join('-') : trimmed
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return fail('not_a_date')
  return isIsoDate(iso) ? ok(iso) : fail('no_such_day')
}

/** The day so many days later, or earlier for a negative count. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return isoDate(isoText(utcMs(date) + days * dayMs))
}

/** Negative, zero or positive, for sorting from the earlier day to the later. */
export function compareDates(a: IsoDate, b: IsoDate): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * How many days lie between: positive when `to` is later. Tests count with it.
 * @internal
 */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return (utcMs(to) - utcMs(from)) / dayMs
}

/** 1 for Monday to 7 for Sunday. */
export function weekday(date: IsoDate): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  const weekdays = [7, 1, 2, 3, 4, 5, 6] as const
  return weekdays[instantAt(utcMs(date)).getUTCDay()] ?? 7
}

/** The year of a day, as a number. */
export function yearOf(date: IsoDate): number {
  return Number(date.slice(0, 4))
}

/** The month of a day, 1 to 12. */
export function monthOf(date: IsoDate): number {
  return Number(date.slice(5, 7))
}

/** The day of the month, 1 to 31. */
export function dayOf(date: IsoDate): number {
  return Number(date.slice(8, 10))
}

/** The calendar day in Prague at an instant, whatever zone the process runs in. */
export function pragueDate(instant: Date): IsoDate {
  return isoDate(pragueWallClock(instant).slice(0, 10))
}

/** Hours and minutes on a Prague clock at an instant: `14:05`. */
export function pragueTime(instant: Date): string {
  return pragueWallClock(instant).slice(11, 16)
}

/** Hours, minutes and seconds on a Prague clock at an instant: `14:05:09`. */
export function pragueTimeToSecond(instant: Date): string {
  return pragueWallClock(instant).slice(11, 19)
}

/** The first instant of a day in Prague. */
export function startOfPragueDay(date: IsoDate): Date {
  const midnightMs = Date.parse(`${date}T00:00:00Z`)
  // Clocks in Prague change at two or three in the morning, so the offset is the same at both midnights.
  return instantAt(midnightMs - pragueOffsetMs(midnightMs))
}

function utcMs(date: IsoDate): number {
  return Date.parse(`${date}T00:00:00Z`)
}

function isoText(epochMs: number): string {
  return instantAt(epochMs).toISOString().slice(0, -14)
}

function pragueOffsetMs(epochMs: number): number {
  return Date.parse(`${pragueWallClock(instantAt(epochMs))}Z`) - epochMs
}

/** The instant by the clock in Prague, `2026-05-31T23:59:58`, wherever this machine stands. */
export function pragueWallClock(instant: Date): string {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
  for (const { type, value } of wallClock.formatToParts(instant)) part[type] = value
  const day = `${part.year?.padStart(4, '0')}-${part.month}-${part.day}`
  return `${day}T${part.hour}:${part.minute}:${part.second}`
}
