import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { decode } from './decode.ts'

const sentence = 'Příliš žluťoučký kůň úpěl ďábelské ódy; 1 440,50\r\n'

async function read(bytes: Buffer, pieceBytes = bytes.length): Promise<string> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
  }
  let text = ''
  for await (const piece of decode(pieces())) text += piece
  return text
}

describe('however the bytes are cut into pieces', () => {
  const pieces = [1, 2, 3, 5, 17, 100_000]
  test.each(pieces)('UTF-8 in pieces of %d', async (size) => {
    expect(await read(Buffer.from(sentence), size)).toBe(sentence)
  })
  test.each(pieces)('UTF-8 with a byte order mark in pieces of %d', async (size) => {
    expect(await read(Buffer.from(`\ufeff${sentence}`), size)).toBe(sentence)
  })
  test.each(pieces)('windows-1250 in pieces of %d', async (size) => {
    expect(await read(iconv.encode(sentence, 'windows-1250'), size)).toBe(sentence)
  })
  test.each(pieces)('ASCII first, windows-1250 later, in pieces of %d', async (size) => {
    const text = `${'id;castka\r\n'.repeat(50)}${sentence}`
    expect(await read(iconv.encode(text, 'windows-1250'), size)).toBe(text)
  })
})

test('one letter at the very end tells the encoding too', async () => {
  expect(await read(Buffer.from('castka;kč'), 3)).toBe('castka;kč')
  expect(await read(iconv.encode('castka;kč', 'windows-1250'), 3)).toBe('castka;kč')
})

test('what stops being UTF-8 comes out as a mark the cells refuse', async () => {
  const bytes = Buffer.concat([Buffer.from(sentence), Buffer.from([0xe8, 0x0a])])
  expect(await read(bytes, sentence.length + 20)).toContain('\ufffd')
})

test.each([
  ['a workbook', Buffer.from('PK\u0003\u0004rest'), /sešit Excelu/],
  ['UTF-16', Buffer.from('\ufeffabc', 'utf16le'), /UTF-16/],
  ['zero bytes', Buffer.from([65, 66, 67, 68, 0, 69]), /binární/],
])('%s is refused', async (_name, bytes, reason) => {
  await expect(read(bytes)).rejects.toThrow(reason)
})
