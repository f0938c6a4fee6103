import { expect, test } from 'vitest'
import { recordParser, withDelimiter } from './parse.ts'

async function read(text: string, pieceCharacters = text.length): Promise<string[][]> {
  async function* pieces() {
    for (let at = 0; at < text.length; at += pieceCharacters) yield text.slice(at, at + pieceCharacters)
  }
  const { delimiter, text: rest } = await withDelimiter(pieces())
  const parser = recordParser(delimiter)
  for await (const piece of rest) parser.write(piece)
  parser.end()
  return parser.toArray()
}

const rows = [
  ['a', 'b,c'],
  ['1', '2'],
]

test.each([
  ['nothing', 'a;"b,c"\r\n1;2\r\n'],
  ['sep=;', 'sep=;\r\na;"b,c"\r\n1;2\r\n'],
  ['sep=; with a bare line end', 'sep=;\na;"b,c"\n1;2\n'],
  ['sep=; with the line end of old machines', 'sep=;\ra;"b,c"\r1;2\r'],
  ['sep=, in quotes', '"sep=,"\r\na,"b,c"\r\n1,2\r\n'],
  ['SEP=, though a semicolon is more frequent', 'SEP=,\r\na,"b,c"\r\n1,2\r\n'],
])('%s before the header, however the text is cut', async (_what, text) => {
  for (const size of [1, 2, 5, 6, 7, text.length]) expect(await read(text, size)).toEqual(rows)
})

test('a header that only begins alike is the header', async () => {
  expect(await read('sep=x;b\n1;2\n')).toEqual([
    ['sep=x', 'b'],
    ['1', '2'],
  ])
})

test.each(['', '  ', 'sep=;\r\n', 'sep=;\r\n \r\n'])('%j holds nothing', async (text) => {
  await expect(
    withDelimiter(
      (async function* () {
        yield text
      })(),
    ),
  ).rejects.toThrow('soubor je prázdný')
})
