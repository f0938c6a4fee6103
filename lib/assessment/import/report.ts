import { blot } from '#lib/core/blot'
import type { IsoDate } from '#lib/core/dates'
import { formatDate } from '#lib/i18n/format'

/** One place of the file that is wrong, or worth a look. The row is as a spreadsheet shows it: the header is 1. */
export interface Remark {
  row: number
  column: string
  value: string
  reason: string
}

/** Until which day payments of a fee kind are known. */
export interface KnownDay {
  code: string
  day: IsoDate
}

/** What an import did, or would do. With any fault nothing is written and the three counts are zero. */
export interface ImportReport {
  /** Rows of the file without the header and blank rows. */
  rows: number
  created: number
  corrected: number
  unchanged: number
  /** The fee kinds whose payments are newly known until a day; empty unless the import was told one. */
  knownUntil: KnownDay[]
  /** The first faults of the file in its order; `rejectedTotal` counts them all. */
  rejected: Remark[]
  rejectedTotal: number
  warnings: Partial<Remark>[]
  warningsTotal: number
}

/** How many remarks of a kind are kept; a file of a million bad rows must not fill the memory. */
export const keptRemarks = 1000
const keptCharacters = 80

/** Faults or warnings found so far: the first ones whole, of the rest only how many. */
export interface Remarks {
  kept: Remark[]
  total: number
}

export const noRemarks = (): Remarks => ({ kept: [], total: 0 })

/** Adds a remark; the value is shortened and nothing of the shape of a birth number stays readable in it. */
export function remark(remarks: Remarks, row: number, column: string, value: string, reason: string): void {
  remarks.total++
  if (remarks.kept.length >= keptRemarks) return
  remarks.kept.push({ row, column, value: shownValue(column, value), reason })
}

function shownValue(column: string, value: string): string {
  const short = value.length > keptCharacters ? `${value.slice(0, keptCharacters)}…` : value
  if (column !== 'rodne_cislo') return blot(short)
  let digits = 0
  return short.replace(/\d/g, (digit) => (++digits > 6 ? '*' : digit))
}

/** A fault as a sentence: `Řádek 17, sloupec castka: „12,345“ – částka smí mít nejvýš dvě desetinná místa.` */
export function remarkSentence({ row, column, value, reason }: Partial<Remark>): string {
  const places = [row ? `Řádek ${row}` : '', column ? `${row ? 'sloupec' : 'Sloupec'} ${column}` : '']
  const place = places.filter((text) => text !== '').join(', ')
  return `${place || 'Soubor'}: ${value ? `„${value}“ – ` : ''}${reason}.`
}

/** The whole report for a person at the terminal. */
export function reportText(report: ImportReport, { dryRun }: { dryRun: boolean }): string {
  const lines = report.warnings.map((warning) => `Upozornění. ${remarkSentence(warning)}`)
  pushRest(lines, report.warningsTotal - report.warnings.length, 'upozornění')
  if (report.rejectedTotal > 0) {
    lines.push(...report.rejected.map(remarkSentence))
    pushRest(lines, report.rejectedTotal - report.rejected.length, 'chyb')
    lines.push(`Nic se neuložilo. Řádků: ${report.rows}, chyb: ${report.rejectedTotal}.`)
    return lines.join('\n')
  }
  const counts = `nových: ${report.created}, opravených: ${report.corrected}, beze změny: ${report.unchanged}`
  lines.push(`${dryRun ? 'Zkouška, nic se neuložilo. ' : ''}Řádků: ${report.rows}, ${counts}.`)
  for (const { code, day } of report.knownUntil) {
    lines.push(`Platby druhu ${code} jsou nově známé do ${formatDate(day)}.`)
  }
  if (report.knownUntil.length === 0) {
    lines.push('Den, do kterého jsou platby známé, se nemění; posouvá ho --known-until DEN.')
  }
  return lines.join('\n')
}

function pushRest(lines: string[], count: number, what: string): void {
  if (count > 0) lines.push(`… a dalších ${count} ${what}.`)
}
