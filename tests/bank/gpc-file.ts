import iconv from 'iconv-lite'

/** One movement of an invented GPC statement; the rest of the record is filled in. */
export interface GpcMovement {
  amountHal: number
  code?: string
  counter?: string
  counterBank?: string
  vs?: string
  ss?: string
  ks?: string
  name?: string
  document?: string
  date?: string
  valueDate?: string
  currency?: string
  /** Whole records that follow, such as `078…`. */
  further?: string[]
  /** Text behind position 128. */
  extension?: string
}

export interface GpcStatement {
  account?: string
  name?: string
  number?: string
  oldDate?: string
  date?: string
  openingHal?: number
  closingHal?: number
  debitHal?: number
  creditHal?: number
  turnoverSigns?: string
  filler?: string
  headerLength?: number
  movements?: GpcMovement[]
}

const digits = (value: number | string, length: number) => String(value).padStart(length, '0')
const words = (value: string, length: number) => value.padEnd(length).slice(0, length)

/** 19-2000145399 in sixteen digits: the account of the invented city. */
export const cityDigits = '0000192000145399'

/** Record 075 as text, one character for one byte. */
export function gpcItem(account: string, movement: GpcMovement): string {
  const { amountHal, code = '2', counter = '', counterBank = '0000', vs = '', ss = '', ks = '' } = movement
  return [
    '075',
    account,
    digits(counter, 16),
    digits(movement.document ?? '', 13),
    digits(amountHal, 12),
    code,
    digits(vs, 10),
    `00${counterBank}${digits(ks, 4)}`,
    digits(ss, 10),
    movement.valueDate ?? '000000',
    words(movement.name ?? '', 20),
    '0',
    movement.currency ?? '0203',
    movement.date ?? '020626',
    movement.extension ?? '',
  ].join('')
}

/** Records of one statement. Unless told otherwise, balances and turnovers fit the codes 1, 2, 4 and 5. */
export function gpcRecordsOf(statement: GpcStatement): string[] {
  const { account = cityDigits, movements = [], openingHal = 0, turnoverSigns = '00' } = statement
  const sum = (code: string) =>
    movements.reduce((total, one) => total + ((one.code ?? '2') === code ? one.amountHal : 0), 0)
  const debitHal = statement.debitHal ?? sum('1') - sum('4')
  const creditHal = statement.creditHal ?? sum('2') - sum('5')
  const closingHal = statement.closingHal ?? openingHal - debitHal + creditHal
  const sign = (hal: number) => (hal < 0 ? '-' : '+')
  const header = [
    '074',
    account,
    words(statement.name ?? 'MĚSTO VZOROV', 20),
    statement.oldDate ?? '010626',
    digits(Math.abs(openingHal), 14) + sign(openingHal),
    digits(Math.abs(closingHal), 14) + sign(closingHal),
    digits(Math.abs(debitHal), 14) + turnoverSigns[0],
    digits(Math.abs(creditHal), 14) + turnoverSigns[1],
    digits(statement.number ?? '7', 3),
    statement.date ?? '020626',
    words(statement.filler ?? '', 14),
  ].join('')
  const padded = header.padEnd(statement.headerLength ?? 128).slice(0, statement.headerLength ?? 128)
  return [padded, ...movements.flatMap((one) => [gpcItem(account, one), ...(one.further ?? [])])]
}

/** Statements as a bank would send them: windows-1250, a line end after every record. */
export function gpcFile(statements: GpcStatement[], lineEnd = '\r\n'): Buffer {
  const lines = statements.flatMap(gpcRecordsOf).map((record) => record + lineEnd)
  return iconv.encode(lines.join(''), 'windows-1250')
}
