import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { attemptEdges, attemptStates, findEdge, openStates, payableStates } from './edges.rules.ts'
import { paymentStatesPage } from './states-page.ts'

const pairs = attemptStates.flatMap((from) => attemptStates.map((to) => ({ from, to })))

/** Written by hand, once: rows lead to columns. A change of the table must be made here too, knowingly. */
const expected = `
            prepared unknown waiting paid cancelled refused disputed expired left
prepared    .        x       x       x    x         x       x        .
unknown     .        .       x       x    x         .       x        x
waiting     .        .       .       x    x         .       x        .       x
paid        .        .       .       .    .         .       .        .
cancelled   .        .       .       x    .         .       x        .
refused     .        .       .       x    x         .       x        .
disputed    .        .       .       x    x         .       .        .
expired     .        .       x       x    x         .       x        .       .
left        .        .       .       x    x         .       x        .       .
`
const [header = '', ...rows] = expected.trim().split('\n')
const columns = header.trim().split(/\s+/)
const isExpected = ({ from, to }: { from: string; to: string }) => {
  const row =
    rows
      .find((line) => line.startsWith(`${from} `))
      ?.trim()
      .split(/\s+/)
      .slice(1) ?? []
  return row[columns.indexOf(to)] === 'x'
}

test.each(pairs)('$from → $to', ({ from, to }) => {
  expect(findEdge(from, to) !== null).toBe(isExpected({ from, to }))
})

describe('the table', () => {
  test('names each pair once and each event plainly', () => {
    expect(new Set(attemptEdges.map(({ from, to }) => `${from}>${to}`)).size).toBe(attemptEdges.length)
    for (const { event } of attemptEdges) expect(event).toMatch(/^[a-z_]+$/)
  })

  test('lets money through from every state but paid itself', () => {
    const toPaid = attemptEdges.filter(({ to }) => to === 'paid').map(({ from }) => from)
    expect(new Set(toPaid)).toEqual(new Set(attemptStates.filter((state) => state !== 'paid')))
  })

  test('marks as bowing exactly the edges that leave a conclusion', () => {
    const concluded = new Set(['cancelled', 'refused', 'disputed', 'expired'])
    for (const { from, kind } of attemptEdges) expect(kind === 'bows').toBe(concluded.has(from))
  })

  test('asks again about every state that may still change without us', () => {
    for (const state of payableStates) expect(openStates).toContain(state)
    expect(openStates).not.toContain('paid')
  })

  test('is the picture in docs', () => {
    const page = readFileSync(new URL('../../docs/payment-states.md', import.meta.url), 'utf8')
    expect(page).toBe(paymentStatesPage())
  })
})
