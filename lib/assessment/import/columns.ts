import {
  amount,
  companyId,
  date,
  identifier,
  oneOf,
  payerIds,
  period,
  type Reader,
  remembered,
  symbol,
  text,
} from './values.ts'

/** A column of the office's file. */
export interface Column {
  name: string
  /** Whether the header must have it. */
  isRequired: boolean
  /** Whether each row must fill it in. */
  isFilled: boolean
  read: Reader
}

const components = { jistina: 'principal', zvyseni: 'increase', naklady: 'costs', urok: 'interest' }
const required = <N extends string>(name: N, read: Reader) => ({
  name,
  isRequired: true,
  isFilled: false,
  read,
})
const filled = <N extends string>(name: N, read: Reader) => ({ name, isRequired: true, isFilled: true, read })
const optional = <N extends string>(name: N, read: Reader) => ({
  name,
  isRequired: false,
  isFilled: false,
  read,
})

/** Every column the import knows, in the order in which a row is checked. */
export const columns = [
  filled('id_predpisu', identifier(64)),
  filled('id_poplatnika', identifier(64)),
  filled('druh', text(64)),
  filled('obdobi', remembered(period)),
  filled('castka', remembered(amount({ zeroAllowed: false }))),
  filled('splatnost', remembered(date)),
  required('vs', symbol),
  required('ss', remembered(symbol)),
  required('jmeno', text(100)),
  required('prijmeni', text(100)),
  required('nazev', text(200)),
  required('datum_narozeni', remembered(date)),
  // Read with the date of birth beside it, see read-row.ts.
  required('rodne_cislo', text(40)),
  required('ico', companyId),
  required('adresa', text(300)),
  required('email', text(254)),
  required('poznamka', text(1000)),
  optional('typ', oneOf(components, 'principal')),
  optional('k_predpisu', identifier(64)),
  optional('puvodni_splatnost', remembered(date)),
  optional('uhrazeno', remembered(amount({ zeroAllowed: true }))),
  optional('stav_k', remembered(date)),
  optional('zakonni_zastupci', payerIds),
  optional('typ_radku', oneOf({ storno: 'storno' }, '')),
] as const satisfies readonly Column[]

export type ColumnName = (typeof columns)[number]['name']
