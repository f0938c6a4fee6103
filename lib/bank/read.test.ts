import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { type CamtEntryOf, camtFile } from '#tests/bank/camt-file'
import { fioFile } from '#tests/bank/fio-file'
import { gpcFile } from '#tests/bank/gpc-file'
import { type Reading, read, refusal } from '#tests/bank/reading'
import { StatementRefusal } from './statement.ts'

test.each<[string, string | Uint8Array, RegExp]>([
  ['nothing', '', /prázdný/],
  ['blank lines', '\r\n \r\n', /prázdný/],
  ['a PDF', '%PDF-1.7', /PDF/],
  ['a ZIP', 'PK\u0003\u0004', /ZIP/],
  ['MT940', ':20:STATEMENT', /MT940/],
  ['MT940 in its envelope', '{1:F01CEKOCZPPAXXX0000000000}{2:I940', /MT940/],
  ['text', 'Datum;Částka', /není výpis/],
  ['binary', new Uint8Array([0, 1, 2, 0xff]), /není výpis/],
])('%s is refused at once', async (_, file, reason) => {
  const refused = await refusal(file)
  expect(refused.reason).toMatch(reason)
})

test('the refusal says where and why in one sentence', () => {
  expect(new StatementRefusal('záznam 075 na řádku 3, pozice 61', 'směr platby nejde určit').message).toBe(
    'Záznam 075 na řádku 3, pozice 61: směr platby nejde určit.',
  )
})

const amounts = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 0, maxLength: 8 })
const crownsOf = (hal: number) => `${Math.trunc(hal / 100)}.${String(hal % 100).padStart(2, '0')}`

/** What must hold of everything that is read, however strange the file. */
function expectHonest(reading: Reading): void {
  for (const { entries, end } of reading.statements) {
    const credit = entries.reduce((sum, { amountHal }) => (amountHal > 0n ? sum + amountHal : sum), 0n)
    const debit = entries.reduce((sum, { amountHal }) => (amountHal < 0n ? sum - amountHal : sum), 0n)
    expect([end.entries, end.creditHal, end.debitHal]).toEqual([entries.length, credit, debit])
    const { openingHal, closingHal } = end.head
    const agrees = openingHal !== null && closingHal !== null && openingHal + credit - debit === closingHal
    expect(end.balanced).toBe(agrees)
    if (!agrees)
      expect(end.warnings.map(({ code }) => code)).toContain(
        openingHal === null || closingHal === null ? 'balance_missing' : 'unbalanced',
      )
  }
  for (const entry of reading.entries) {
    expect(entry.date).toMatch(/^\d{4}-\d\d-\d\d$/)
    for (const symbol of [entry.variableSymbol, entry.specificSymbol, entry.constantSymbol]) {
      if (symbol !== null) expect(symbol).toMatch(/^[1-9]\d{0,9}$/)
    }
  }
}

const files: Record<string, fc.Arbitrary<Buffer>> = {
  gpc: fc
    .record({
      amounts,
      codes: fc.array(fc.constantFrom('1', '2', '3', '4', '5'), { minLength: 8, maxLength: 8 }),
    })
    .map((drawn) =>
      gpcFile([
        {
          openingHal: 100_000,
          movements: drawn.amounts.map((amountHal, i) => ({
            amountHal,
            code: drawn.codes[i] ?? '2',
            vs: '0260100010',
            name: 'ŽOFIE Příkladová',
            further: i % 2 ? [`078odpad ${i}`] : [],
          })),
        },
      ]),
    ),
  camt: amounts.map((drawn) => {
    const details = (hal: number) =>
      `<Refs><EndToEndId>/VS12/SS0/KS0558</EndToEndId></Refs><Amt Ccy="CZK">${crownsOf(hal)}</Amt>`
    const entries = drawn.map<CamtEntryOf>((hal, i) => ({
      amount: crownsOf(i % 3 === 2 ? hal * 2 : hal),
      direction: i % 2 ? 'DBIT' : 'CRDT',
      details: i % 3 === 2 ? [details(hal), details(hal)] : [details(hal)],
    }))
    return Buffer.from(camtFile([{ opening: '1000', closing: '1000', entries }]))
  }),
  fio: amounts.map((drawn) =>
    Buffer.from(
      fioFile(
        {},
        drawn.map((hal) => ({ 1: { raw: crownsOf(hal) }, 5: '0012', 16: 'zpráva' })),
      ),
    ),
  ),
}

/** A file with some bytes changed, left out, doubled or put in. */
const mutated = (file: fc.Arbitrary<Buffer>) =>
  fc
    .tuple(
      file,
      fc.array(
        fc.record({
          at: fc.nat(),
          what: fc.constantFrom('change', 'digit', 'cut', 'double', 'insert', 'end'),
          length: fc.integer({ min: 1, max: 150 }),
          byte: fc.integer({ min: 0, max: 255 }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    )
    .map(([original, changes]) => {
      let bytes: Buffer = Buffer.from(original)
      for (const { at, what, length, byte } of changes) {
        const i = at % (bytes.length + 1)
        const [before, after] = [bytes.subarray(0, i), bytes.subarray(i)]
        if (what === 'change') bytes = Buffer.concat([before, Buffer.of(byte), after.subarray(1)])
        if (what === 'digit') bytes = Buffer.concat([before, Buffer.of(48 + (byte % 10)), after.subarray(1)])
        if (what === 'cut') bytes = Buffer.concat([before, after.subarray(length)])
        if (what === 'double') bytes = Buffer.concat([before, after.subarray(0, length), after])
        if (what === 'insert') bytes = Buffer.concat([before, Buffer.of(byte), after])
        if (what === 'end') bytes = Buffer.from(before)
      }
      return bytes
    })

describe.each(Object.entries(files))('%s, whatever comes', (_, file) => {
  test('every good file is read, alike however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 1, max: 300 }), async (bytes, size) => {
        const whole = await read(bytes)
        expectHonest(whole)
        expect(await read(bytes, { size })).toEqual(whole)
      }),
      { numRuns: 60 },
    )
  })

  test('a broken file is refused with its place, or read with honest sums', async () => {
    let refused = 0
    let accepted = 0
    await fc.assert(
      fc.asyncProperty(mutated(file), fc.integer({ min: 1, max: 3000 }), async (bytes, size) => {
        try {
          expectHonest(await read(bytes, { size }))
          accepted++
        } catch (error) {
          if (!(error instanceof StatementRefusal)) throw error
          expect(error.place).not.toBe('')
          refused++
        }
      }),
      { numRuns: 1500 },
    )
    expect(Math.min(refused, accepted)).toBeGreaterThan(20)
  })
})

test('GPC: whatever reversals there are, their reading makes old and new balance agree', async () => {
  const drawn = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 10_000 }), fc.constantFrom('1', '2', 'debit back', 'credit back')),
  )
  await fc.assert(
    fc.asyncProperty(drawn, fc.constantFrom('4 and 5', '3 and 4'), async (movements, numbering) => {
      const codes: Record<string, string> =
        numbering === '4 and 5'
          ? { 'debit back': '4', 'credit back': '5' }
          : { 'debit back': '3', 'credit back': '4' }
      const comesIn = (kind: string) => kind === '2' || kind === 'debit back'
      const closingHal = movements.reduce((sum, [hal, kind]) => sum + (comesIn(kind) ? hal : -hal), 0)
      const items = movements.map(([amountHal, kind]) => ({ amountHal, code: codes[kind] ?? kind }))
      const reading = await read(gpcFile([{ movements: items, closingHal }]))
      expect(reading.statements[0]?.end.balanced).toBe(true)
      expect(reading.entries.map(({ amountHal }) => Number(amountHal))).toEqual(
        movements.map(([hal, kind]) => (comesIn(kind) ? hal : -hal)),
      )
    }),
  )
})

test('windows-1250 letters stay in their columns', async () => {
  const letters = fc.string({
    unit: fc.constantFrom(...'ěščřžýáíéůúďťňĚŠČŘŽÝÁÍÉŮÚĎŤŇ abcXYZ'),
    maxLength: 20,
  })
  await fc.assert(
    fc.asyncProperty(letters, async (name) => {
      const bytes = gpcFile([{ movements: [{ amountHal: 1, name }] }])
      const [entry] = (await read(bytes)).entries
      expect(entry?.name ?? '').toBe(name.replace(/ +/g, ' ').trim())
      expect(iconv.decode(bytes, 'windows-1250')).toContain(name)
    }),
  )
})
