import { expect, test } from 'vitest'
import { escapeXml, formatPrice, formatTime } from '#sandbox/wording'

test.each([
  [144_000, 'CZK', '1\u00a0440\u00a0Kč'],
  [100, 'CZK', '1\u00a0Kč'],
  [105, 'CZK', '1,05\u00a0Kč'],
  [123_456_789_00, 'CZK', '123\u00a0456\u00a0789\u00a0Kč'],
  [1250, 'EUR', '12,50\u00a0EUR'],
])('%d %s → %s', (price, currency, text) => {
  expect(formatPrice(price, currency)).toBe(text)
})

test('time is Czech, with one place to break a line', () => {
  const text = '1.\u00a0června\u00a02026 v\u00a014:05'
  expect(formatTime(Date.parse('2026-06-01T12:05:00Z'))).toBe(text)
})

test('markup of strangers stays text', () => {
  expect(escapeXml(`<a href="x" title='y'>&`)).not.toMatch(/[<>"']|&(?!#)/)
})
