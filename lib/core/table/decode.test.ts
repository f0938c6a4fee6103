import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { decodeText, UnreadableTable } from './decode.ts'

const sentence = 'Příliš žluťoučký kůň úpěl ďábelské ódy; 1 440,50\r\n'

const encodings: string[] = []

async function read(bytes: Buffer, pieceBytes = bytes.length): Promise<string> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
  }
  let text = ''
  for await (const piece of decodeText(pieces(), (found) => encodings.push(found))) text += piece
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

test.each<[string, Buffer, string]>([
  ['UTF-16', Buffer.from('\ufeffabc', 'utf16le'), 'utf16'],
  ['zero bytes', Buffer.from([65, 66, 67, 68, 0, 69]), 'binary'],
  ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'old_workbook'],
  ['letters nobody can tell apart', iconv.encode('Kráľová', 'windows-1250'), 'unclear'],
  ['letters of another script', iconv.encode('фамилия', 'windows-1251'), 'unclear'],
  ['UTF-8 put into UTF-8', Buffer.from(iconv.decode(Buffer.from('Žluťoučký kůň'), 'windows-1250')), 'twice'],
  ['the same by the western table', Buffer.from(iconv.decode(Buffer.from('Příhodová'), 'latin1')), 'twice'],
])('%s is refused', async (_name, bytes, problem) => {
  for (const size of [1, 3, bytes.length])
    await expect(read(bytes, size)).rejects.toEqual(new UnreadableTable(problem as never))
})

const people = [
  'Šárka Žížalová Ťuhýková, Žižkova 1',
  'Jiří Žluťoučký',
  'Příliš žluťoučký kůň',
  'Eva Nováková',
]
test.each(['utf-8', 'windows-1250', 'iso-8859-2', 'cp852'] as const)(
  'names are read out of %s',
  async (coding) => {
    for (const name of people) {
      encodings.length = 0
      expect(await read(iconv.encode(`jmeno;castka\r\n${name};900\r\n`, coding), 7)).toContain(name)
      // Where two codings agree on every letter, either is right.
      const agree = coding === 'iso-8859-2' && name === 'Eva Nováková' ? 'windows-1250' : coding
      expect(encodings).toEqual([agree])
    }
  },
)
