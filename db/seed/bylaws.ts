import type { TransactionSql } from 'postgres'
import { nextYear } from '#db/seed/next-year'

interface BylawRate {
  code: string
  category: string
  description: string
  crowns: number
  per: 'year' | 'person_day'
  validFrom: string
  validTo: string | null
}

/**
 * Bylaw amounts of the demonstration city. Waste went up with the year the demonstration tells of, so that what was
 * paid a year before is less than what is due now.
 */
export function bylawRates(today: string): BylawRate[] {
  const wasteYear = nextYear(today, '05-31')
  const waste = (category: string, description: string, was: number, is: number): BylawRate[] => {
    const common = { code: 'odpad', category, description, per: 'year' } as const
    return [
      { ...common, crowns: was, validFrom: '2021-01-01', validTo: `${wasteYear - 1}-12-31` },
      { ...common, crowns: is, validFrom: `${wasteYear}-01-01`, validTo: null },
    ]
  }
  const dog = (category: string, description: string, crowns: number): BylawRate => {
    return { code: 'pes', category, description, crowns, per: 'year', validFrom: '2020-01-01', validTo: null }
  }
  return [
    ...waste('basic', 'Osoba přihlášená ve městě', 660, 900),
    ...waste('reduced', 'Děti 3–18 let, osoby nad 70 let, III. stupeň invalidity', 300, 540),
    dog('first', 'První pes', 600),
    dog('further', 'Každý další pes', 900),
    dog('first-senior', 'První pes držitele nad 65 let', 200),
    dog('further-senior', 'Další pes držitele nad 65 let', 300),
    {
      code: 'pobyt',
      category: 'basic',
      description: 'Osoba a započatý den kromě prvního',
      crowns: 30,
      per: 'person_day',
      validFrom: '2023-01-05',
      validTo: null,
    },
  ]
}

/** The bylaws and the account of the demonstration city; the account is valid by its check digits and nobody's. */
export async function seedBylaws(sql: TransactionSql, today: string): Promise<void> {
  for (const rate of bylawRates(today)) {
    const { code, category, description, crowns, per, validFrom, validTo } = rate
    await sql`insert into fee_rate (fee_kind_code, category, description, amount_hal, per, valid_from, valid_to)
      values (${code}, ${category}, ${description}, ${crowns * 100}, ${per}, ${validFrom}, ${validTo})`
  }
  await sql`insert into fee_due_rule (fee_kind_code, due_month, due_day, valid_from) values
    ('odpad', 5, 31, '2020-01-01'), ('pes', 3, 31, '2020-01-01')`
  await sql`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
    select code, '19-2000145399/0800', 'CZ6508000000192000145399', '2020-01-01' from fee_kind`
}
