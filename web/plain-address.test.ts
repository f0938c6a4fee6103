import { expect, test } from 'vitest'
import { plainAddress } from './plain-address.ts'

test.each([
  ['/', '/'],
  ['/prehled?a=%2e%2e/b&c=+d', '/prehled?a=%2e%2e/b&c=+d'],
  ['/_next/static/../../pristupnost', '/pristupnost'],
  ['/_next/static/%2e%2e/%2E%2E/pristupnost?x', '/pristupnost?x'],
  ['/_next/static/.%2e/pristupnost', '/_next/pristupnost'],
  ['/_next/static\\..\\..\\ucet', '/ucet'],
  ['/api/gateways/./x/../../../urad', '/urad'],
  ['//ucet', '//ucet'],
  ['/..', '/'],
  ['/%2fucet', '/%2fucet'],
  ['/a?b?c', '/a?b?c'],
  ['/platby/%00', null],
  ['/prehled?rok=%00', null],
  ['*', null],
  ['http://jinde.example/ucet', null],
  ['', null],
])('%j is answered as %j', (url, plain) => {
  expect(plainAddress(url)).toBe(plain)
})
