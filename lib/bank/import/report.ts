import type { IsoDate } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import type { HoldReason } from '../hold/rules.ts'
import { sentence } from '../reading-sentences.ts'
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
  /** The number under which it is held, so that nothing of it counts; null where it does. */
  heldId: number | null
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

/** Carries a refusal of the whole file, as a sentence, out of the transaction. */
export class ImportRefusal extends Error {
  readonly sentence: string
  constructor(sentence: string) {
    super(sentence)
    this.sentence = sentence
  }
}

export const refused = {
  noStatement: () => sentence('refused.noStatement'),
  unknownAccount: (account: string) => sentence('refused.unknownAccount', { account }),
  currency: (account: string, currency: string) => sentence('refused.currency', { account, currency }),
  unbalanced: (account: string, openingHal: bigint, sumHal: bigint, closingHal: bigint) =>
    sentence('refused.unbalanced', {
      account,
      opening: formatKc(openingHal),
      sum: formatKc(sumHal),
      closing: formatKc(closingHal),
    }),
  otherFormat: (account: string, day: IsoDate, format: StatementFormat) =>
    sentence('refused.otherFormat', { account, day: formatDate(day), format: formatNames[format] }),
  doubtful: (account: string, { message, place }: StatementWarning) =>
    place
      ? sentence('refused.doubtfulAt', { account, message, place })
      : sentence('refused.doubtful', { account, message }),
  toCome: (account: string, day: IsoDate, today: IsoDate) =>
    sentence('refused.toCome', { account, day: formatDate(day), today: formatDate(today) }),
  decided: () => sentence('refused.decided'),
  undated: (account: string) => sentence('refused.undated', { account }),
}

const formatNames: Record<StatementFormat, string> = { gpc: 'GPC', camt053: 'CAMT.053', fio: 'Fio' }

export const warned = {
  gap: (account: string, before: IsoDate, closingHal: bigint, after: IsoDate, openingHal: bigint) =>
    sentence('warned.gap', {
      account,
      before: formatDate(before),
      closing: formatKc(closingHal),
      after: formatDate(after),
      opening: formatKc(openingHal),
    }),
  balance: (account: string, journalHal: bigint, closingHal: bigint) =>
    sentence('warned.balance', { account, journal: formatKc(journalHal), closing: formatKc(closingHal) }),
  byReader: (account: string, { message, count }: StatementWarning) =>
    count > 1
      ? sentence('warned.byReaderOften', { account, message, count })
      : sentence('warned.byReader', { account, message }),
  held: (
    { account, fromOn, toOn }: { account: string; fromOn: IsoDate; toOn: IsoDate },
    heldId: number,
    reasons: readonly HoldReason[],
  ) =>
    sentence('warned.held', {
      account,
      from: formatDate(fromOn),
      to: formatDate(toOn),
      heldId: String(heldId),
      command: `statement release ${heldId}`,
      reasons: holdReasonsText(reasons),
    }),
  continues: (account: string, fromOn: IsoDate, toOn: IsoDate) =>
    sentence('warned.continues', { account, from: formatDate(fromOn), to: formatDate(toOn) }),
  empty: (account: string, index: number) => sentence('warned.empty', { account, index }),
  lostReversal: (account: string, day: IsoDate, amountHal: bigint) =>
    sentence('warned.lostReversal', { account, day: formatDate(day), amount: formatKc(amountHal) }),
}

/** Why a statement is held, as sentences. */
export const holdReasonsText = (reasons: readonly HoldReason[]): string =>
  reasons.map((reason) => sentence(`hold.${reason}`)).join(' ')

/** The report of one file for a person at the terminal. */
export function fileReportText(report: StatementFileReport): string {
  const { fileName: file, refusal } = report
  if (refusal !== null) return sentence('report.refused', { file, refusal })
  return [
    ...report.statements.map((statement) => statementLine(file, statement)),
    ...report.warnings.map((warning) => sentence('report.warning', { warning })),
  ].join('\n')
}

function statementLine(file: string, statement: ImportedStatement): string {
  const { account, number, entries, newEntries, isKnown } = statement
  const days = { from: formatDate(statement.fromOn), to: formatDate(statement.toOn) }
  const facts = { file, account, ...days, entries, newEntries }
  if (statement.heldId !== null)
    return sentence('report.held', { ...facts, heldId: String(statement.heldId) })
  return number
    ? sentence(isKnown ? 'report.numberedKnown' : 'report.numbered', { ...facts, number })
    : sentence(isKnown ? 'report.statementKnown' : 'report.statement', facts)
}
