/** Columns of one invented movement by number; a text is put as text, a number literal as it is written. */
export type FioMovement = Readonly<Record<number, string | { raw: string } | null>>

export const fioInfo = {
  accountId: '2000145399',
  bankId: '2010',
  currency: 'CZK',
  iban: null,
  openingBalance: 0,
  closingBalance: 0,
  dateStart: '2026-06-01+0200',
  dateEnd: '2026-06-02+0200',
  idList: 7,
}

const column = (number: string, value: string | { raw: string } | null) => {
  const written = value === null ? null : typeof value === 'string' ? JSON.stringify(value) : value.raw
  return `"column${number}":${written === null ? 'null' : `{"value":${written},"name":"Sloupec","id":${number}}`}`
}

/** An answer of the Fio API, as it would be downloaded. */
export function fioFile(info: object, movements: FioMovement[]): string {
  const written = movements.map((one) => {
    const given: FioMovement = { 0: '2026-06-02+0200', 14: 'CZK', ...one }
    return `{${Object.entries(given)
      .map(([number, value]) => column(number, value))
      .join(',')}}`
  })
  const head = JSON.stringify({ ...fioInfo, ...info })
  return `{"accountStatement":{"info":${head},\n"transactionList":{"transaction":[${written.join(',\n')}]}}}`
}
