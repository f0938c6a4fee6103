import { expect, test } from 'vitest'
import { isForeign } from './foreign.ts'

const own = 'https://platby.example'

test.each([
  ['ours', 'POST', '/zkontrolovat', { origin: own, host: 'platby.example' }, false],
  ['ours behind a proxy that names another host', 'POST', '/', { origin: own, host: 'inner:3000' }, false],
  [
    'as the browser found us',
    'POST',
    '/',
    { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' },
    false,
  ],
  ['no browser', 'POST', '/api/auth/citizen/backchannel', { host: 'platby.example' }, false],
  ['reading', 'GET', '/prehled', { origin: 'https://evil.example', host: 'platby.example' }, false],
  ['a gateway', 'POST', '/api/gateways/csob/return', { origin: 'https://csob.example' }, false],
  ['a stranger', 'POST', '/zkontrolovat', { origin: 'https://evil.example', host: 'platby.example' }, true],
  ['a frame without origin', 'POST', '/zkontrolovat', { origin: 'null', host: 'platby.example' }, true],
  ['a lookalike', 'POST', '/', { origin: 'https://platby.example.evil', host: 'platby.example' }, true],
])('%s', (_what, method, url, headers, foreign) => {
  expect(isForeign(own, { method, url, headers })).toBe(foreign)
})
