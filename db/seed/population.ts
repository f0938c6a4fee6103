import { nextYear } from '#db/seed/next-year'

/** A row of the office's file, by column; amounts in crowns, dates ISO. Columns left out are empty. */
export type SeedRow = Partial<Record<(typeof seedColumns)[number], string | number>>

export const seedColumns = [
  'id_predpisu',
  'id_poplatnika',
  'druh',
  'obdobi',
  'castka',
  'splatnost',
  'vs',
  'ss',
  'jmeno',
  'prijmeni',
  'nazev',
  'datum_narozeni',
  'rodne_cislo',
  'ico',
  'adresa',
  'email',
  'poznamka',
  'typ',
  'k_predpisu',
  'uhrazeno',
  'stav_k',
  'zakonni_zastupci',
] as const

const person = (id: string, jmeno: string, prijmeni: string, datum_narozeni: string): SeedRow => ({
  id_poplatnika: id,
  jmeno,
  prijmeni,
  datum_narozeni,
  adresa: 'Zkušební 1, 746 01 Opava',
})

const people = {
  jana: person('D001', 'Jana', 'Nováková', '1984-04-12'),
  petr: person('D002', 'Petr', 'Svoboda', '1979-09-30'),
  marie: person('D003', 'Marie', 'Dvořáková', '1968-01-22'),
  tomas: person('D004', 'Tomáš', 'Procházka', '1990-06-05'),
  eva: person('D005', 'Eva', 'Černá', '1975-11-17'),
  lucie: person('D006', 'Lucie', 'Horáková', '1986-03-03'),
  ondrej: person('D007', 'Ondřej', 'Horák', '1983-10-21'),
  anezka: person('D008', 'Anežka', 'Horáková', '2014-02-11'),
  matej: person('D009', 'Matěj', 'Horák', '2017-06-28'),
  firma: {
    id_poplatnika: 'D010',
    nazev: 'Předzahrádky U Přemysla, s. r. o.',
    ico: '00000019',
    adresa: 'Zkušební 2, 746 01 Opava',
  } as SeedRow,
  oleksandr: person('D011', 'Oleksandr', 'Kovalenko', '1993-02-14'),
  bozena: person('D012', 'Božena', 'Málková', '1951-05-19'),
  martin: person('D013', 'Martin', 'Kučera', '1982-12-01'),
  adela: person('D014', 'Adéla', 'Kučerová', '2008-07-15'),
  hana: { ...person('D015', 'Hana', 'Benešová', '1975-05-15'), rodne_cislo: '755515/0009' },
  josef: person('D016', 'Josef', 'Marek', '1960-02-29'),
}

/**
 * A small invented city in which everybody is a story, told around today so that it stays true. The second
 * file corrects one assessment downward, which leaves its payer in credit.
 */
export function demoFiles(today: string): { first: SeedRow[]; second: SeedRow[] } {
  const wasteYear = nextYear(today, '05-31')
  const dogYear = nextYear(today, '03-31')
  const thisYear = Number(today.slice(0, 4))
  const waste = (who: SeedRow, year: number, castka: number, more: SeedRow = {}): SeedRow => ({
    ...who,
    druh: 'odpad',
    obdobi: String(year),
    castka,
    splatnost: `${year}-05-31`,
    vs: `1${String(who.id_poplatnika).slice(1)}000`,
    id_predpisu: `O-${who.id_poplatnika}-${year}`,
    ...more,
  })
  const dog = (who: SeedRow, year: number, castka: number, number = 1, more: SeedRow = {}): SeedRow => ({
    ...who,
    druh: 'pes',
    obdobi: String(year),
    castka,
    splatnost: `${year}-03-31`,
    vs: `2${String(who.id_poplatnika).slice(1)}00${number}`,
    id_predpisu: `P${number}-${who.id_poplatnika}-${year}`,
    ...more,
  })
  const paidBy = (castka: number, day: string): SeedRow => ({ uhrazeno: castka, stav_k: day })
  const onTime = (castka: number, year: number) => paidBy(castka, `${year}-03-15`)
  const first: SeedRow[] = [
    waste(people.jana, wasteYear - 1, 660, onTime(660, wasteYear - 1)),
    dog(people.jana, dogYear - 1, 600, 1, onTime(600, dogYear - 1)),
    waste(people.petr, wasteYear - 1, 660, onTime(660, wasteYear - 1)),
    waste(people.petr, wasteYear, 900),
    dog(people.marie, dogYear - 1, 600),
    waste(people.marie, wasteYear - 1, 660, onTime(660, wasteYear - 1)),
    waste(people.tomas, wasteYear - 1, 660, onTime(660, wasteYear - 1)),
    waste(people.tomas, wasteYear, 900, paidBy(660, today)),
    // Assessed by mistake at the rate that only comes next year; the second file puts it right.
    waste(people.eva, wasteYear - 1, 900, onTime(900, wasteYear - 1)),
    waste(people.lucie, wasteYear, 900),
    waste(people.ondrej, wasteYear, 900),
    waste(people.anezka, wasteYear, 540, { zakonni_zastupci: 'D006 D007' }),
    waste(people.matej, wasteYear, 540, { zakonni_zastupci: 'D006 D007' }),
    dog(people.lucie, dogYear, 600),
    {
      ...people.firma,
      druh: 'verejne-prostranstvi',
      obdobi: String(wasteYear),
      castka: 12450,
      splatnost: `${wasteYear}-06-30`,
      vs: '3010000',
      id_predpisu: `V-D010-${wasteYear}`,
      poznamka: 'Předzahrádka, 34 m²',
    },
    {
      ...people.firma,
      druh: 'najem',
      obdobi: `${thisYear}`,
      castka: 8400.5,
      splatnost: `${thisYear}-12-31`,
      vs: '4010000',
      ss: '12',
      id_predpisu: `N-D010-${thisYear}`,
    },
    {
      ...people.firma,
      druh: 'pokuta',
      obdobi: `${thisYear}`,
      castka: 1500,
      splatnost: `${thisYear}-02-15`,
      vs: '5010000',
      id_predpisu: `K-D010-${thisYear}`,
    },
    waste(people.oleksandr, wasteYear, 900),
    dog(people.bozena, dogYear, 200, 1),
    dog(people.bozena, dogYear, 300, 2),
    waste(people.bozena, wasteYear, 540),
    waste(people.martin, wasteYear - 1, 660, onTime(660, wasteYear - 1)),
    waste(people.adela, 2024, 300, { zakonni_zastupci: 'D013' }),
    waste(people.adela, wasteYear, 900),
    waste(people.hana, wasteYear, 900),
    waste(people.josef, wasteYear - 2, 660, { poznamka: 'Platební výměr' }),
    waste(people.josef, wasteYear - 2, 1320, {
      typ: 'zvyseni',
      k_predpisu: `O-D016-${wasteYear - 2}`,
      id_predpisu: `Z-D016-${wasteYear - 2}`,
    }),
    waste(people.josef, wasteYear, 900),
  ]
  const second = [waste(people.eva, wasteYear - 1, 660)]
  return { first, second }
}

/** Lucie pays for her whole household; the others have confirmed it. */
export const commonRemitters = [
  { acting: 'D006', for: 'D007' },
  { acting: 'D006', for: 'D008' },
  { acting: 'D006', for: 'D009' },
]

/** The demonstration city; telephone, people and account are invented. */
export const demoCity = {
  fullName: 'Statutární město Opava',
  shortName: 'Opava',
  companyId: '00300535',
  address: ['Magistrát města Opavy', 'Horní náměstí 382/69', '746 01 Opava'],
  phone: '553 000 000',
  email: 'poplatky@opava.example',
  openingHours: [
    { days: 'Pondělí a středa', hours: '8–17' },
    { days: 'Úterý a čtvrtek', hours: '8–14' },
    { days: 'Pátek', hours: 'na objednání' },
  ],
  colorLight: '#2362a2',
  colorDark: '#8dbdf0',
  gatewayLabel: 'Mestske poplatky',
}
