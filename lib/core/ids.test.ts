import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { instantAt, setClock } from '#lib/core/clock'
import { hashToken, humanCode, newId, normalizeHumanCode, randomToken } from '#lib/core/ids'

afterEach(() => setClock(null))

test('newId is a UUID of version 7 that begins with the time', () => {
  setClock(() => instantAt(0x0190_1234_5678))
  expect(newId()).toMatch(/^01901234-5678-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('identifiers differ even within one millisecond', () => {
  setClock(() => instantAt(0))
  expect(new Set(Array.from({ length: 1000 }, newId)).size).toBe(1000)
})

test('a token has the asked length and fits an address', () => {
  expect(randomToken()).toMatch(/^[\w-]{43}$/)
  expect(randomToken(16)).toMatch(/^[\w-]{22}$/)
  expect(randomToken()).not.toBe(randomToken())
})

test('hashToken is SHA-256', () => {
  expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test.each([
  [4, /^.{4}$/],
  [8, /^.{4}-.{4}$/],
  [10, /^.{4}-.{4}-.{2}$/],
])('a code of %i characters is grouped', (length, shape) => {
  expect(humanCode(length)).toMatch(shape)
})

test('a code has no characters that look alike', () => {
  expect(humanCode(5000)).toMatch(/^[2-9AC-HJKMNP-RTVWXY-]+$/)
  expect(new Set(humanCode(5000).replaceAll('-', '')).size).toBe(27)
})

test('a code is recognised however it is typed', () => {
  expect(normalizeHumanCode(' k7m2 94px ')).toBe('K7M2-94PX')
  expect(normalizeHumanCode('K7M2–94PX')).toBe('K7M2-94PX')
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), (length) => {
      const code = humanCode(length)
      expect(normalizeHumanCode(code)).toBe(code)
      expect(normalizeHumanCode(code.replaceAll('-', '').toLowerCase())).toBe(code)
    }),
  )
})
