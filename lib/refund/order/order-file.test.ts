import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { instantAt } from '#lib/core/clock'
import { isoDate } from '#lib/core/dates'
import { orderFile } from './file.ts'
import { painProblem } from './pain-schema.ts'
import { dueProblem, type OrderFormat, type RefundOrder } from './rules.ts'

const order = (changes: Partial<RefundOrder> = {}): RefundOrder => ({
  number: 7,
  bankAccount: '19-2000145399/0800',
  format: 'abo',
  dueOn: isoDate('2026-06-03'),
  debtorName: 'Město Řečkovice nad Odrou-Předměstí',
  createdAt: instantAt(Date.parse('2026-06-02T08:15:30Z')),
  totalHal: 100_050n,
  items: [
    {
      refundId: 'a',
      reference: '2700000001',
      amountHal: 90_000n,
      bankAccount: '1265098001/5500',
      name: 'Žofie Kůň',
    },
    {
      refundId: 'b',
      reference: '2700000002',
      amountHal: 10_050n,
      bankAccount: '19-19/0100',
      name: 'A & B <s. r. o.>',
    },
  ],
  ...changes,
})

test('an ABO file is what banks document, in windows-1250', () => {
  const file = orderFile(order())
  expect(iconv.decode(file, 'windows-1250').split('\r\n')).toEqual([
    'UHL1020626Město Řečkovice nad 0000000000001999',
    '1 1501 007000 0800',
    '2 19-2000145399 100050 030626',
    '1265098001 90000 2700000001 55000000 0 AV:Vratka 2700000001|Město Řečkovice nad Odrou-Předměstí',
    '19-19 10050 2700000002 01000000 0 AV:Vratka 2700000002|Město Řečkovice nad Odrou-Předměstí',
    '3 +',
    '5 +',
    '',
  ])
  expect(orderFile(order())).toEqual(file)
  expect(orderFile(order({ number: 1000 })).toString('latin1')).toContain('\r\n1 1501 001000 0800\r\n')
})

test.each<OrderFormat>(['pain.001.001.03', 'pain.001.001.09'])('a %s tells the same money', (format) => {
  const file = orderFile(order({ format })).toString('utf8')
  expect(file).toContain(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${format}">`)
  expect(file).toContain('<CtrlSum>1000.50</CtrlSum>')
  expect(file).toContain('<EndToEndId>/VS2700000002</EndToEndId>')
  expect(file).toContain('<InstdAmt Ccy="CZK">100.50</InstdAmt>')
  expect(file).toContain('<Nm>A &amp; B &lt;s. r. o.&gt;</Nm>')
  expect(file).toContain('<IBAN>CZ5855000000001265098001</IBAN>')
  expect(file.includes('<Dt>2026-06-03</Dt>')).toBe(format === 'pain.001.001.09')
})

test.each<[string, (xml: string) => string, string]>([
  [
    'an element of another place',
    (xml) => xml.replace('<PmtMtd>TRF</PmtMtd>', ''),
    'NbOfTxs: not expected here',
  ],
  [
    'a missing account',
    (xml) => xml.replace(/<CdtrAcct>[\s\S]*?<\/CdtrAcct>/, ''),
    'RmtInf: not expected here',
  ],
  ['no message', (xml) => xml.replace(/<RmtInf>[\s\S]*?<\/RmtInf>/, ''), 'CdtTrfTxInf: RmtInf is missing'],
  ['no transfer', (xml) => xml.replace(/<CdtTrfTxInf>[\s\S]*<\/CdtTrfTxInf>/, ''), 'CdtTrfTxInf is missing'],
  ['an amount with a comma', (xml) => xml.replace('>900.00<', '>900,00<'), 'has another shape'],
  ['no currency', (xml) => xml.replace(' Ccy="CZK"', ''), 'its currency'],
  ['a name too long', (xml) => xml.replace('Žofie Kůň', 'ž'.repeat(141)), 'has another shape'],
  ['another version', (xml) => xml.replace('001.03', '001.09'), 'another namespace'],
  ['an unclosed element', (xml) => xml.replace('</Document>', ''), 'unclosed tag'],
  [
    'a second execution day',
    (xml) => xml.replace('<Dbtr>', '<ReqdExctnDt>2026-06-04</ReqdExctnDt><Dbtr>'),
    'not expected',
  ],
])('%s breaks the schema', (_what, mutated, problem) => {
  const format = 'pain.001.001.03'
  const file = orderFile(order({ format })).toString('utf8')
  expect(painProblem(Buffer.from(file), format)).toBeNull()
  expect(mutated(file)).not.toBe(file)
  expect(painProblem(Buffer.from(mutated(file)), format)).toContain(problem)
})

test('no name breaks a file: ABO keeps its lines, pain.001 its schema', () => {
  const name = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 200 })
    .filter((text) => /[\p{L}\p{N}]/u.test(text))
  fc.assert(
    fc.property(
      name,
      fc.constantFrom<OrderFormat>('abo', 'pain.001.001.03', 'pain.001.001.09'),
      (text, format) => {
        const file = orderFile(
          order({ format, debtorName: text, items: order().items.map((item) => ({ ...item, name: text })) }),
        )
        if (format === 'abo') expect(file.toString('latin1').split('\r\n')).toHaveLength(8)
      },
    ),
  )
})

test.each([
  ['2026-06-01', 'due_past'],
  ['2026-06-02', null],
  ['2027-06-01', null],
  ['2027-06-02', 'due_far'],
])('an order due on %s', (dueOn, problem) => {
  expect(dueProblem(isoDate(dueOn), isoDate('2026-06-02'))).toBe(problem)
})
