import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sentences } from '#lib/i18n/sentences'
import { bindShortWords } from '#lib/i18n/short-words'

interface Sentence {
  key: string
  text: string
}

function flatten(value: unknown, key: string): Sentence[] {
  if (typeof value === 'string') return [{ key, text: value }]
  return Object.entries(value as object).flatMap(([name, one]) => flatten(one, key ? `${key}.${name}` : name))
}

const folder = join(import.meta.dirname, 'cs')
const files = globSync('*.json', { cwd: folder })
const all = files.flatMap((file) =>
  flatten(JSON.parse(readFileSync(join(folder, file), 'utf8')), file.replace('.json', '')),
)

/** What must not stand in a Czech sentence, why, and an example that a check must catch. */
const bans: { why: string; pattern: RegExp; example: string }[] = [
  {
    why: 'no participle of the person',
    pattern: /(?<!\p{L})\p{L}+li jste(?!\p{L})/iu,
    example: 'Už zaplatili jste.',
  },
  {
    why: 'no participle of the person',
    pattern: /(?<!\p{L})jste(?: \p{L}+){0,3} \p{L}+li(?!\p{L})/iu,
    example: 'Včera jste nám všechno zaplatili.',
  },
  { why: 'no forms in brackets', pattern: /\p{L}\([aiy]\)/u, example: 'přihlášen(a)' },
  { why: 'no forms behind a slash', pattern: /\/a(?:\s+jste)?(?!\p{L})/u, example: 'zaplatil/a jste' },
  { why: 'Czech quotes only', pattern: /["']/, example: 'Klikněte na "Zaplatit".' },
  { why: 'a dash, not a hyphen', pattern: /\s-\s/, example: 'odpad - pes' },
  { why: 'an ellipsis is one character', pattern: /\.\.\./, example: 'Počkejte...' },
  { why: 'one space at a time', pattern: / {2}|^\s|\s$/, example: 'dva  kusy' },
  { why: 'no space before punctuation', pattern: /[ \u00a0][.,;:!?]/, example: 'ahoj ,' },
]

test.each(bans)('$why: $pattern', ({ pattern, example }) => {
  expect(example).toMatch(pattern)
  expect(all.filter(({ text }) => pattern.test(text))).toEqual([])
})

test('there are sentences to check', () => {
  expect(files).toContain('overview.json')
  expect(all.length).toBeGreaterThan(200)
})

test('every file is among the sentences', () => {
  const names = files.map((file) => file.replace('.json', ''))
  expect(Object.keys(sentences).sort()).toEqual(names.sort())
})

test('no one-letter word waits at the end of a line', () => {
  const loose = flatten(sentences, '').filter(({ text }) => /(?<![\p{L}_])[ksvzouai] /iu.test(text))
  expect(loose).toEqual([])
})

test.each([
  ['Zaplatit můžete i bez toho.', 'Zaplatit můžete i_bez toho.'],
  ['V bankovnictví', 'V_bankovnictví'],
  ['a v textu', 'a_v_textu'],
  ['(s lomítkem i bez něj)', '(s_lomítkem i_bez něj)'],
  ['„a dost“', '„a_dost“'],
  ['nebo dva', 'nebo dva'],
])('bindShortWords(%s)', (text, bound) => {
  expect(bindShortWords(text)).toBe(bound.replaceAll('_', '\u00a0'))
})
