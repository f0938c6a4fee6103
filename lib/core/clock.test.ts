import { afterEach, expect, test, vi } from 'vitest'
import { instantAt, now, setClock } from '#lib/core/clock'

afterEach(() => setClock(null))

test('without an override the clock runs', () => {
  expect(Math.abs(now().getTime() - Date.now())).toBeLessThan(60_000)
})

test('a test stops the clock and lets it run again', () => {
  setClock(() => instantAt(0))
  expect(now().toISOString()).toBe('1970-01-01T00:00:00.000Z')
  setClock(null)
  expect(now().getTime()).toBeGreaterThan(0)
})

test('another copy of the module sees the same override', async () => {
  setClock(() => instantAt(1000))
  vi.resetModules()
  const copy = await import('#lib/core/clock')
  expect(copy.now).not.toBe(now)
  expect(copy.now().getTime()).toBe(1000)
})
