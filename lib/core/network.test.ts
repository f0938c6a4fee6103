import { expect, test } from 'vitest'
import { networkOf } from './network.ts'

test.each([
  ['203.0.113.7', undefined, '203.0.113.0/24'],
  ['::ffff:203.0.113.7', undefined, '203.0.113.0/24'],
  ['2001:db8:1:2345::9', undefined, '2001:db8:1:2300::/56'],
  ['2001:db8::1', undefined, '2001:db8:0:0::/56'],
  ['127.0.0.1', '198.51.100.4', '198.51.100.0/24'],
  ['::1', 'invented, 198.51.100.4', '198.51.100.0/24'],
  ['10.1.2.3', '2001:db8:1:2345:6:7:8:9', '2001:db8:1:2300::/56'],
  ['203.0.113.7', '198.51.100.4', '203.0.113.0/24'],
  ['127.0.0.1', 'nonsense', '127.0.0.0/24'],
  [undefined, undefined, 'unknown'],
])('%s, forwarded for %s, is of %s', (remote, forwarded, network) => {
  expect(networkOf(remote, forwarded)).toBe(network)
})
