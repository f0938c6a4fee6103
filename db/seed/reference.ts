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

/**
 * The data every city begins with: the fee kinds of the law and the days that count by § 166 of the tax code. What
 * is a city's own (rates, due dates, accounts) it sets itself. Run as the owner; a second run adds nothing.
 */
export async function seedReference(owner: Sql): Promise<void> {
  await owner.begin(async (sql) => {
    for (const [index, [code, name, regime, constantSymbol]] of kinds.entries()) {
      await sql`insert into fee_kind (code, name, regime, constant_symbol, sort_order)
        values (${code}, ${name}, ${regime}, ${constantSymbol}, ${index}) on conflict do nothing`
    }
    await sql`insert into payment_day_rule (way, counts, valid_from) values
      ('card', 'order', '2020-01-01'), ('bank_button', 'credited', '2020-01-01'),
      ('transfer', 'credited', '2020-01-01'), ('post', 'credited', '2020-01-01'),
      ('cash', 'taken_over', '2020-01-01') on conflict do nothing`
  })
}
