import { createReadStream } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { xlsxFile, zipFile } from '#tests/fixtures/zip-file'
import { UnreadableTable } from './decode.ts'
import { lookOf, numberText } from './number-text.ts'
import { isWorkbook, workbookRows } from './workbook.ts'

async function rowsOf(file: Buffer | AsyncIterable<Uint8Array>): Promise<string[][]> {
  const bytes = Buffer.isBuffer(file)
    ? (async function* () {
        for (let at = 0; at < file.length; at += 1000) yield file.subarray(at, at + 1000)
      })()
    : file
  const rows: string[][] = []
  for await (const row of workbookRows(bytes)) rows.push(row)
  return rows
}

test.each(['libreoffice.xlsx', 'libreoffice.ods', 'gnumeric.xlsx', 'gnumeric.ods'])(
  'the first sheet of %s as the clerk wrote it',
  async (name) => {
    const rows = await rowsOf(createReadStream(`tests/fixtures/workbooks/${name}`))
    expect(rows[0]).toEqual(['Předpisy na rok 2027'])
    expect(rows[1]?.slice(0, 6)).toEqual([
      'id_predpisu',
      'id_poplatnika',
      'druh',
      'obdobi',
      'castka',
      'splatnost',
    ])
    expect(rows[2]).toEqual(
      'S-1;S-1;odpad;2027;900;2027-05-31;1900001;;Žofie;Příhodová;;1980-05-01;805501/0007;;Na Rybníčku 7, Opava;zofie@example.org;první\ndruhý'.split(
        ';',
      ),
    )
    expect(rows[3]?.slice(3, 8)).toEqual(['2027', '1440.5', '2027-05-31', '1900002', '77'])
    expect(rows.slice(4)).toEqual([[], ['Celkem', '', '', '', '2340.5']])
  },
)

const styles =
  '<numFmts><numFmt numFmtId="170" formatCode="0000000000"/><numFmt numFmtId="171" formatCode="000000\\/0000"/>' +
  '<numFmt numFmtId="172" formatCode="d\\.\\ m\\.\\ yyyy"/><numFmt numFmtId="173" formatCode="#,##0.00\\ &quot;dny&quot;"/></numFmts>' +
  `<cellXfs>${[0, 170, 171, 172, 14, 11, 173].map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs>`
const cell = (style: number, value: string) => `<c s="${style}"><v>${value}</v></c>`

test('numbers of Excel keep what their look says', async () => {
  const row = [
    cell(0, '900'),
    cell(0, '1440.5'),
    cell(0, '0.30000000000000004'),
    cell(1, '1900001'),
    cell(2, '1010009'),
    cell(3, '46538'),
    cell(4, '29342'),
    cell(5, '100000'),
    cell(0, '123456789012345680'),
    cell(6, '12'),
    cell(4, '46538.5'),
  ]
  expect(await rowsOf(xlsxFile(`<row>${row.join('')}</row>`, { styles }))).toEqual([
    [
      '900',
      '1440.5',
      '0.3',
      '0001900001',
      '000101/0009',
      '2027-05-31',
      '1980-05-01',
      '1E+05',
      '1.2345678901234568E+17',
      '12',
      '2027-05-31 12:00',
    ],
  ])
  const dated = xlsxFile(`<row>${cell(4, '45076')}</row>`, { styles, date1904: true })
  expect(await rowsOf(dated)).toEqual([['2027-05-31']])
})

test('texts of Excel: shared, rich, inline, of a formula, and an error', async () => {
  const shared = ['<t>a</t>', '<r><t>b</t></r><r><t xml:space="preserve"> c</t></r><rPh><t>x</t></rPh>']
  const row =
    '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="inlineStr"><is><t>d &amp; e</t></is></c>' +
    '<c r="E2" t="str"><f>1+1</f><v>f</v></c><c r="F2" t="e"><v>#N/A</v></c><c r="G2"/></row>'
  expect(await rowsOf(xlsxFile(row, { shared }))).toEqual([[], ['a', '', 'b c', 'd & e', 'f', '#N/A']])
})

const odsFile = (rows: string) =>
  zipFile({
    'content.xml': `<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table>${rows}</table:table><table:table><table:table-row><table:table-cell><text:p>other</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`,
  })
const odsCell = (attributes: string, text: string) =>
  `<table:table-cell ${attributes}><text:p>${text}</text:p></table:table-cell>`

test('cells of OpenDocument: repeats, remarks, zeros and days', async () => {
  const row = [
    odsCell('office:value-type="float" office:value="1900001"', '0001900001'),
    odsCell('office:value-type="float" office:value="1010009"', '000101/0009'),
    odsCell('office:value-type="date" office:date-value="2027-05-31"', '31.05.27'),
    odsCell('office:value-type="float" office:value="100000"', '1,00E+05'),
    odsCell('office:value-type="float" office:value="123456789012"', '1.23456789012E+11'),
    odsCell('office:value-type="currency" office:value="1440.5"', '1 440,50 Kč'),
    odsCell('table:number-columns-repeated="2" office:value-type="string"', 'x'),
    '<table:table-cell><office:annotation><text:p>poznámka</text:p></office:annotation><text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p></table:table-cell>',
    '<table:table-cell table:number-columns-repeated="16000"/>',
  ]
  const blank = '<table:table-row table:number-rows-repeated="1"><table:table-cell/></table:table-row>'
  const end =
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
  expect(await rowsOf(odsFile(`${blank}<table:table-row>${row.join('')}</table:table-row>${end}`))).toEqual([
    [],
    ['0001900001', '000101/0009', '2027-05-31', '1E+05', '123456789012', '1440.5', 'x', 'x', 'a  b\nc'],
  ])
})

test.each<[string, Buffer, string]>([
  ['a torn file', xlsxFile('').subarray(0, 300), 'workbook_broken'],
  ['another archive', zipFile({ 'a.txt': 'a' }), 'workbook_foreign'],
  ['XML that is none', xlsxFile('<row><c>'), 'workbook_broken'],
  [
    'a document type',
    zipFile({ 'content.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }),
    'workbook_broken',
  ],
  [
    'a part larger than it says',
    zipFile({ 'content.xml': 'x'.repeat(100_000) }, { 'content.xml': 10 }),
    'workbook_broken',
  ],
  [
    'a part that says it is huge',
    zipFile({ 'content.xml': 'x' }, { 'content.xml': 2 ** 31 }),
    'workbook_large',
  ],
  ['a row out of order', xlsxFile('<row r="5"/><row r="5"/>'), 'workbook_broken'],
  ['a row far away', xlsxFile('<row r="9000000"/>'), 'workbook_broken'],
  ['a cell far away', xlsxFile('<row><c r="XFD1"><v>1</v></c></row>'), 'workbook_large'],
  [
    'rows repeated without end',
    odsFile(`<table:table-row table:number-rows-repeated="1000000">${odsCell('', 'x')}</table:table-row>`),
    'workbook_large',
  ],
  [
    'cells repeated without end',
    odsFile(`<table:table-row>${odsCell('table:number-columns-repeated="16000"', 'x')}</table:table-row>`),
    'workbook_large',
  ],
  [
    'a text without end',
    odsFile(`<table:table-row>${odsCell('', 'x'.repeat(9_000_000))}</table:table-row>`),
    'workbook_large',
  ],
])('%s is refused', async (_what, file, problem) => {
  expect(isWorkbook(file)).toBe(true)
  await expect(rowsOf(file)).rejects.toEqual(new UnreadableTable(problem as never))
})

test('whole numbers come out as they were typed, whatever they are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), (number) => {
      expect(numberText(String(number), { kind: 'plain' }, 1900)).toBe(String(number))
    }),
  )
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000 }), (hal) => {
      expect(Number(numberText(String(hal / 100), { kind: 'plain' }, 1900)) * 100).toBeCloseTo(hal, 5)
    }),
  )
})

test.each<[number, string | undefined, string]>([
  [0, undefined, 'plain'],
  [14, undefined, 'date'],
  [11, undefined, 'power'],
  [164, 'General', 'plain'],
  [164, '#,##0.00\\ "Kč"', 'plain'],
  [164, '[$-405]d\\.\\ mmmm\\ yyyy;@', 'date'],
  [164, '[Red]0.00', 'plain'],
  [164, '0.00E+00', 'power'],
  [164, '00000', 'digits'],
])('format %d %s is %s', (id, code, kind) => {
  expect(lookOf(id, code).kind).toBe(kind)
})
