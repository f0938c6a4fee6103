import type { TransactionSql } from 'postgres'

/** Bylaw amounts of the demonstration city in crowns: category, words, amount, per, from, to. */
const rates = [
  ['odpad', 'basic', 'Osoba přihlášená ve městě', 660, 'year', '2021-01-01', '2023-12-31'],
  ['odpad', 'reduced', 'Děti 3–18 let, osoby nad 70 let', 300, 'year', '2021-01-01', '2023-12-31'],
  ['odpad', 'basic', 'Osoba přihlášená ve městě', 900, 'year', '2024-01-01', null],
  [
    'odpad',
    'reduced',
    'Děti 3–18 let, osoby nad 70 let, III. stupeň invalidity',
    540,
    'year',
    '2024-01-01',
    null,
  ],
  ['pes', 'first', 'První pes', 600, 'year', '2020-01-01', null],
  ['pes', 'further', 'Každý další pes', 900, 'year', '2020-01-01', null],
  ['pes', 'first-senior', 'První pes držitele nad 65 let', 200, 'year', '2020-01-01', null],
  ['pes', 'further-senior', 'Další pes držitele nad 65 let', 300, 'year', '2020-01-01', null],
  ['pobyt', 'basic', 'Osoba a započatý den kromě prvního', 30, 'person_day', '2023-01-05', null],
] as const

/** The bylaws and the account of the demonstration city; the account is valid by its check digits and nobody's. */
export async function seedBylaws(sql: TransactionSql): Promise<void> {
  for (const [code, category, description, crowns, per, validFrom, validTo] of rates) {
    await sql`insert into fee_rate (fee_kind_code, category, description, amount_hal, per, valid_from, valid_to)
      values (${code}, ${category}, ${description}, ${crowns * 100}, ${per}, ${validFrom}, ${validTo})`
  }
  await sql`insert into fee_due_rule (fee_kind_code, due_month, due_day, valid_from) values
    ('odpad', 5, 31, '2020-01-01'), ('pes', 3, 31, '2020-01-01')`
  await sql`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
    select code, '19-2000145399/0800', 'CZ6508000000192000145399', '2020-01-01' from fee_kind`
}
