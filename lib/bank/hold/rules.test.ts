import { describe, expect, test } from 'vitest'
import { isoDate } from '#lib/core/dates'
import { followsBalances, followsNumbers, type Neighbour } from './rules.ts'

const beside = (side: Neighbour['side'], touches: boolean, agrees: boolean): Neighbour => ({
  side,
  touches,
  agrees,
})

test.each<[string, Neighbour[], boolean]>([
  ['goes on where the last ended', [beside('before', true, true)], true],
  ['begins with another balance', [beside('before', true, false)], false],
  ['behind days that nobody told', [beside('before', false, false)], false],
  ['behind days without a movement', [beside('before', false, true)], true],
  ['ends where a later one begins', [beside('after', true, true)], true],
  ['fits before, contradicts behind', [beside('before', true, true), beside('after', true, false)], false],
  ['fits before, a gap behind', [beside('before', true, true), beside('after', false, false)], true],
  ['one of several that touch agrees', [beside('before', true, false), beside('before', true, true)], true],
  ['tells one within it otherwise', [beside('before', true, true), beside('within', true, false)], true],
  ['only one within it, otherwise', [beside('within', true, false)], false],
])('%s', (_name, neighbours, expected) => {
  expect(followsBalances(neighbours)).toBe(expected)
})

describe('numbers of statements', () => {
  const numbered = (number: string | null, toOn = '2026-05-10') => ({ number, toOn: isoDate(toOn) })
  test.each<[string, string | null, (string | null)[], boolean]>([
    ['the next', '6', ['5', '4'], true],
    ['one back', '2', ['5'], false],
    ['one left out', '7', ['5', '4'], false],
    ['one left out, as often before', '9', ['5', '2'], true],
    ['always the same', '5', ['5', '5'], true],
    ['no number', null, ['5'], true],
    ['words', 'A-7', ['5'], true],
    ['nothing before', '7', [], true],
    ['numberless ones between', '7', ['5', null, '3'], true],
    ['zeros before it', '006', ['005'], true],
    ['zero', '000', ['5'], true],
  ])('%s', (_name, own, before, expected) => {
    expect(
      followsNumbers(
        numbered(own),
        before.map((one) => numbered(one)),
      ),
    ).toBe(expected)
  })

  test('a year begins anew', () => {
    expect(followsNumbers(numbered('1', '2027-01-02'), [numbered('365', '2026-12-31')])).toBe(true)
  })
})
