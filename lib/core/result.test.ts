import { expect, test } from 'vitest'
import { fail, ok, type Result } from '#lib/core/result'

function half(n: number): Result<number, 'odd'> {
  return n % 2 === 0 ? ok(n / 2) : fail('odd')
}

test('a result carries either the value or the reason', () => {
  expect(half(4)).toEqual({ ok: true, value: 2 })
  expect(half(3)).toEqual({ ok: false, error: 'odd' })
})
