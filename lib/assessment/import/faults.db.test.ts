import iconv from 'iconv-lite'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { setClock } from '#lib/core/clock'
import { setEnvironment } from '#lib/core/env'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import {
  importFile,
  type OfficeRow,
  officeFile,
  requiredColumns,
  setTestKeys,
} from '#tests/fixtures/office-file'
import { remarkSentence } from './report.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  setTestKeys()
  setClock(() => new Date('2026-11-20T10:00:00Z'))
  const known = await importFile(officeFile([{ id_predpisu: 'known', id_poplatnika: 'O-known' }]))
  expect(known).toMatchObject({ created: 1, rejected: [] })
})
afterEach(async () => {
  const [kept] =
    await db.owner`select (select count(*) from assessment) as claims, (select count(*) from payer) as payers,
    (select count(*) from journal_entry) as entries, (select count(*) from account) as accounts`
  expect(kept).toEqual({ claims: '1', payers: '1', entries: '1', accounts: '3' })
  expect((await verifyLedger(makeJob('test'))).differences).toEqual([])
})
afterAll(async () => {
  setClock(null)
  setEnvironment(null)
  await db.close()
})

const good: OfficeRow = { id_predpisu: 'P1', id_poplatnika: 'O1' }

/** The bad cells of one row, the column that is named, and what is said to be expected. */
const cells: [string, OfficeRow, string, RegExp][] = [
  ['no id', { id_predpisu: ' ' }, 'id_predpisu', /chybí/],
  ['no payer', { id_poplatnika: '' }, 'id_poplatnika', /chybí/],
  ['an unknown fee kind', { druh: 'kočka' }, 'druh', /neznámý druh/],
  ['no period', { obdobi: '' }, 'obdobi', /chybí/],
  ['no amount', { castka: '' }, 'castka', /chybí/],
  ['a zero amount', { castka: '0' }, 'castka', /kladná/],
  ['a negative amount', { castka: '-900' }, 'castka', /záporná/],
  ['parts of a haléř', { castka: '12,345' }, 'castka', /nejvýš dvě desetinná místa/],
  ['more parts of a haléř', { castka: '1440,505' }, 'castka', /nejvýš dvě desetinná místa/],
  ['a point for thousands', { castka: '1.440,50' }, 'castka', /mezerou/],
  ['words for an amount', { castka: 'devět set' }, 'castka', /očekává se částka/],
  ['a date that is not', { splatnost: '31.2.2027' }, 'splatnost', /takový den v kalendáři není/],
  ['a date of another country', { splatnost: '05/31/2027' }, 'splatnost', /31\.5\.2026/],
  ['a year nobody means', { splatnost: '31.5.0227' }, 'splatnost', /rok/],
  ['letters in a symbol', { vs: '12a' }, 'vs', /jen číslice/],
  ['a long symbol', { vs: '12345678901' }, 'vs', /nejvýš 10/],
  ['a long specific symbol', { ss: '12345678901' }, 'ss', /nejvýš 10/],
  ['nobody', { prijmeni: '', jmeno: '' }, 'prijmeni', /příjmení/],
  ['a person and an organisation', { nazev: 'Spolek', prijmeni: 'Hložek' }, 'prijmeni', /organizace/],
  [
    'an organisation with a birth number',
    { nazev: 'Spolek', rodne_cislo: '805501/0007' },
    'rodne_cislo',
    /organizace/,
  ],
  [
    'a birth date in the future',
    { datum_narozeni: '1.1.2027', rodne_cislo: '' },
    'datum_narozeni',
    /budoucnosti/,
  ],
  ['a wrong checksum of a birth number', { rodne_cislo: '805501/0008' }, 'rodne_cislo', /kontrolní součet/],
  ['a birth number of no date', { rodne_cislo: '805540/0007' }, 'rodne_cislo', /datum/],
  ['a birth number of no shape', { rodne_cislo: '12' }, 'rodne_cislo', /805501\/1234/],
  ['a birth number of another day', { datum_narozeni: '2.5.1980' }, 'rodne_cislo', /nesouhlasí/],
  ['a wrong company id', { nazev: 'Spolek', ico: '12345678' }, 'ico', /IČO nesouhlasí/],
  ['a long company id', { nazev: 'Spolek', ico: '123456789' }, 'ico', /8 číslic/],
  ['a long field', { poznamka: 'x'.repeat(1001) }, 'poznamka', /nejvýš 1000/],
  ['an e-mail that cannot be one', { email: 'zofie@example' }, 'email', /e-mailová adresa/],
  ['an e-mail of two', { email: 'a@example.org; b@example.org' }, 'email', /e-mailová adresa/],
  ['a number by powers', { id_predpisu: '1E+05' }, 'id_predpisu', /mocninou/],
  ['a payer by powers', { id_poplatnika: '1,2E+11' }, 'id_poplatnika', /mocninou/],
  ['a symbol by powers', { vs: '1,23E+09' }, 'vs', /mocninou/],
  ['a birth number by powers', { datum_narozeni: '', rodne_cislo: '8,06E+09' }, 'rodne_cislo', /mocninou/],
  ['a birth number without its zeros', { datum_narozeni: '', rodne_cislo: '1010009' }, 'rodne_cislo', /nula/],
  ['one that could be of 1905', { datum_narozeni: '', rodne_cislo: '512310007' }, 'rodne_cislo', /nula/],
  ['a period as Excel shows a month', { obdobi: 'I.27' }, 'obdobi', /sešit/],
  ['a period of letters', { obdobi: 'led.27' }, 'obdobi', /sešit/],
  ['a fault of a formula', { castka: '#HODNOTA!' }, 'castka', /výpočtu/],
  ['a column too narrow', { vs: '########' }, 'vs', /výpočtu/],
  ['unreadable letters', { poznamka: 'a\u0001b' }, 'poznamka', /nečitelné/],
  ['an unknown component', { typ: 'dluh' }, 'typ', /jistina/],
  ['an accessory without its principal', { typ: 'zvyseni' }, 'k_predpisu', /musí uvést/],
  ['a principal with a parent', { typ: 'jistina', k_predpisu: 'known' }, 'k_predpisu', /jistina/],
  ['its own parent', { typ: 'urok', k_predpisu: 'P1' }, 'k_predpisu', /sám k sobě/],
  ['an unknown parent', { typ: 'urok', k_predpisu: 'nowhere' }, 'k_predpisu', /není v souboru/],
  ['the parent of another payer', { typ: 'urok', k_predpisu: 'known' }, 'k_predpisu', /jiného poplatníka/],
  [
    'the parent of another kind',
    { typ: 'urok', k_predpisu: 'known', id_poplatnika: 'O-known', druh: 'pes' },
    'k_predpisu',
    /jiného druhu/,
  ],
  ['a bad original date', { puvodni_splatnost: '1.13.2026' }, 'puvodni_splatnost', /kalendáři/],
  ['paid elsewhere without a day', { uhrazeno: '100', stav_k: '' }, 'stav_k', /patří k sobě/],
  ['a day without what is paid', { uhrazeno: '', stav_k: '1.6.2026' }, 'uhrazeno', /patří k sobě/],
  ['more paid than assessed', { uhrazeno: '901', stav_k: '1.6.2026' }, 'uhrazeno', /víc než částka/],
  ['paid as of tomorrow', { uhrazeno: '1', stav_k: '21.11.2026' }, 'stav_k', /budoucnosti/],
  ['an unknown guardian', { zakonni_zastupci: 'O9' }, 'zakonni_zastupci', /není v souboru/],
  ['its own guardian', { zakonni_zastupci: 'O1' }, 'zakonni_zastupci', /svým zákonným/],
  ['an unknown kind of row', { typ_radku: 'oprava' }, 'typ_radku', /storno/],
  ['a storno of nothing', { typ_radku: 'storno' }, 'typ_radku', /nelze stornovat/],
  [
    'another kind of a known claim',
    { id_predpisu: 'known', id_poplatnika: 'O-known', druh: 'pes' },
    'druh',
    /nemění/,
  ],
  [
    'another component of a known claim',
    { id_predpisu: 'known', id_poplatnika: 'O-known', typ: 'urok', k_predpisu: 'P0' },
    'typ',
    /nemění/,
  ],
  ['the same claim twice', { id_predpisu: 'P0' }, 'id_predpisu', /má už řádek 2/],
  ['a payer named in two ways', { id_poplatnika: 'O0', prijmeni: 'Jiná' }, 'prijmeni', /řádku 2/],
  ['a payer with two birth numbers', { id_poplatnika: 'O0', rodne_cislo: '' }, 'rodne_cislo', /řádku 2/],
]

test.each(cells)('%s is refused by row and column', async (_name, bad, column, reason) => {
  const file = officeFile([
    { id_predpisu: 'P0', id_poplatnika: 'O0' },
    { ...good, ...bad },
  ])
  const report = await importFile(file)
  expect(report).toMatchObject({ rows: 2, created: 0, corrected: 0, unchanged: 0 })
  expect(report.rejected.map((fault) => [fault.row, fault.column])).toContainEqual([3, column])
  expect(report.rejected.every((fault) => fault.row === 3)).toBe(true)
  expect(report.rejected.find((fault) => fault.column === column)?.reason).toMatch(reason)
  expect(JSON.stringify(report)).not.toMatch(/805501\/?000/)
})

const file = officeFile([good])
const [head = '', line = ''] = file.split('\r\n')
const files: [string, string | Buffer, number, string, RegExp][] = [
  ['an empty file', '', 1, '', /prázdný/],
  ['a blank file', '\r\n\r\n', 1, '', /prázdný|záhlaví/],
  ['no delimiter', 'ahoj\r\n', 1, '', /záhlaví/],
  ['a broken workbook', Buffer.from('PK\u0003\u0004xxxx'), 1, '', /sešit je poškozený/],
  ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), 1, '', /XLS/],
  ['titles without a header', 'Předpisy\r\nna rok;2027\r\n'.repeat(20), 1, '', /záhlaví/],
  ['UTF-8 in UTF-8', iconv.decode(Buffer.from(file), 'windows-1250'), 1, '', /dvakrát/],
  [
    'letters of an unclear coding',
    iconv.encode(officeFile([{ ...good, adresa: '', prijmeni: 'Kráľ', jmeno: 'Jan' }]), 'windows-1250'),
    1,
    '',
    /kódování/,
  ],
  [
    'a total that differs',
    `${file}Celkem;;;;901;;;;;;;;;;;;\r\n`,
    3,
    '',
    /uvádí 901.Kč, řádky nad ním dávají 900.Kč/,
  ],
  ['binary data', Buffer.concat([Buffer.from(head), Buffer.alloc(10)]), 1, '', /binární/],
  [
    'a missing column',
    officeFile([good], { columns: requiredColumns.filter((name) => name !== 'vs') }),
    1,
    'vs',
    /chybí/,
  ],
  ['a column twice', officeFile([good], { columns: [...requiredColumns, 'vs'] }), 1, 'vs', /dvakrát/],
  ['a short row', `${file}P2;O2\r\n`, 3, '', /polí 17/],
  ['a long row', `${file}${line};\r\n`, 3, '', /polí 17/],
  ['a quote that does not end', `${file}"P2;O2`, 3, '', /nikde nekončí/],
  ['a quote that swallows the rest', `${file}"P2;${'O2;'.repeat(20_000)}`, 3, '', /příliš dlouhý/],
  ['text after a quote', `${file}"P2"x;O2\r\n`, 3, '', /uvozovkami/],
  ['a quote inside', `${file}P2;a"b\r\n`, 3, '', /uvozovky/],
  [
    'UTF-8 that breaks',
    Buffer.concat([
      Buffer.from(file),
      Buffer.from(line.replace('Příhodová', 'P?hodová')).map((byte) => (byte === 63 ? 0xf8 : byte)),
      Buffer.from('\r\n'),
      Buffer.alloc(0),
    ]),
    3,
    'prijmeni',
    /nečitelné/,
  ],
]

describe('the file as a whole', () => {
  test.each(files)('%s is refused', async (_name, content, row, column, reason) => {
    const isLate = _name === 'UTF-8 that breaks'
    async function* pieces() {
      const bytes = Buffer.from(content as string)
      yield bytes.subarray(0, file.length) as never
      yield bytes.subarray(file.length) as never
    }
    const report = await importFile(isLate ? pieces() : content)
    const found = report.rejected.map((fault) => [fault.row, fault.column])
    expect(found).toContainEqual([row, column])
    expect(report.rejected.find((fault) => fault.column === column)?.reason).toMatch(reason)
    expect(report).toMatchObject({ created: 0, corrected: 0, unchanged: 0 })
  })
})

test('a birth number is masked wherever it was typed', async () => {
  const report = await importFile(officeFile([{ ...good, rodne_cislo: '805501/0008', vs: '8055010007x' }]))
  expect(report.rejected).toEqual([
    { row: 2, column: 'vs', value: expect.not.stringContaining('8055010007'), reason: expect.any(String) },
    { row: 2, column: 'rodne_cislo', value: '805501/****', reason: expect.any(String) },
  ])
})

test('all faults of all rows are told, the first thousand in full', async () => {
  const rows = Array.from({ length: 1500 }, (_, index) => ({
    id_predpisu: `P${index}`,
    id_poplatnika: `O${index}`,
    castka: 'x',
  }))
  const report = await importFile(officeFile(rows))
  expect(report).toMatchObject({ rows: 1500, rejectedTotal: 1500 })
  expect(report.rejected).toHaveLength(1000)
  expect(report.rejected.at(-1)?.row).toBe(1001)
})

test('the same claim twice is found however far apart', async () => {
  const rows = Array.from({ length: 3000 }, (_, index) => ({
    id_predpisu: `P${index % 2999}`,
    id_poplatnika: `O${index % 2999}`,
  }))
  expect((await importFile(officeFile(rows))).rejected).toEqual([
    { row: 3001, column: 'id_predpisu', value: 'P0', reason: 'stejné id_predpisu má už řádek 2' },
  ])
})

test('a row is counted as a spreadsheet counts it: line ends inside quotes do not, blank rows do', async () => {
  const csv = officeFile([
    { ...good, poznamka: 'první\r\ndruhý' },
    { id_predpisu: 'P2', id_poplatnika: 'O2', castka: 'x' },
  ])
  const blank = csv.replace('\r\nP2;', '\r\n\r\n;;;;;;;;;;;;;;;;\r\nP2;')
  const report = await importFile(blank)
  expect(report).toMatchObject({ rows: 2, rejected: [{ row: 5, line: 6, column: 'castka' }] })
  expect(report.rejected.map(remarkSentence)[0]).toMatch(/^Řádek 5 \(v textovém editoru 6\), sloupec castka/)
})

test('a fault is a Czech sentence', async () => {
  const report = await importFile(officeFile([{ ...good, castka: '12,345' }]))
  expect(report.rejected.map(remarkSentence)).toEqual([
    'Řádek 2, sloupec castka: „12,345“ – částka smí mít nejvýš dvě desetinná místa.',
  ])
})
