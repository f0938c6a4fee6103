import { addDays, isoDate } from '#lib/core/dates'

/** What the look of a number in a workbook says of it. */
export type NumberLook =
  | { kind: 'plain' }
  | { kind: 'date' }
  | { kind: 'power' }
  | { kind: 'digits'; shape: string }

const builtInDates = [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]
const builtInPowers = [11, 48]

/** How a number format shows a number (XLSX numFmtId and formatCode); `0000000000` keeps leading zeros. */
export function lookOf(id: number, code: string | undefined): NumberLook {
  if (code === undefined) {
    if (builtInDates.includes(id)) return { kind: 'date' }
    return { kind: builtInPowers.includes(id) ? 'power' : 'plain' }
  }
  const first = code.split(';')[0] ?? ''
  const written = first.replace(/\\(.)|"([^"]*)"/g, (_all, escaped = '', quoted = '') =>
    [...`${escaped}${quoted}`].map((one) => (one === '/' ? '/' : ' ')).join(''),
  )
  const bare = written.replace(/\[[^\]]*\]/g, '').trim()
  if (/^0{2,}(\/0+)?$/.test(bare)) return { kind: 'digits', shape: bare }
  if (/E[+-]/i.test(bare)) return { kind: 'power' }
  return { kind: /[dy]/i.test(bare) ? 'date' : 'plain' }
}

/** From here on a workbook keeps no whole numbers any more, the last digits are lost. */
const keptExactly = 1e15

/** A stored number as a person would have typed it; one that lost digits or is shown by a power of ten keeps that look. */
export function numberText(stored: string, look: NumberLook, epoch: 1900 | 1904): string {
  const value = Number(stored)
  if (stored.trim() === '' || !Number.isFinite(value)) return stored
  if (look.kind === 'date') {
    const day = dayText(value, epoch)
    if (day !== null) return day
  }
  if (look.kind === 'power' || Math.abs(value) >= keptExactly) return powerText(value)
  if (look.kind === 'digits' && Number.isInteger(value) && value >= 0)
    return shaped(String(value), look.shape)
  // Sums of a workbook carry the noise of binary fractions.
  return String(Number(value.toFixed(6)))
}

function powerText(value: number): string {
  return value
    .toExponential()
    .toUpperCase()
    .replace(/E([+-])(\d)$/, 'E$10$2')
}

function shaped(digits: string, shape: string): string {
  const behind = shape.includes('/') ? shape.length - shape.indexOf('/') - 1 : 0
  const padded = digits.padStart(shape.replace('/', '').length, '0')
  return behind === 0 ? padded : `${padded.slice(0, -behind)}/${padded.slice(-behind)}`
}

/** The first sixty days of 1900 are counted wrongly by spreadsheets; nobody's fee is due on them. */
function dayText(serial: number, epoch: 1900 | 1904): string | null {
  const whole = Math.floor(serial)
  if (whole < 61 || whole > 200_000) return null
  const day = addDays(isoDate(epoch === 1904 ? '1904-01-01' : '1899-12-30'), whole)
  const minutes = Math.round((serial - whole) * 1440)
  if (minutes === 0) return day
  const two = (value: number) => String(value).padStart(2, '0')
  return `${day} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
