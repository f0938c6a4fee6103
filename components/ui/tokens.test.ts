import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contrast } from '#components/layout/city-style'

const sheet = readFileSync('app/globals.css', 'utf8')
const [lightPart = '', darkPart = ''] = sheet.split('@media (prefers-color-scheme: dark)')

function tokens(css: string): Record<string, string> {
  const block = css.slice(css.indexOf(':root'), css.indexOf('}', css.indexOf(':root')))
  return Object.fromEntries([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]))
}

const schemes = { light: tokens(lightPart), dark: { ...tokens(lightPart), ...tokens(darkPart) } }

const text = 4.5
const shape = 3
const papers = ['canvas', 'surface', 'sunken']
const pairs: [string, string, number][] = [
  ...papers.flatMap((paper): [string, string, number][] => [
    ['ink', paper, 7],
    ['muted', paper, text],
    ['city-strong', paper, text],
    ['line-strong', paper, shape],
  ]),
  ...['ok', 'due', 'overdue', 'info'].flatMap((tone): [string, string, number][] => [
    [tone, 'surface', text],
    [tone, 'canvas', text],
    [tone, `${tone}-tint`, text],
    ['ink', `${tone}-tint`, text],
    ['city-strong', `${tone}-tint`, text],
  ]),
  ['due-mark', 'surface', shape],
  ['due-mark', 'due-tint', shape],
  ['city-on', 'city', text],
  ['city-strong-on', 'city-strong', text],
]

for (const [scheme, colors] of Object.entries(schemes)) {
  test.each(pairs)(`${scheme}: %s on %s reaches %d : 1`, (front, back, least) => {
    expect(contrast(colors[front] ?? '', colors[back] ?? '')).toBeGreaterThanOrEqual(least)
  })

  test.each(papers)(`${scheme}: one of the two focus colors stands out on %s`, (paper) => {
    const ring = [colors['ring-inner'], colors['ring-outer']].map((part) =>
      contrast(part ?? '', colors[paper] ?? ''),
    )
    expect(Math.max(...ring)).toBeGreaterThanOrEqual(shape)
  })
}
