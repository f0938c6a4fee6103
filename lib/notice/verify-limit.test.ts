import { afterEach, expect, test } from 'vitest'
import { instantAt, setClock } from '#lib/core/clock'
import { mayVerifyCode, mostCodesAMinute } from './verify-limit.ts'

afterEach(() => setClock(null))

test('so many codes a minute are looked up, and the next minute begins anew', () => {
  let atMs = Date.now() + 3_600_000
  setClock(() => instantAt(atMs))
  const allowed = () => Array.from({ length: mostCodesAMinute + 20 }, mayVerifyCode).filter(Boolean).length
  expect(allowed()).toBe(mostCodesAMinute)
  atMs += 59_000
  expect(mayVerifyCode()).toBe(false)
  atMs += 1_000
  expect(allowed()).toBe(mostCodesAMinute)
  // A clock set back must not close the page for good.
  atMs -= 86_400_000
  expect(mayVerifyCode()).toBe(true)
})
