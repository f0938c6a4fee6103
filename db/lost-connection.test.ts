import { expect, test } from 'vitest'
import { isWriteToLostConnection } from './lost-connection.ts'

function error(make: () => Error, stack: string): Error {
  return Object.assign(make(), { stack })
}
const late = 'at Immediate.nextWrite (file:///x/node_modules/postgres/src/connection.js:255:22)'

test.each([
  ['the late write', error(() => new TypeError("reading 'write'"), late), true],
  ['another error there', error(() => new RangeError('x'), late), false],
  ['another place of the driver', error(() => new TypeError('x'), late.replace('nextWrite', 'other')), false],
  ['our own mistake', error(() => new TypeError('x'), 'at nextWrite (file:///x/lib/own.ts:1:1)'), false],
  ['no error at all', 'nextWrite postgres/src/connection.js', false],
])('%s', (_, thrown, expected) => {
  expect(isWriteToLostConnection(thrown)).toBe(expected)
})
