import { expect, test } from 'vitest'
import { refusalOf } from './reply.ts'
import type { ApiReply } from './wire.ts'

const fault = '{"errors":[{"scope":"G","error_code":301,"error_name":"PAYMENT_NOT_CREATED"}]}'
const reply = (status: number, text: string): ApiReply => ({ kind: 'reply', status, text, tokens: [] })

test.each([
  [400, fault, '301 PAYMENT_NOT_CREATED'],
  [409, '{"errors":[{"error_code":111,"field":"amount"}]}', '111 amount'],
  [499, fault, '301 PAYMENT_NOT_CREATED'],
  // Neither says that nothing was done.
  [200, fault, null],
  [302, fault, null],
  [408, fault, null],
  [500, fault, null],
  [503, fault, null],
  [403, '<html>Request rejected</html>', null],
  [404, '{"errors":[]}', null],
  [404, '', null],
])('HTTP %i %s refuses: %s', (status, text, refusal) => {
  expect(refusalOf(reply(status, text))).toBe(refusal)
})

test('a call that was not sent did nothing; one without a reply may have', () => {
  expect(refusalOf({ kind: 'not_sent', reason: 'no token' })).toBe('no token')
  expect(refusalOf({ kind: 'none', reason: 'the connection failed', tokens: ['a'] })).toBe(null)
})
