import { type IsoDate, isoDate, yearOf } from '#lib/core/dates'
import type { Result } from '#lib/core/result'
import { agreesWithBirthDate, lacksZero, parseBirthNumber } from '#lib/identifiers/birth-number'
import { isEmail } from '#lib/identifiers/email'
import { type ColumnName, columns } from './columns.ts'
import type { Header } from './header.ts'
import { sentence } from './import-sentences.ts'
import { type Reason, type Remarks, remark } from './report.ts'
import { isDay, isFormulaFault, isPower, nothing } from './values.ts'

type Cells = Record<ColumnName, string | null>

/** A row as it stands in the file, checked by itself. */
export interface FileRow {
  row: number
  /** Something in it is wrong: what could be read is kept, so that other rows find this one. */
  isFaulty: boolean
  cells: Cells
  birthDate: string | null
  /** Nine or ten digits; never leaves the process. */
  birthNumber: string | null
}

export interface RowContext {
  header: Header
  feeKinds: ReadonlySet<string>
  today: IsoDate
  faults: Remarks
  warnings: Remarks
}

const yearsFromToday = 5
const lettersIn = ['jmeno', 'prijmeni', 'nazev', 'adresa'] as const
/** A letter some program did not know: `P?íhodová`. */
const hasQuestionMark = /\p{L}\?\p{L}|(?:^|\s)\?\p{L}/u

/** Checks one record by the table of columns and then what its cells mean together. */
export function readRow(record: readonly string[], row: number, context: RowContext): FileRow {
  const { header, faults } = context
  const faultsBefore = faults.total
  const cells = {} as Cells
  for (const { name, isFilled, read } of columns) {
    const position = header.positions.get(name)
    const cell = position === undefined ? '' : (record[position] ?? '')
    if (cell.startsWith('#') && isFormulaFault(cell)) {
      remark(faults, row, name, cell, () => sentence('cell.formula'))
      cells[name] = null
      continue
    }
    const result = cell === '' && name !== 'typ' ? nothing : (read(cell) as Result<string | null, Reason>)
    cells[name] = result.ok ? result.value : null
    if (!result.ok) remark(faults, row, name, cell, result.error)
    else if (isFilled && result.value === null)
      remark(faults, row, name, cell, () => sentence('cell.missing'))
  }
  const raw = (name: ColumnName) => record[header.positions.get(name) ?? -1]?.trim() ?? ''
  const refuse = (name: ColumnName, reason: Reason) => remark(faults, row, name, raw(name), reason)

  if (cells.druh !== null && !context.feeKinds.has(cells.druh)) {
    refuse('druh', () => sentence('row.feeKind', { known: [...context.feeKinds].join(', ') }))
  }
  checkPayer(refuse, raw)
  checkGuardians(cells, refuse)
  checkParent(cells, refuse, raw)
  checkPaidElsewhere(cells, refuse, raw, context.today)
  const warn = (name: ColumnName, reason: Reason) => remark(context.warnings, row, name, raw(name), reason)
  const birth = readBirth(cells, refuse, warn, context.today)
  if (cells.email !== null && !isEmail(cells.email)) refuse('email', () => sentence('row.email'))
  if (cells.obdobi !== null && isDay(cells.obdobi)) warn('obdobi', () => sentence('row.periodDate'))
  for (const name of lettersIn) {
    if (hasQuestionMark.test(cells[name] ?? '')) warn(name, () => sentence('row.questionMark'))
  }
  if (cells.splatnost !== null && isFar(cells.splatnost, context.today)) {
    remark(context.warnings, row, 'splatnost', raw('splatnost'), () => sentence('row.far'))
  }
  return { row, isFaulty: faults.total > faultsBefore, cells, ...birth }
}

type Refuse = (name: ColumnName, reason: Reason) => void
type Raw = (name: ColumnName) => string

function checkPayer(refuse: Refuse, raw: Raw): void {
  const isPerson = raw('prijmeni') !== ''
  const isOrganisation = raw('nazev') !== ''
  if (!isPerson && !isOrganisation) refuse('prijmeni', () => sentence('row.nameless'))
  if (!isOrganisation) return
  const personal = ['prijmeni', 'jmeno', 'datum_narozeni', 'rodne_cislo', 'zakonni_zastupci'] as const
  for (const name of personal) {
    if (raw(name) !== '') refuse(name, () => sentence('row.organisation'))
  }
}

function checkGuardians(cells: Cells, refuse: Refuse): void {
  if (cells.zakonni_zastupci?.split('|').includes(cells.id_poplatnika ?? '')) {
    refuse('zakonni_zastupci', () => sentence('row.ownGuardian'))
  }
}

function checkParent(cells: Cells, refuse: Refuse, raw: Raw): void {
  const isAccessory = cells.typ !== null && cells.typ !== 'principal'
  const hasParent = raw('k_predpisu') !== ''
  if (isAccessory && !hasParent) refuse('k_predpisu', () => sentence('row.parentless'))
  if (cells.typ === 'principal' && hasParent) refuse('k_predpisu', () => sentence('row.parented'))
  if (hasParent && cells.k_predpisu === cells.id_predpisu) {
    refuse('k_predpisu', () => sentence('row.ownParent'))
  }
}

function checkPaidElsewhere(cells: Cells, refuse: Refuse, raw: Raw, today: IsoDate): void {
  if ((raw('uhrazeno') === '') !== (raw('stav_k') === '')) {
    const missing = raw('uhrazeno') === '' ? 'uhrazeno' : 'stav_k'
    refuse(missing, () => sentence('row.paidHalf'))
  }
  if (cells.uhrazeno !== null && cells.castka !== null && BigInt(cells.uhrazeno) > BigInt(cells.castka)) {
    refuse('uhrazeno', () => sentence('row.paidAbove'))
  }
  if (cells.stav_k !== null && cells.stav_k > today) refuse('stav_k', () => sentence('row.future'))
}

/** The birth number is checked against the date beside it; where the date is blank, it gives the date. */
function readBirth(
  cells: Cells,
  refuse: Refuse,
  warn: Refuse,
  today: IsoDate,
): { birthDate: string | null; birthNumber: string | null } {
  const written = cells.rodne_cislo
  cells.rodne_cislo = null
  const birthDate = cells.datum_narozeni
  if (birthDate !== null && birthDate > today) refuse('datum_narozeni', () => sentence('row.future'))
  if (written === null) return { birthDate, birthNumber: null }
  const parsed = parseBirthNumber(written)
  const isOlder = parsed.ok && birthDate !== null && agreesWithBirthDate(parsed.value, isoDate(birthDate))
  const refused = (reason: Reason) => {
    refuse('rodne_cislo', reason)
    return { birthDate, birthNumber: null }
  }
  if (isPower(written)) return refused(() => sentence('cell.power'))
  if (!isOlder && lacksZero(written)) return refused(() => sentence('birthNumber.zeros'))
  if (!parsed.ok) {
    const { error } = parsed
    return refused(() => sentence(`birthNumber.${error}`))
  }
  const birthNumber = parsed.value
  if (birthNumber.birthDate > today) return refused(() => sentence('birthNumber.future'))
  if (birthDate !== null && !agreesWithBirthDate(birthNumber, isoDate(birthDate))) {
    return refused(() => sentence('birthNumber.differs'))
  }
  if (birthNumber.isDoubtful) warn('rodne_cislo', () => sentence('birthNumber.doubtful'))
  return { birthDate: birthNumber.birthDate, birthNumber: birthNumber.normalized }
}

/** Whether the day is more than five years away. */
function isFar(date: string, today: IsoDate): boolean {
  const shifted = (years: number) => `${yearOf(today) + years}${today.slice(4)}`
  return date < shifted(-yearsFromToday) || date > shifted(yearsFromToday)
}
