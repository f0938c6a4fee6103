import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { validateEnvironment } from '#lib/core/env'

const folder = mkdtempSync(join(tmpdir(), 'portal-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = (key: KeyObject, type: 'spki' | 'pkcs8') => String(key.export({ type, format: 'pem' }))
const privatePem = pem(pair.privateKey, 'pkcs8')
const publicPem = pem(pair.publicKey, 'spki')
const otherPem = pem(other.publicKey, 'spki')
const lockedPem = String(
  pair.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'heslo' }),
)

function keep(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const base = {
  DATABASE_URL: 'postgres://portal@127.0.0.1/portal',
  PORTAL_URL: 'https://platby.mesto.example',
  CITIZEN_OIDC_ISSUER: 'https://identita.example',
  CITIZEN_OIDC_CLIENT_ID: 'portal',
  CITIZEN_OIDC_CLIENT_SECRET: 'a',
  OFFICE_OIDC_ISSUER: 'https://urad.example',
  OFFICE_OIDC_CLIENT_ID: 'urad',
  OFFICE_OIDC_CLIENT_SECRET: 'b',
  SMTP_URL: 'smtp://posta.example',
  MAIL_FROM: 'platby@mesto.example',
  CITIZEN_SESSION_SECRET: 'c'.repeat(32),
  OFFICE_SESSION_SECRET: 'o'.repeat(32),
  BIRTH_NUMBER_LOOKUP_KEY: 'ab'.repeat(32),
  BIRTH_NUMBER_SEAL_KEY: 'cd'.repeat(32),
}
const groups: Record<string, Record<string, string>> = {
  comgate: {
    COMGATE_URL: 'https://comgate.example',
    COMGATE_MERCHANT: '1',
    COMGATE_SECRET: 'x',
    COMGATE_TEST: 'true',
  },
  csob: {
    CSOB_URL: 'https://csob.example/api/v1.9/',
    CSOB_MERCHANT: 'M1MIPS0001',
    CSOB_PRIVATE_KEY: privatePem,
    CSOB_PUBLIC_KEYS: publicPem,
    CSOB_TEST: 'true',
  },
  gopay: {
    GOPAY_URL: 'https://gopay.example/api',
    GOPAY_GOID: '8123456789',
    GOPAY_CLIENT_ID: '1061399163',
    GOPAY_CLIENT_SECRET: 'x',
    GOPAY_TEST: 'true',
  },
  gpwebpay: {
    GPWEBPAY_URL: 'https://gpwebpay.example/pgw/order.do',
    GPWEBPAY_WS_URL: 'https://gpwebpay.example/pay-ws/v1/PaymentService',
    GPWEBPAY_MERCHANT: '9999999022',
    GPWEBPAY_PROVIDER: '0880',
    GPWEBPAY_PRIVATE_KEY: privatePem,
    GPWEBPAY_PUBLIC_KEYS: publicPem,
    GPWEBPAY_TEST: 'true',
  },
}

function read(variables: Record<string, string | undefined>) {
  const result = validateEnvironment({ ...base, ...variables })
  return result.ok ? { gateways: result.value.gateways, faults: [] } : { gateways: {}, faults: result.error }
}

describe.each(Object.keys(groups))('%s', (name) => {
  const group = groups[name] ?? {}

  test('alone is enough', () => {
    expect(Object.keys(read(group).gateways)).toEqual([name])
  })

  test.each(Object.keys(group))('half of it is a fault that names the missing %s', (variable) => {
    expect(read({ ...group, [variable]: undefined }).faults).toEqual([`${variable} is missing.`])
    expect(read({ ...group, [variable]: ' ' }).faults).toEqual([`${variable} is missing.`])
  })
})

test('all at once, in a steady order', () => {
  const everything = Object.assign({}, ...Object.values(groups).toReversed())
  expect(Object.keys(read(everything).gateways)).toEqual(['comgate', 'csob', 'gopay', 'gpwebpay'])
})

test('none is a fault, and an optional variable alone is a half-filled group', () => {
  expect(read({}).faults).toEqual([expect.stringContaining('No payment gateway is described')])
  expect(read({ ...groups.comgate, GOPAY_TIMEOUT_MS: '5' }).faults).toHaveLength(5)
})

test.each([
  ['71', '71'],
  ['99999', '99999'],
  [undefined, ''],
  ['071', null],
  ['123456', null],
  ['A1', null],
])('the prefix %s of orders is read as %j', (GPWEBPAY_ORDER_PREFIX, orderPrefix) => {
  const { gateways, faults } = read({ ...groups.gpwebpay, GPWEBPAY_ORDER_PREFIX })
  if (orderPrefix === null)
    expect(faults).toEqual([expect.stringContaining('GPWEBPAY_ORDER_PREFIX must have')])
  else expect(gateways).toMatchObject({ gpwebpay: { orderPrefix } })
})

describe('keys', () => {
  const csob = (changes: Record<string, string>) => read({ ...groups.csob, ...changes })
  const equals = (found: KeyObject | undefined, expected: KeyObject) => found?.equals(expected)

  test.each([
    ['written out', privatePem],
    ['on one line', privatePem.replaceAll('\n', '\\n')],
    ['in a file', keep('private.pem', privatePem)],
  ])('a private key %s', (_how, value) => {
    const { gateways } = csob({ CSOB_PRIVATE_KEY: value })
    expect('csob' in gateways && equals(gateways.csob?.privateKey, pair.privateKey)).toBe(true)
  })

  test.each([
    ['written after each other', `${publicPem}${otherPem}`],
    ['in two files', `${keep('a.pub', publicPem)}, ${keep('b.pub', otherPem)}`],
    ['in one file', keep('both.pub', `${publicPem}\n${otherPem}`)],
  ])('two public keys %s', (_how, value) => {
    const { gateways } = csob({ CSOB_PUBLIC_KEYS: value })
    const keys = 'csob' in gateways ? (gateways.csob?.publicKeys ?? []) : []
    expect(keys).toHaveLength(2)
    expect(equals(keys[0], pair.publicKey) && equals(keys[1], other.publicKey)).toBe(true)
  })

  test.each([
    ['CSOB_PRIVATE_KEY', publicPem],
    ['CSOB_PRIVATE_KEY', join(folder, 'x-y-z.pem')],
    ['CSOB_PRIVATE_KEY', 'x-y-z'],
    ['CSOB_PUBLIC_KEYS', privatePem],
    ['CSOB_PUBLIC_KEYS', `${publicPem}${otherPem}${publicPem}`],
    ['CSOB_PUBLIC_KEYS', '-----BEGIN PUBLIC KEY-----\nx-y-z\n-----END PUBLIC KEY-----'],
  ])('%s is refused in one sentence without the value', (variable, value) => {
    const { faults } = csob({ [variable]: value })
    expect(faults).toEqual([expect.stringMatching(new RegExp(`^${variable} must be .+\\.$`))])
    expect(faults[0]).not.toContain('x-y-z')
  })

  test('a locked key opens by its password only', () => {
    const locked = { ...groups.gpwebpay, GPWEBPAY_PRIVATE_KEY: lockedPem }
    expect(Object.keys(read({ ...locked, GPWEBPAY_PRIVATE_KEY_PASSWORD: 'heslo' }).gateways)).toEqual([
      'gpwebpay',
    ])
    for (const password of [undefined, 'jine']) {
      expect(read({ ...locked, GPWEBPAY_PRIVATE_KEY_PASSWORD: password }).faults).toEqual([
        expect.stringMatching(/^GPWEBPAY_PRIVATE_KEY must be a private key/),
      ])
    }
  })
})
