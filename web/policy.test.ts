import { expect, test } from 'vitest'
import { contentPolicy } from './policy.ts'

const policyOf = (portalUrl: string, isDevelopment?: boolean) =>
  contentPolicy({
    portalUrl,
    formTargets: [],
    ...(isDevelopment === undefined ? {} : { isDevelopment }),
  })('nonce')

test.each([undefined, false])(
  'built pages evaluate no text and speak over no socket (%s)',
  (isDevelopment) => {
    for (const portalUrl of ['http://localhost:3000', 'https://platby.example']) {
      expect(policyOf(portalUrl, isDevelopment)).not.toMatch(/unsafe|wss?:/)
    }
  },
)

test.each([
  ['http://localhost:3500', 'ws://localhost:3500'],
  ['https://localhost:3500', 'wss://localhost:3500'],
])('development at %s may do both, and style its notices', (portalUrl, socket) => {
  const policy = policyOf(portalUrl, true)
  expect(policy).toContain("script-src 'self' 'nonce-nonce' 'strict-dynamic' 'unsafe-eval';")
  expect(policy).toContain("style-src 'self' 'unsafe-inline'; style-src-attr 'none';")
  expect(policy).toContain(`connect-src 'self' ${socket};`)
})

test.each(['https://platby.example', 'http://192.168.1.10:3500', 'http://localhost.platby.example'])(
  'development at %s does not begin',
  (portalUrl) => {
    expect(() => policyOf(portalUrl, true)).toThrow('for this machine only')
  },
)
