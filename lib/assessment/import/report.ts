import { blot } from '#lib/core/blot'
import type { IsoDate } from '#lib/core/dates'
import { formatDate } from '#lib/i18n/format'
import { sentence } from './import-sentences.ts'

/**
 * One place of the file that is wrong, or worth a look. The row is as a spreadsheet shows it: the header is 1. The line is
 * that of a text editor, where it is another.
 */
export interface Remark {
  row: number
  line?: number
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
  lineOf: (row: number) => number
}

export const noRemarks = (lineOf: (row: number) => number = (row) => row): Remarks => ({
  kept: [],
  total: 0,
  lineOf,
})

/** Why a place is remarked: put into words only where the remark is kept. */
export type Reason = () => string

/** Adds a remark; the value is shortened and nothing of the shape of a birth number stays readable in it. */
export function remark(remarks: Remarks, row: number, column: string, value: string, reason: Reason): void {
  remarks.total++
  if (remarks.kept.length >= keptRemarks) return
  const line = remarks.lineOf(row)
  const place = line === row ? { row } : { row, line }
  remarks.kept.push({ ...place, column, value: shownValue(column, value), reason: reason() })
}

function shownValue(column: string, value: string): string {
  const short = value.length > keptCharacters ? `${value.slice(0, keptCharacters)}…` : value
  if (column !== 'rodne_cislo') return blot(short)
  let digits = 0
  return short.replace(/\d/g, (digit) => (++digits > 6 ? '*' : digit))
}

/** A fault as a sentence: `Řádek 17, sloupec castka: „12,345“ – částka smí mít nejvýš dvě desetinná místa.` */
export function remarkSentence({ row, line, column, value, reason = '' }: Partial<Remark>): string {
  const what = { reason: value ? sentence('remark.value', { value, reason }) : reason }
  const at = row && line ? sentence('remark.lineOfEditor', { row, line }) : String(row)
  if (row && column) return sentence('remark.rowColumn', { row: at, column, ...what })
  if (row) return sentence('remark.row', { row: at, ...what })
  return column ? sentence('remark.column', { column, ...what }) : sentence('remark.file', what)
}

/** The whole report for a person at the terminal. */
export function reportText(report: ImportReport, { dryRun }: { dryRun: boolean }): string {
  const { rows, created, corrected, unchanged, knownUntil, warningsTotal, rejectedTotal } = report
  const lines = report.warnings.map((one) => sentence('report.warning', { remark: remarkSentence(one) }))
  const more = warningsTotal - report.warnings.length
  if (more > 0) lines.push(sentence('report.moreWarnings', { count: more }))
  if (rejectedTotal > 0) {
    lines.push(...report.rejected.map(remarkSentence))
    const rest = rejectedTotal - report.rejected.length
    if (rest > 0) lines.push(sentence('report.moreFaults', { count: rest }))
    lines.push(sentence('report.refused', { rows, faults: rejectedTotal }))
    return lines.join('\n')
  }
  const done = sentence('report.done', { rows, created, corrected, unchanged })
  lines.push(dryRun ? sentence('report.tried', { done }) : done)
  for (const { code, day } of knownUntil) lines.push(sentence('report.known', { code, day: formatDate(day) }))
  if (knownUntil.length === 0) lines.push(sentence('report.knownUnchanged'))
  return lines.join('\n')
}
