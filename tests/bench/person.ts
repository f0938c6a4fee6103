import type { ClaimView } from '#lib/assessment/rules'
import { isoDate } from '#lib/core/dates'
import { nextWorkingDay } from '#lib/core/working-days'

/** The citizen whose overview is measured: eight years of waste, four of a dog, the last of each unpaid. */
export const person = {
  payerNumber: 'O9900001',
  givenName: 'Žofie',
  familyName: 'Příhodová',
}

interface Row {
  number: string
  feeKindCode: 'odpad' | 'pes'
  year: number
  crowns: number
  dueOn: string
}

const unpaidYear = 2026
const rows: readonly Row[] = [
  ...[2019, 2020, 2021, 2022, 2023, 2024, 2025, unpaidYear].map((year) => row('odpad', year, 900, '05-31')),
  ...[2023, 2024, 2025, unpaidYear].map((year) => row('pes', year, 600, '03-31')),
]

function row(feeKindCode: Row['feeKindCode'], year: number, crowns: number, day: string): Row {
  return { number: `Z-${feeKindCode}-${year}`, feeKindCode, year, crowns, dueOn: `${year}-${day}` }
}

/** The person's assessments as further lines of the file of `assessmentsCsv`. */
export function personCsv(): string {
  const who = `${person.givenName};${person.familyName};;1.5.1980;805501/0007;`
  return rows
    .map(({ number, feeKindCode, year, crowns, dueOn }) => {
      const day = dueOn.split('-').map(Number).reverse().join('.')
      const paid = year < unpaidYear ? `${crowns};${day}` : ';'
      return `${number};${person.payerNumber};${feeKindCode};${year};${crowns};${day};1999999999;;${who};"Na Rybníčku 7, 746 01 Opava";;;jistina;;;${paid};;\r\n`
    })
    .join('')
}

/** The same assessments as the overview is given them, in its order, without any database. */
export function personClaims(paymentsKnownUntil: string): ClaimView[] {
  return rows
    .map((each, index) => claim(each, index, paymentsKnownUntil))
    .toSorted((one, other) => one.lastDay.localeCompare(other.lastDay))
}

function claim({ feeKindCode, year, crowns, dueOn }: Row, index: number, knownUntil: string): ClaimView {
  const amountHal = BigInt(crowns) * 100n
  return {
    assessmentId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    externalId: 'O-1',
    accountId: feeKindCode === 'odpad' ? 1 : 2,
    payerId: '00000000-0000-4000-8000-999999999999',
    payerName: `${person.givenName} ${person.familyName}`,
    isForAnother: false,
    feeKindCode,
    feeKindName: feeKindCode === 'odpad' ? 'Komunální odpad' : 'Poplatek ze psů',
    regime: 'local_fee',
    period: String(year),
    component: 'principal',
    dueOn: isoDate(dueOn),
    lastDay: nextWorkingDay(isoDate(dueOn)),
    legalState: year < unpaidYear ? 'settled_on_time' : 'to_be_assessed',
    variableSymbol: '1999999999',
    specificSymbol: null,
    assessedHal: amountHal,
    paidHal: year < unpaidYear ? amountHal : 0n,
    paymentsKnownUntil: isoDate(knownUntil),
    dayIsProvisional: false,
    isChargedBack: false,
  }
}
