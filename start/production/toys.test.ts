import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { validateEnvironment } from '#lib/core/env'
import { toys } from './toys.ts'

const random = () => randomBytes(32).toString('base64')

const real = (): Record<string, string> => ({
  DATABASE_URL: 'postgres://portal@localhost/portal',
  PORTAL_URL: 'https://platby.opava.example',
  CITIZEN_OIDC_ISSUER: 'https://id.opava.example',
  CITIZEN_OIDC_CLIENT_ID: 'portal',
  CITIZEN_OIDC_CLIENT_SECRET: randomBytes(24).toString('hex'),
  OFFICE_OIDC_ISSUER: 'https://urad.opava.example',
  OFFICE_OIDC_CLIENT_ID: 'portal',
  OFFICE_OIDC_CLIENT_SECRET: randomBytes(24).toString('hex'),
  SMTP_URL: 'smtp://posta.opava.example',
  MAIL_FROM: 'portal@opava.example',
  CITIZEN_SESSION_SECRET: random(),
  OFFICE_SESSION_SECRET: random(),
  BIRTH_NUMBER_LOOKUP_KEY: random(),
  BIRTH_NUMBER_SEAL_KEY: random(),
  COMGATE_URL: 'https://payments.comgate.cz',
  COMGATE_MERCHANT: '123456',
  COMGATE_SECRET: 'gx4q0BDbXZKcPW5dvJ1m9fYb3aTz6uLr',
  COMGATE_TEST: 'false',
})

function faultsWith(changed: Record<string, string>): string[] {
  const source = { ...real(), ...changed }
  const checked = validateEnvironment(source)
  if (!checked.ok) throw new Error(checked.error.join('\n'))
  return toys(source, checked.value)
}

test('what was made as the documents say is taken', () => {
  for (let round = 0; round < 200; round++) expect(faultsWith({})).toEqual([])
  const hex = randomBytes(32).toString('hex')
  expect(faultsWith({ BIRTH_NUMBER_SEAL_KEY: hex })).toEqual([])
})

const of = (text: string) => Buffer.from(text.padEnd(32, text)).toString('base64')

test.each([
  ['CITIZEN_SESSION_SECRET', 'a'.repeat(32)],
  ['CITIZEN_SESSION_SECRET', 'k9Q2'.repeat(8)],
  ['CITIZEN_SESSION_SECRET', '0123456789abcdefghijklmnopqrstuv'],
  ['OFFICE_SESSION_SECRET', 'zyxwvutsrqponmlkjihgfedcba987654'],
  ['OFFICE_SESSION_SECRET', 'change-me-change-me-in-production!!'],
  ['OFFICE_SESSION_SECRET', 'SuperSecretPasswordForOurOffice2026'],
  ['BIRTH_NUMBER_LOOKUP_KEY', '0'.repeat(64)],
  ['BIRTH_NUMBER_LOOKUP_KEY', '0123456789abcdef'.repeat(4)],
  ['BIRTH_NUMBER_SEAL_KEY', of('klic rodnych cisel mesta Opavy..')],
  ['BIRTH_NUMBER_SEAL_KEY', Buffer.alloc(32, 1).toString('base64')],
  ['CITIZEN_OIDC_CLIENT_SECRET', 'secret'],
  ['OFFICE_OIDC_CLIENT_SECRET', 'heslo'],
  ['COMGATE_SECRET', 'aaaaaaaa'],
])('%s of %s is refused with the remedy, and not shown', (name, value) => {
  const faults = faultsWith({ [name]: value })
  expect(faults).toHaveLength(1)
  expect(faults[0]).toMatch(new RegExp(`^${name} .*openssl rand`))
  expect(faults[0]).not.toContain(value)
})

test('one secret for two purposes is refused, in whatever digits', () => {
  const bytes = randomBytes(32)
  expect(
    faultsWith({
      BIRTH_NUMBER_SEAL_KEY: bytes.toString('hex'),
      CITIZEN_SESSION_SECRET: bytes.toString('base64'),
    }),
  ).toEqual([expect.stringMatching(/^BIRTH_NUMBER_SEAL_KEY is the same as CITIZEN_SESSION_SECRET;/)])
})

test.each([
  [{ COMGATE_TEST: 'true' }, /^COMGATE_TEST is true.*TEST_INSTALLATION=true/],
  [{ COMGATE_URL: 'http://localhost:3003' }, /^COMGATE_URL is not encrypted/],
  [{ COMGATE_URL: 'https://payments.sandbox.example' }, /^COMGATE_URL is an address for trying/],
])('a gateway for trying under a real address: %j', (changed, sentence) => {
  expect(faultsWith(changed)).toEqual([expect.stringMatching(sentence)])
  expect(faultsWith({ ...changed, TEST_INSTALLATION: 'true' })).toEqual([])
  expect(faultsWith({ ...changed, PORTAL_URL: 'http://localhost:3000' })).toEqual([])
})
