import { describe, expect, test } from 'vitest'
import { bylawRates } from './bylaws.ts'
import { demoFiles, type SeedRow } from './population.ts'

/** The rates that held for a year, in crowns. */
function amountsOfYear(today: string, kind: SeedRow['druh'], year: SeedRow['obdobi']): number[] {
  return bylawRates(today)
    .filter((rate) => rate.code === kind && rate.validFrom <= `${year}-12-31`)
    .filter((rate) => rate.validTo === null || rate.validTo >= `${year}-01-01`)
    .map((rate) => rate.crowns)
}

describe.each(['2025-11-22', '2026-01-01', '2026-05-31', '2026-06-01', '2026-11-22', '2030-03-31'])(
  'the demonstration told on %s',
  (today) => {
    const { first, second } = demoFiles(today)
    const corrected = new Set(second.map((row) => row.id_predpisu))

    test('assesses what its bylaw says', () => {
      const rows = [...first.filter((row) => !corrected.has(row.id_predpisu)), ...second]
      const byBylaw = rows.filter((row) => (row.druh === 'odpad' || row.druh === 'pes') && !row.typ)
      const contradictions = byBylaw.filter(
        (row) => !amountsOfYear(today, row.druh, row.obdobi).includes(Number(row.castka)),
      )
      expect(byBylaw.length).toBeGreaterThan(20)
      expect(contradictions).toEqual([])
    })

    test('corrects only what was assessed and differs', () => {
      for (const row of second) {
        const before = first.find((one) => one.id_predpisu === row.id_predpisu)
        expect(before?.castka).not.toBe(row.castka)
        expect(before).toBeDefined()
      }
    })

    test('raises the arrears to three times in all', () => {
      for (const increase of first.filter((row) => row.typ === 'zvyseni')) {
        const principal = first.find((row) => row.id_predpisu === increase.k_predpisu)
        expect(Number(increase.castka)).toBeLessThanOrEqual(2 * Number(principal?.castka))
      }
    })
  },
)
