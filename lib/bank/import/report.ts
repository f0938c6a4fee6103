import type { IsoDate } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import type { StatementFormat, StatementWarning } from '../statement.ts'

/** One statement of a file. */
export interface ImportedStatement {
  account: string
  number: string | null
  fromOn: IsoDate
  toOn: IsoDate
  entries: number
  newEntries: number
  /** True where the very same statement had been imported before. */
  isKnown: boolean
}

/** What became of one file. With a refusal nothing of it was written. */
export interface StatementFileReport {
  fileName: string
  format: StatementFormat | null
  refusal: string | null
  statements: ImportedStatement[]
  entries: number
  newEntries: number
  /** Sentences: gaps between statements, a balance that does not agree, remarks of the reader. */
  warnings: string[]
}

/** Carries a refusal of the whole file, as a Czech sentence, out of the transaction. */
export class ImportRefusal extends Error {
  readonly sentence: string
  constructor(sentence: string) {
    super(sentence)
    this.sentence = sentence
  }
}

export const refused = {
  noStatement: () => 'V souboru není žádný výpis.',
  unknownAccount: (account: string) =>
    `Účet ${account} není mezi účty města. Zkontrolujte soubor, nebo účet nejdřív přidejte k druhu poplatku.`,
  currency: (account: string, currency: string) =>
    `Výpis účtu ${account} je v měně ${currency}. Načíst jde jen výpis v korunách.`,
  unbalanced: (account: string, openingHal: bigint, sumHal: bigint, closingHal: bigint) =>
    `Výpis účtu ${account} nesedí: počáteční stav ${formatKc(openingHal)} a pohyby ${formatKc(sumHal)} nedávají konečný stav ${formatKc(closingHal)}.`,
  otherFormat: (account: string, day: IsoDate, format: StatementFormat) =>
    `Pohyby účtu ${account} ze dne ${formatDate(day)} už jsou načtené ve formátu ${formatNames[format]}. Aby se nic nezapočítalo dvakrát, držte se u jednoho účtu jednoho formátu.`,
  doubtful: (account: string, { message, place }: StatementWarning) =>
    `Výpis účtu ${account} nejde zaúčtovat: ${message}${place ? ` Poprvé: ${place}.` : ''}`,
  undated: (account: string) => `U výpisu účtu ${account} chybí období a nemá ani žádný pohyb.`,
}

const formatNames: Record<StatementFormat, string> = { gpc: 'GPC', camt053: 'CAMT.053', fio: 'Fio' }

export const warned = {
  gap: (account: string, before: IsoDate, closingHal: bigint, after: IsoDate, openingHal: bigint) =>
    `Na účtu ${account} chybí výpis: ${formatDate(before)} končí stavem ${formatKc(closingHal)}, ale ${formatDate(after)} začíná stavem ${formatKc(openingHal)}.`,
  balance: (account: string, journalHal: bigint, closingHal: bigint) =>
    `Účet ${account} má v deníku ${formatKc(journalHal)}, podle posledního výpisu ${formatKc(closingHal)}. Některý výpis chybí.`,
  byReader: (account: string, { message, count }: StatementWarning) =>
    `Výpis účtu ${account}: ${message}${count > 1 ? ` Celkem ${count}krát.` : ''}`,
  empty: (account: string, index: number) =>
    `Pohyb č. ${index} na účtu ${account} má nulovou částku a nepočítá se.`,
  lostReversal: (account: string, day: IsoDate, amountHal: bigint) =>
    `Ke stornu ${formatKc(amountHal)} ze dne ${formatDate(day)} na účtu ${account} se nenašla původní platba.`,
}

/** The report of one file for a person at the terminal. */
export function fileReportText(report: StatementFileReport): string {
  if (report.refusal !== null) return `${report.fileName}: ${report.refusal} Nic se neuložilo.`
  const lines = report.statements.map((statement) => {
    const name = `výpis${statement.number ? ` č. ${statement.number}` : ''} účtu ${statement.account}`
    const days = `${formatDate(statement.fromOn)} až ${formatDate(statement.toOn)}`
    const counts = `pohybů: ${statement.entries}, nových: ${statement.newEntries}`
    return `${report.fileName}: ${name}, ${days}, ${counts}${statement.isKnown ? ' (už byl načtený)' : ''}.`
  })
  return [...lines, ...report.warnings.map((warning) => `Upozornění. ${warning}`)].join('\n')
}
