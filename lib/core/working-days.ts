import { addDays, type IsoDate, isoDate, weekday, yearOf } from './dates.ts'

const fixedHolidays = [
  '01-01',
  '05-01',
  '05-08',
  '07-05',
  '07-06',
  '09-28',
  '10-28',
  '11-17',
  '12-24',
  '12-25',
  '12-26',
]

const holidaysByYear = new Map<number, ReadonlySet<IsoDate>>()

/** Easter Sunday of a year in the Gregorian calendar (the anonymous computus of 1876). */
export function easterSunday(year: number): IsoDate {
  const century = Math.floor(year / 100)
  const yearOfCentury = year % 100
  const moonShift = Math.floor((8 * century + 13) / 25)
  const epact = (19 * (year % 19) + century - Math.floor(century / 4) - moonShift + 15) % 30
  const toSunday =
    (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7
  const correction = Math.floor(((year % 19) + 11 * epact + 22 * toSunday) / 451)
  return addDays(isoDate(`${String(year).padStart(4, '0')}-03-22`), epact + toSunday - 7 * correction)
}

/** Whether the day is a state or other public holiday (act 245/2000; Good Friday since 2016). */
export function isPublicHoliday(date: IsoDate): boolean {
  const year = yearOf(date)
  let holidays = holidaysByYear.get(year)
  if (!holidays) {
    holidays = publicHolidays(year)
    holidaysByYear.set(year, holidays)
  }
  return holidays.has(date)
}

/** Whether the day is neither Saturday, Sunday nor a public holiday (§ 33(4) of the tax code moves dates off those). */
export function isWorkingDay(date: IsoDate): boolean {
  return weekday(date) <= 5 && !isPublicHoliday(date)
}

/**
 * The day itself when it is a working one, else the nearest later: where a due date moves by § 33(4) of the tax code.
 */
export function nextWorkingDay(date: IsoDate): IsoDate {
  let day = date
  while (!isWorkingDay(day)) day = addDays(day, 1)
  return day
}

/** The n-th working day after the day, before it for a negative n; the day itself, working or not, for 0. */
export function addWorkingDays(date: IsoDate, n: number): IsoDate {
  if (!Number.isSafeInteger(n)) throw new RangeError('The number of working days must be whole')
  const step = n < 0 ? -1 : 1
  let day = date
  for (let left = Math.abs(n); left > 0; ) {
    day = addDays(day, step)
    if (isWorkingDay(day)) left--
  }
  return day
}

function publicHolidays(year: number): ReadonlySet<IsoDate> {
  const easter = easterSunday(year)
  const holidays = new Set(fixedHolidays.map((day) => isoDate(`${String(year).padStart(4, '0')}-${day}`)))
  holidays.add(addDays(easter, 1))
  if (year >= 2016) holidays.add(addDays(easter, -2))
  return holidays
}
