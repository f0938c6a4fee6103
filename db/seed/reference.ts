import type { Sql } from 'postgres'

const kinds = [
  ['odpad', 'Komunální odpad', 'local_fee', '1318'],
  ['pes', 'Poplatek ze psů', 'local_fee', '1318'],
  ['pobyt', 'Poplatek z pobytu', 'local_fee', '1318'],
  ['verejne-prostranstvi', 'Užívání veřejného prostranství', 'local_fee', '1318'],
  ['najem', 'Nájemné', 'civil', null],
  ['pokuta', 'Pokuta', 'fine', '3618'],
  ['naklady-rizeni', 'Náklady řízení', 'fine', '3618'],
  ['spravni-poplatek', 'Správní poplatek', 'admin_fee', '1148'],
  ['urcena-castka', 'Určená částka', 'designated_amount', '3618'],
] as const

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

/**
 * The data every city begins with and the office then changes: fee kinds, rates, due dates, accounts and the
 * days that count, all of the demonstration city. Run as the owner; a second run adds nothing.
 */
export async function seedReference(owner: Sql): Promise<void> {
  await owner.begin(async (sql) => {
    for (const [index, [code, name, regime, constantSymbol]] of kinds.entries()) {
      await sql`insert into fee_kind (code, name, regime, constant_symbol, sort_order)
        values (${code}, ${name}, ${regime}, ${constantSymbol}, ${index}) on conflict do nothing`
      await sql`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
        select ${code}, '19-2000145399/0800', 'CZ6508000000192000145399', '2020-01-01'
         where not exists (select 1 from fee_bank_account where fee_kind_code = ${code})`
    }
    const [known] = await sql`select 1 from fee_rate`
    if (known) return
    for (const [code, category, description, crowns, per, validFrom, validTo] of rates) {
      await sql`insert into fee_rate (fee_kind_code, category, description, amount_hal, per, valid_from, valid_to)
        values (${code}, ${category}, ${description}, ${crowns * 100}, ${per}, ${validFrom}, ${validTo})`
    }
    await sql`insert into fee_due_rule (fee_kind_code, due_month, due_day, valid_from) values
      ('odpad', 5, 31, '2020-01-01'), ('pes', 3, 31, '2020-01-01')`
    await sql`insert into payment_day_rule (way, counts, valid_from) values
      ('card', 'order', '2020-01-01'), ('bank_button', 'credited', '2020-01-01'),
      ('transfer', 'credited', '2020-01-01'), ('post', 'credited', '2020-01-01'),
      ('cash', 'taken_over', '2020-01-01') on conflict do nothing`
  })
}
