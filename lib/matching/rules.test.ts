import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchingSettingsShape } from './input.ts'
import { type Candidate, decide, nameWords, type Receipt, slipsOf, splitHousehold } from './rules.ts'

const settings = matchingSettingsShape.parse(undefined)

const receipt = (facts: Partial<Receipt>): Receipt => ({
  bankEntryId: 1,
  bankAccount: '19-2000145399/0800',
  amountHal: 90_000n,
  variableSymbol: '4001',
  specificSymbol: null,
  counterAccount: null,
  counterName: null,
  message: null,
  ...facts,
})

const candidate = (accountId: number, specificSymbol: string | null = null, openCrowns = 900): Candidate => ({
  accountId,
  payerId: `p${accountId}`,
  feeKindCode: 'odpad',
  isMirror: false,
  claims: [
    {
      assessmentId: `a${accountId}`,
      variableSymbol: '4001',
      specificSymbol,
      period: '2026',
      component: 'principal',
      assessedHal: 90_000n,
      remainingHal: BigInt(openCrowns) * 100n,
    },
  ],
})

describe('only what is certain is laid by itself', () => {
  test.each<[string, Partial<Receipt>, Candidate[], string]>([
    ['one payer', {}, [candidate(1)], 'variable_symbol → 1'],
    ['nothing open, it becomes credit', {}, [candidate(1, null, 0)], 'variable_symbol → 1'],
    ['nobody', {}, [], 'waits'],
    ['no symbol', { variableSymbol: null }, [candidate(1)], 'waits'],
    ['two payers', {}, [candidate(1), candidate(2)], 'waits symbol_of_several'],
    [
      'two payers, told apart',
      { specificSymbol: '7' },
      [candidate(1, '7'), candidate(2, '8')],
      'symbols → 1',
    ],
    [
      'two payers with both symbols',
      { specificSymbol: '7' },
      [candidate(1, '7'), candidate(2, '7')],
      'waits symbol_of_several',
    ],
    [
      'another specific symbol',
      { specificSymbol: '9' },
      [candidate(1, '7')],
      'waits variable_symbol specific_symbol_differs',
    ],
    [
      'a specific symbol the claim does not have',
      { specificSymbol: '9' },
      [candidate(1)],
      'variable_symbol → 1',
    ],
    ['ten thousand above', { amountHal: 1_090_000n }, [candidate(1)], 'variable_symbol → 1'],
    ['a haléř more', { amountHal: 1_090_001n }, [candidate(1)], 'waits variable_symbol far_above_open'],
    ['kept elsewhere', {}, [{ ...candidate(1), isMirror: true }], 'waits variable_symbol kept_elsewhere'],
  ])('%s', (_name, facts, candidates, expected) => {
    const decision = decide(receipt(facts), candidates, settings)
    const words =
      decision.kind === 'certain'
        ? `${decision.rule} → ${decision.part.accountId}`
        : ['waits', decision.clue, ...decision.holds].filter(Boolean).join(' ')
    expect(words).toBe(expected)
  })

  test('a city may ask for both symbols', () => {
    const strict = { ...settings, variableSymbolAlone: false }
    expect(decide(receipt({}), [candidate(1)], strict).kind).toBe('uncertain')
    expect(decide(receipt({ specificSymbol: '7' }), [candidate(1, '7')], strict).kind).toBe('certain')
  })
})

test('a slip leads back: whoever mistyped A as B is found from B', () => {
  const symbol = fc.bigInt({ min: 1n, max: 9_999_999_999n }).map(String)
  fc.assert(
    fc.property(symbol, fc.nat(), (right, seed) => {
      const slips = slipsOf(right)
      const wrong = slips[seed % slips.length] ?? ''
      expect(slipsOf(wrong)).toContain(right)
      expect(slips).not.toContain(right)
    }),
  )
})

test('words of a name', () => {
  expect(nameWords('ŠŤÁHLAVSKÝ Jan, Ing.')).toEqual(['stahlavsky', 'jan', 'ing'])
})

test('a household’s sum is split only to the haléř and only over several people', () => {
  expect(
    splitHousehold([candidate(1), candidate(2, null, 540)], 144_000n)?.map((part) => part.amountHal),
  ).toEqual([90_000n, 54_000n])
  expect(splitHousehold([candidate(1), candidate(2, null, 540)], 144_001n)).toBeNull()
  expect(splitHousehold([candidate(1)], 90_000n)).toBeNull()
})
