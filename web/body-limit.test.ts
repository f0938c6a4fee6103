import { expect, test } from 'vitest'
import { isBodyTooLong } from './body-limit.ts'

const kilobytes = (count: number) => String(count * 1024)

test.each([
  ['a form', 'POST', '/zkontrolovat', { 'content-length': kilobytes(256) }, false],
  ['a form too long', 'POST', '/zkontrolovat', { 'content-length': kilobytes(257) }, true],
  ['a statement', 'POST', '/urad/vypisy', { 'content-length': kilobytes(32 * 1024) }, false],
  ['a statement too long', 'POST', '/urad/vypisy', { 'content-length': kilobytes(32 * 1024 + 1) }, true],
  ['a page below the statements', 'POST', '/urad/vypisy/7', { 'content-length': kilobytes(257) }, true],
  ['a body of unknown length', 'POST', '/urad/vypisy', { 'transfer-encoding': 'chunked' }, true],
  [
    'a notification, counted elsewhere',
    'POST',
    '/api/gateways/any/notifications',
    { 'transfer-encoding': 'chunked' },
    false,
  ],
  [
    'what providers send, counted elsewhere',
    'POST',
    '/api/auth/backchannel/citizen',
    { 'transfer-encoding': 'chunked' },
    false,
  ],
  ['a page', 'GET', '/', {}, false],
])('%s', (_what, method, url, headers, isTooLong) => {
  expect(isBodyTooLong({ method, url, headers })).toBe(isTooLong)
})
