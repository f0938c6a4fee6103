import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantAt } from '#lib/core/clock'
import { formatKc } from '#lib/core/money'
import { frame, newSheet, widthOf } from '#lib/notice/sheet'
import { layoutOf } from './layout.ts'

const sheet = newSheet({ title: 'Sestava', author: 'Město', createdAt: instantAt(0) })
const head = ['Účet', 'Počáteční stav', 'Má dáti', 'Dal', 'Konečný stav']
const tableOf = (amountsHal: readonly bigint[]) => {
  const cells = amountsHal.map(formatKc)
  return {
    heading: 'Součty',
    head,
    rows: [['osobní účty – Komunální odpad', ...cells]],
    total: ['Celkem', ...cells],
  }
}

test('thousands of milliards fit, and no amount breaks', () => {
  const amountHal = fc.bigInt(-(10n ** 14n), 10n ** 14n)
  fc.assert(
    fc.property(fc.array(amountHal, { minLength: 4, maxLength: 4 }), (amountsHal) => {
      const table = tableOf(amountsHal)
      const { widths, body, bold } = layoutOf(sheet, table)
      expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(frame.width)
      expect(widths[0]).toBeGreaterThan(100)
      for (const [at, text] of (table.rows[0] ?? []).entries()) {
        if (at > 0)
          expect(Math.max(widthOf(sheet, text, body), widthOf(sheet, text, bold))).toBeLessThan(
            widths[at] ?? 0,
          )
      }
    }),
    { numRuns: 25 },
  )
})

test('usual amounts keep the usual columns and type', () => {
  const { body } = layoutOf(sheet, tableOf([0n, 1_234_567_89n, 99_900n, -1_000_00n]))
  expect(body.size).toBe(8.5)
})
