import { afterEach, describe, expect, test, vi } from 'vitest'
import { env, logLevel, ownerEnvironment, setEnvironment, validateEnvironment } from '#lib/core/env'

const comgate = {
  COMGATE_URL: 'https://brana.example/',
  COMGATE_MERCHANT: '123456',
  COMGATE_SECRET: 'gateway-secret',
  COMGATE_TEST: 'true',
}

const base = {
  DATABASE_URL: 'postgres://portal:db-password@127.0.0.1:5432/portal',
  PORTAL_URL: 'https://platby.mesto.example',
  CITIZEN_OIDC_ISSUER: 'https://identita.example/oidc',
  CITIZEN_OIDC_CLIENT_ID: 'portal',
  CITIZEN_OIDC_CLIENT_SECRET: 'citizen-client-secret',
  OFFICE_OIDC_ISSUER: 'http://127.0.0.1:4020',
  OFFICE_OIDC_CLIENT_ID: 'urad',
  OFFICE_OIDC_CLIENT_SECRET: 'office-client-secret',
  SMTP_URL: 'smtp://mailer:mail-password@posta.example:587',
  MAIL_FROM: 'Město <platby@mesto.example>',
  CITIZEN_SESSION_SECRET: 'c'.repeat(32),
  OFFICE_SESSION_SECRET: 'o'.repeat(32),
  BIRTH_NUMBER_LOOKUP_KEY: 'ab'.repeat(32),
  BIRTH_NUMBER_SEAL_KEY: Buffer.alloc(32, 7).toString('base64'),
}

const complete = { ...base, ...comgate }

function errors(changes: Record<string, string | undefined>): string[] {
  const result = validateEnvironment({ ...complete, ...changes })
  return result.ok ? [] : result.error
}

afterEach(() => {
  vi.unstubAllEnvs()
  setEnvironment(null)
})

test('a complete environment is converted and filled with defaults', () => {
  const result = validateEnvironment({ ...complete, UNRELATED: 'x' })
  expect(result).toEqual({
    ok: true,
    value: {
      ...base,
      gateways: {
        comgate: {
          url: 'https://brana.example',
          merchant: '123456',
          secret: 'gateway-secret',
          isTest: true,
          api: '2.0',
          timeoutMs: 10_000,
        },
      },
      BIRTH_NUMBER_LOOKUP_KEY: Buffer.alloc(32, 0xab),
      BIRTH_NUMBER_SEAL_KEY: Buffer.alloc(32, 7),
      ...Object.fromEntries(
        ['CITIZEN', 'OFFICE'].flatMap((realm) =>
          Object.entries({
            SCOPES: 'openid profile email',
            CLAIMS: {},
            PKCE: true,
            LOGIN_HOSTS: [],
            AUDIENCES: [],
            LOGOUT_WITHOUT_EXP: false,
          }).map(([name, value]) => [`${realm}_OIDC_${name}`, value]),
        ),
      ),
      BIRTH_NUMBER_KEY_ID: 'k1',
      FIO_URL: 'https://fioapi.fio.cz/v1/rest',
      FIO_TOKENS: [],
      TEST_INSTALLATION: false,
      LOG_LEVEL: 'info',
    },
  })
})

test('an empty environment names every required variable at once', () => {
  const result = validateEnvironment({})
  expect(result.ok ? [] : result.error.toSorted()).toEqual(
    [
      ...Object.keys(base).map((name) => `${name} is missing.`),
      'No payment gateway is described; fill in the variables of one of COMGATE_…, CSOB_…, GOPAY_…, GPWEBPAY_….',
    ].toSorted(),
  )
})

test.each(Object.keys(complete))('%s is missed when absent or blank', (name) => {
  expect(errors({ [name]: undefined })).toEqual([`${name} is missing.`])
  expect(errors({ [name]: '  ' })).toEqual([`${name} is missing.`])
})

test.each([
  ['DATABASE_URL', 'mysql://x-y-z/portal'],
  ['DATABASE_URL', 'x-y-z'],
  ['DATABASE_OWNER_URL', 'http://x-y-z'],
  ['PORTAL_URL', 'x-y-z.example'],
  ['PORTAL_URL', 'http://x-y-z.example'],
  ['PORTAL_URL', 'https://x-y-z.example/platby'],
  ['PORTAL_URL', 'https://x-y-z.example/?a=1'],
  ['PORTAL_URL', 'https://user:x-y-z@mesto.example'],
  ['CITIZEN_OIDC_ISSUER', 'http://x-y-z.example'],
  ['OFFICE_OIDC_ISSUER', 'ftp://x-y-z.example'],
  ['COMGATE_URL', 'http://localhost.x-y-z.example'],
  ['COMGATE_TEST', 'x-y-z'],
  ['COMGATE_API', 'x-y-z'],
  ['COMGATE_TIMEOUT_MS', '10 x-y-z'],
  ['COMGATE_TIMEOUT_MS', '0'],
  ['COMGATE_TIMEOUT_MS', '-5'],
  ['SMTP_URL', 'http://x-y-z'],
  ['MAIL_FROM', 'x-y-z'],
  ['MAIL_FROM', 'Město <a@b.example>\r\nBcc: x-y-z@b.example'],
  ['CITIZEN_SESSION_SECRET', 'x-y-z'],
  ['OFFICE_SESSION_SECRET', 'x-y-z'],
  ['BIRTH_NUMBER_LOOKUP_KEY', 'x-y-z'],
  ['BIRTH_NUMBER_SEAL_KEY', `x-y-z${'a'.repeat(60)}`],
  ['BIRTH_NUMBER_KEY_ID', 'x-y-z klíč'],
  ['SECURITY_CONTACT', 'x-y-z'],
  ['SECURITY_CONTACT', 'http://x-y-z.example'],
  ['SECURITY_CONTACT', 'a@x-y-z.example\nExpires: 2099'],
  ['LOG_LEVEL', 'x-y-z'],
])('%s=%j is refused in one sentence without the value', (name, value) => {
  const sentences = errors({ [name]: value })
  expect(sentences).toHaveLength(1)
  expect(sentences[0]).toMatch(new RegExp(`^${name} must .+\\.$`))
  expect(sentences[0]).not.toContain('x-y-z')
})

test.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'https://mesto.example/'])(
  'the portal may live at %s',
  (address) => {
    const result = validateEnvironment({ ...complete, PORTAL_URL: address })
    expect(result.ok && result.value.PORTAL_URL).toBe(address.replace(/\/$/, ''))
  },
)

test.each([
  ['bezpecnost@mesto.example', 'mailto:bezpecnost@mesto.example'],
  ['https://mesto.example/bezpecnost', 'https://mesto.example/bezpecnost'],
])('faults may be told to %s', (written, contact) => {
  const result = validateEnvironment({ ...complete, SECURITY_CONTACT: written })
  expect(result.ok && result.value.SECURITY_CONTACT).toBe(contact)
})

describe('secrets of two purposes must differ', () => {
  test('session secrets', () => {
    expect(errors({ OFFICE_SESSION_SECRET: complete.CITIZEN_SESSION_SECRET })).toEqual([
      'CITIZEN_SESSION_SECRET and OFFICE_SESSION_SECRET must differ.',
    ])
  })

  test('keys, even when one is written in base64 and the other in hexadecimal digits', () => {
    expect(errors({ BIRTH_NUMBER_SEAL_KEY: Buffer.alloc(32, 0xab).toString('base64') })).toEqual([
      'BIRTH_NUMBER_LOOKUP_KEY and BIRTH_NUMBER_SEAL_KEY must differ.',
    ])
  })

  test('it is said together with everything else', () => {
    const sentences = errors({
      COMGATE_SECRET: '',
      OFFICE_SESSION_SECRET: complete.CITIZEN_SESSION_SECRET,
      BIRTH_NUMBER_SEAL_KEY: complete.BIRTH_NUMBER_LOOKUP_KEY,
    })
    expect(sentences).toHaveLength(3)
  })
})

describe('env', () => {
  test('reads the process once', () => {
    for (const [name, value] of Object.entries(complete)) vi.stubEnv(name, value)
    const first = env()
    vi.stubEnv('COMGATE_MERCHANT', 'another')
    expect(env()).toBe(first)
    expect(first.gateways.comgate?.merchant).toBe('123456')
  })

  test('throws all sentences and no value', () => {
    for (const [name, value] of Object.entries(complete)) vi.stubEnv(name, value)
    vi.stubEnv('COMGATE_TEST', 'perhaps')
    vi.stubEnv('SMTP_URL', '')
    expect(env).toThrow(
      'The environment is not complete:\n- SMTP_URL is missing.\n- COMGATE_TEST must be true or false.',
    )
  })
})

test('migrations need the owner of the tables only', () => {
  const owner = 'postgres://owner@127.0.0.1/portal'
  expect(ownerEnvironment({ DATABASE_OWNER_URL: owner })).toEqual({ DATABASE_OWNER_URL: owner })
  expect(() => ownerEnvironment({})).toThrow('DATABASE_OWNER_URL is missing.')
})

test('the log level is known in any environment', () => {
  expect(logLevel({ LOG_LEVEL: 'debug' })).toBe('debug')
  expect(logLevel({ LOG_LEVEL: 'loud' })).toBe('info')
  expect(logLevel({})).toBe('info')
})
