import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type IsoDate, isoDate } from '#lib/core/dates'
import { crowns } from '#tests/fixtures/crowns'
import { allocate, type Component, type OpenClaim, type Regime } from './allocation.rules.ts'

interface Line {
  id: string
  crowns: number
  lastDay: string
  component?: Component
  enforced?: boolean
}

const claim = ({
  id,
  crowns: amount,
  lastDay,
  component = 'principal',
  enforced = false,
}: Line): OpenClaim => ({
  assessmentId: id,
  component,
  dueOn: isoDate(lastDay),
  lastDay: isoDate(lastDay),
  isEnforced: enforced,
  remainingHal: crowns(amount),
})

/** „A 660, B 240, credit 0“ as an accountant would read it. */
function laid(regime: Regime, lines: Line[], amount: number, on: string, chosenIds: string[] = []): string {
  const { parts, creditHal } = allocate({
    regime,
    claims: lines.map(claim),
    amountHal: crowns(amount),
    effectiveOn: isoDate(on),
    chosenIds,
  })
  return [
    ...parts.map((part) => `${part.assessmentId} ${part.amountHal / 100n}`),
    `credit ${creditHal / 100n}`,
  ].join(', ')
}

const odpad2023 = { id: 'odpad-2023', crowns: 660, lastDay: '2023-05-31' }
const zvyseni2023: Line = { id: 'zvyseni-2023', crowns: 1320, lastDay: '2023-12-01', component: 'increase' }
const odpad2024 = { id: 'odpad-2024', crowns: 900, lastDay: '2024-05-31' }

describe('§ 152 of the tax code', () => {
  test.each([
    [
      'old debt first, nothing on the increase (worked case 6)',
      [odpad2024, zvyseni2023, odpad2023],
      900,
      '2024-05-20',
      'odpad-2023 660, odpad-2024 240, credit 0',
    ],
    [
      'then the accessories',
      [odpad2024, zvyseni2023, odpad2023],
      2000,
      '2024-05-20',
      'odpad-2023 660, odpad-2024 900, zvyseni-2023 440, credit 0',
    ],
    ['what is left over is credit', [odpad2023], 1000, '2024-05-20', 'odpad-2023 660, credit 340'],
    [
      'an enforced principal waits for accessories',
      [{ ...odpad2023, enforced: true }, zvyseni2023],
      1400,
      '2024-05-20',
      'zvyseni-2023 1320, odpad-2023 80, credit 0',
    ],
    [
      'an enforced accessory is last',
      [
        { ...zvyseni2023, enforced: true },
        { ...odpad2023, enforced: true },
      ],
      700,
      '2024-05-20',
      'odpad-2023 660, zvyseni-2023 40, credit 0',
    ],
    [
      'arrears before what is only due',
      [
        { id: 'B', crowns: 100, lastDay: '2024-05-31' },
        { id: 'A', crowns: 100, lastDay: '2024-05-19' },
      ],
      150,
      '2024-05-20',
      'A 100, B 50, credit 0',
    ],
    [
      'the due day itself is not arrears, the earlier due date still goes first',
      [
        { id: 'B', crowns: 100, lastDay: '2024-05-21' },
        { id: 'A', crowns: 100, lastDay: '2024-05-20' },
      ],
      100,
      '2024-05-20',
      'A 100, credit 0',
    ],
    ['nothing to lay on', [], 100, '2024-05-20', 'credit 100'],
  ])('%s', (_name, lines, amount, on, expected) => {
    expect(laid('local_fee', lines as Line[], amount as number, on as string)).toBe(expected)
  })

  test('the payer’s ticks change nothing', () => {
    const lines = [odpad2024, zvyseni2023, odpad2023]
    expect(laid('local_fee', lines, 900, '2024-05-20', ['odpad-2024'])).toBe(
      laid('local_fee', lines, 900, '2024-05-20'),
    )
  })
})

describe('civil claims', () => {
  const rent1: Line = { id: 'najem-1', crowns: 500, lastDay: '2024-01-31' }
  const rent2: Line = { id: 'najem-2', crowns: 500, lastDay: '2024-02-29' }
  test.each([
    ['the chosen debt goes first', ['najem-2'], 600, 'najem-2 500, najem-1 100, credit 0'],
    ['without a choice the earlier one', [], 600, 'najem-1 500, najem-2 100, credit 0'],
  ])('%s', (_name, chosen, amount, expected) => {
    expect(laid('civil', [rent1, rent2], amount, '2024-03-01', chosen)).toBe(expected)
  })

  test('costs, interest, principal', () => {
    const lines: Line[] = [
      { ...rent1, id: 'jistina' },
      { ...rent1, id: 'urok', crowns: 50, component: 'interest' },
      { ...rent1, id: 'naklady', crowns: 70, component: 'costs' },
    ]
    expect(laid('civil', lines, 200, '2024-03-01', ['jistina', 'urok', 'naklady'])).toBe(
      'naklady 70, urok 50, jistina 80, credit 0',
    )
  })
})

test('a designated amount takes nothing after its day (worked case 8)', () => {
  const fine = { id: 'radar', crowns: 500, lastDay: '2024-05-20' }
  expect(laid('designated_amount', [fine], 500, '2024-05-20')).toBe('radar 500, credit 0')
  expect(laid('designated_amount', [fine], 500, '2024-05-21')).toBe('credit 500')
})

const days = ['2023-05-31', '2024-03-31', '2024-05-20', '2024-05-31', '2025-01-01']
const anyClaims = fc.array(
  fc.record({
    crowns: fc.integer({ min: 1, max: 5000 }),
    lastDay: fc.constantFrom(...days),
    component: fc.constantFrom<Component>('principal', 'increase', 'costs', 'interest'),
    enforced: fc.boolean(),
  }),
  { maxLength: 8 },
)
const anyRegime = fc.constantFrom<Regime>('local_fee', 'fine', 'civil', 'admin_fee', 'designated_amount')

describe('no haléř is made or lost', () => {
  const given = fc.tuple(
    anyClaims,
    fc.bigInt({ min: 0n, max: 2_000_000n }),
    anyRegime,
    fc.constantFrom(...days),
  )
  const run = ([lines, amountHal, regime, on]: [Omit<Line, 'id'>[], bigint, Regime, string]) => {
    const claims = lines.map((line, index) => claim({ ...line, id: `c${index}` }))
    return { claims, amountHal, ...allocate({ regime, claims, amountHal, effectiveOn: on as IsoDate }) }
  }

  test('parts and credit make the amount, and no part is above what remains', () => {
    fc.assert(
      fc.property(given, (facts) => {
        const { claims, amountHal, parts, creditHal } = run(facts)
        expect(parts.reduce((sum, part) => sum + part.amountHal, creditHal)).toBe(amountHal)
        expect(creditHal).toBeGreaterThanOrEqual(0n)
        for (const part of parts) {
          const whole = claims.find((one) => one.assessmentId === part.assessmentId)
          expect(part.amountHal).toBeGreaterThan(0n)
          expect(part.amountHal).toBeLessThanOrEqual(whole?.remainingHal ?? 0n)
        }
        expect(new Set(parts.map((part) => part.assessmentId)).size).toBe(parts.length)
      }),
    )
  })

  test('credit appears only when every claim that may take money is full, and only the last part is partial', () => {
    fc.assert(
      fc.property(given, (facts) => {
        const { claims, parts, creditHal } = run(facts)
        const [, , regime, on] = facts
        const open = claims.filter((one) => regime !== 'designated_amount' || one.lastDay >= on)
        if (creditHal > 0n) expect(parts.length).toBe(open.length)
        for (const part of parts.slice(0, -1)) {
          expect(part.amountHal).toBe(
            claims.find((one) => one.assessmentId === part.assessmentId)?.remainingHal,
          )
        }
      }),
    )
  })

  test('the order of the claims on input does not matter', () => {
    fc.assert(
      fc.property(given, ([lines, amountHal, regime, on]) => {
        const claims = lines.map((line, index) => claim({ ...line, id: `c${index}` }))
        const effectiveOn = on as IsoDate
        expect(allocate({ regime, claims: claims.toReversed(), amountHal, effectiveOn })).toEqual(
          allocate({ regime, claims, amountHal, effectiveOn }),
        )
      }),
    )
  })
})

test('a negative amount is a mistake of the caller', () => {
  expect(() =>
    allocate({ regime: 'local_fee', claims: [], amountHal: -1n, effectiveOn: isoDate('2024-01-01') }),
  ).toThrow(RangeError)
})
