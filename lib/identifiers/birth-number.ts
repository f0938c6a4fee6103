import { type IsoDate, isIsoDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'

/** A birth number that may exist: `normalized` is nine or ten digits without the slash. */
export type BirthNumber = {
  readonly normalized: string
  readonly birthDate: IsoDate
  readonly sex: 'female' | 'male'
  /** Ends by zero for a remainder of ten though born after 1985: some were given out so, most such are a slip. */
  readonly isDoubtful: boolean
}

/** Why a birth number was refused; `checksum` means that some digit is wrong. */
export type BirthNumberError = 'empty' | 'shape' | 'date' | 'checksum'

/**
 * Reads `805501/1234` or the digits alone (act 133/2000, § 13). Nine digits mean a birth until 1953 and have no
 * check; ten are divisible by eleven, save those whose remainder ten was written as zero: as a rule until 1985, rarely
 * after it. A future birth date is not refused here: this function does not know today.
 */
export function parseBirthNumber(text: string): Result<BirthNumber, BirthNumberError> {
  const compact = text.replace(/\s/g, '')
  if (compact === '') return fail('empty')
  const match = /^(\d{2})(\d{2})(\d{2})\/?(\d{3,4})$/.exec(compact)
  if (!match) return fail('shape')
  const [, yearDigits = '', monthDigits = '', dayDigits = '', ending = ''] = match
  const year = birthYear(Number(yearDigits), ending.length)
  const month = year === null ? null : plainMonth(Number(monthDigits), year)
  const birthDate = `${year}-${String(month).padStart(2, '0')}-${dayDigits}`
  if (year === null || !isIsoDate(birthDate)) return fail('date')
  const normalized = `${yearDigits}${monthDigits}${dayDigits}${ending}`
  const isZeroForTen = ending.length === 4 && Number(normalized) % 11 !== 0
  if (isZeroForTen && !hasZeroForTen(normalized)) return fail('checksum')
  const sex = Number(monthDigits) > 50 ? 'female' : 'male'
  return ok({ normalized, birthDate, sex, isDoubtful: isZeroForTen && year > 1985 })
}

/**
 * Whether the digits would be a birth number of ten with zeros before them, as a spreadsheet that takes it for a number
 * drops them. One of nine digits may be that of somebody born before 1954 too.
 */
export function lacksZero(text: string): boolean {
  const digits = text.replace(/\s/g, '')
  return /^[1-9]\d{6,8}$/.test(digits) && parseBirthNumber(digits.padStart(10, '0')).ok
}

/** Whether the birth number tells the same day of birth. */
export function agreesWithBirthDate(birthNumber: BirthNumber, birthDate: IsoDate): boolean {
  return birthNumber.birthDate === birthDate
}

function birthYear(yearOfCentury: number, endingDigits: number): number | null {
  if (endingDigits === 3) return yearOfCentury <= 53 ? 1900 + yearOfCentury : null
  return yearOfCentury >= 54 ? 1900 + yearOfCentury : 2000 + yearOfCentury
}

// Women have 50 added; since 2004 another 20 where the numbers of a day ran out.
function plainMonth(written: number, year: number): number | null {
  const shifts = year >= 2004 ? [0, 20, 50, 70] : [0, 50]
  return shifts.map((shift) => written - shift).find((month) => month >= 1 && month <= 12) ?? null
}

function hasZeroForTen(normalized: string): boolean {
  return Number(normalized.slice(0, 9)) % 11 === 10 && normalized.endsWith('0')
}
