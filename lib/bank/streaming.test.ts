import { expect, test } from 'vitest'
import { camtEntry, camtFile } from '#tests/bank/camt-file'
import { fioFile } from '#tests/bank/fio-file'
import { type GpcMovement, gpcItem, gpcRecordsOf } from '#tests/bank/gpc-file'
import { readStatements } from './read.ts'

const movements = 24_000
const pieceBytes = 64 * 1024

/** A large file made only as it is read: a beginning, one text many times, an end. It counts what was taken. */
function largeFile(begin: string, one: (i: number) => string, end: string, pieceSize = pieceBytes) {
  const taken = { bytes: 0, movements: 0 }
  async function* bytes(): AsyncGenerator<Uint8Array> {
    let text = begin
    for (let i = 0; i < movements; i++) {
      text += one(i)
      if (text.length < pieceSize) continue
      taken.bytes += text.length
      taken.movements = i + 1
      yield Buffer.from(text, 'latin1')
      text = ''
    }
    taken.movements = movements
    yield Buffer.from(text + end, 'latin1')
  }
  return { taken, bytes: bytes() }
}

const marker = '<Ntry/>'
const [camtBegin = '', camtEnd = ''] = camtFile([{ opening: '0', closing: '240' }])
  .replace('</Stmt>', `${marker}</Stmt>`)
  .split(marker)
const payment = '<Amt Ccy="CZK">0.01</Amt>'
const [batchBegin = '', batchEnd = ''] = camtFile([
  { closing: '240', entries: [{ amount: '240', details: [marker] }] },
]).split(`<TxDtls>${marker}</TxDtls>`)
const [fioBegin = '', fioEnd = ''] = fioFile({ closingBalance: 240 }, [])
  .split('[]')
  .map((part, i) => (i ? `]${part}` : `${part}[`))
const gpcHeader = (closingHal: number) =>
  `${gpcRecordsOf({ creditHal: movements, debitHal: 0, closingHal, name: 'MESTO' })[0]}\r\n`
const gpcOne = (movement: Partial<GpcMovement> = {}) =>
  `${gpcItem('0000192000145399', { amountHal: 1, ...movement })}\r\n`

test.each<[string, string, (i: number) => string, string]>([
  ['GPC', gpcHeader(movements), () => gpcOne(), ''],
  ['GPC with messages', gpcHeader(movements), () => `${gpcOne()}078odpad\r\n`, ''],
  ['CAMT.053', camtBegin, () => camtEntry({ amount: '0.01' }), camtEnd],
  ['one batch in CAMT.053', batchBegin, () => `<TxDtls>${payment}</TxDtls>`, batchEnd],
  [
    'Fio',
    fioBegin,
    (i) => `${i ? ',' : ''}{"column0":{"value":"2026-06-02"},"column1":{"value":0.01}}`,
    fioEnd,
  ],
])('%s: no more than a few pieces are taken ahead of what is given out', async (_, begin, one, end) => {
  const { taken, bytes } = largeFile(begin, one, end)
  const { parts } = await readStatements(bytes)
  const ahead = Math.ceil((2 * pieceBytes) / one(1).length) + 2
  let given = 0
  let mostAhead = 0
  let isBalanced = false
  for await (const part of parts) {
    if (part.kind === 'entry') mostAhead = Math.max(mostAhead, taken.movements - given++)
    else if (part.kind === 'end') isBalanced = part.balanced
  }
  expect([given, isBalanced]).toEqual([movements, true])
  expect(mostAhead).toBeLessThanOrEqual(ahead)
})

test('the whole file as a single piece is worked through in small ones', async () => {
  const { bytes } = largeFile(gpcHeader(movements), () => gpcOne(), '', Number.POSITIVE_INFINITY)
  const { parts } = await readStatements(bytes)
  let given = 0
  for await (const part of parts) if (part.kind === 'entry') given++
  expect(given).toBe(movements)
})

test('GPC: behind a reversal of unknown meaning at most twenty thousand movements wait', async () => {
  const one = (i: number) => gpcOne(i === 0 ? { code: '4' } : {})
  const { taken, bytes } = largeFile(gpcHeader(movements - 2), one, '')
  const { parts } = await readStatements(bytes)
  let given = 0
  let mostAhead = 0
  for await (const part of parts) {
    if (part.kind === 'entry') mostAhead = Math.max(mostAhead, taken.movements - given++)
    else if (part.kind === 'end') expect(part.balanced).toBe(true)
  }
  expect(given).toBe(movements)
  expect(mostAhead).toBeGreaterThan(20_000)
  expect(mostAhead).toBeLessThan(22_000)
})

test('GPC: where more reversals than may wait are of unknown meaning, the bank’s usual one decides, none is lost', async () => {
  const { bytes } = largeFile(gpcHeader(-movements), () => gpcOne({ code: '4' }), '')
  const { parts } = await readStatements(bytes, { bankCode: '0800' })
  let given = 0
  let sumHal = 0n
  for await (const part of parts) {
    if (part.kind !== 'entry') continue
    given++
    sumHal += part.entry.amountHal
  }
  expect([given, sumHal]).toEqual([movements, -BigInt(movements)])
})

test('a reader who stops early lets the file go', async () => {
  let isClosed = false
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      yield Buffer.from(gpcHeader(2))
      for (;;) yield Buffer.from(gpcOne())
    } finally {
      isClosed = true
    }
  }
  const { parts } = await readStatements(bytes())
  for await (const part of parts) if (part.kind === 'entry') break
  expect(isClosed).toBe(true)
})
