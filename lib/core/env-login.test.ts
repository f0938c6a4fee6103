import { expect, test } from 'vitest'
import { validEnvironment } from '#tests/fixtures/environment'
import { validateEnvironment } from './env.ts'

const realms = ['CITIZEN', 'OFFICE'] as const

test.each(realms)('%s: what is not set is what most providers want', (realm) => {
  const checked = validateEnvironment(validEnvironment)
  expect(checked).toMatchObject({
    ok: true,
    value: {
      [`${realm}_OIDC_SCOPES`]: 'openid profile email',
      [`${realm}_OIDC_CLAIMS`]: {},
      [`${realm}_OIDC_PKCE`]: true,
      [`${realm}_OIDC_LOGIN_HOSTS`]: [],
      [`${realm}_OIDC_AUDIENCES`]: [],
      [`${realm}_OIDC_LOGOUT_WITHOUT_EXP`]: false,
    },
  })
})

const read = [
  ['SCOPES', 'profile, openid  roles', 'profile openid roles'],
  ['CLAIMS', 'family_name=sn, roles=realm_access.roles', { family_name: 'sn', roles: 'realm_access.roles' }],
  ['CLAIMS', 'birthdate=https://x.example/birth', { birthdate: 'https://x.example/birth' }],
  ['PKCE', 'false', false],
  [
    'LOGIN_HOSTS',
    'https://login.example, https://b.example:8443/',
    ['https://login.example', 'https://b.example:8443'],
  ],
  ['LOGIN_HOSTS', 'http://localhost:4000', ['http://localhost:4000']],
  ['AUDIENCES', 'a,b c', ['a', 'b', 'c']],
  ['TOKEN_AUTH', 'client_secret_post', 'client_secret_post'],
] as const
test.each(realms.flatMap((realm) => read.map((one) => [realm, ...one] as const)))(
  '%s: %s=%s is read',
  (realm, name, text, value) => {
    const checked = validateEnvironment({ ...validEnvironment, [`${realm}_OIDC_${name}`]: text })
    expect(checked).toMatchObject({ ok: true, value: { [`${realm}_OIDC_${name}`]: value } })
  },
)

const refused = [
  ['LOGIN_HOSTS', '*'],
  ['LOGIN_HOSTS', 'https:'],
  ['LOGIN_HOSTS', 'https://'],
  ['LOGIN_HOSTS', 'https://*.x-y-z.example'],
  ['LOGIN_HOSTS', 'https://*'],
  ['LOGIN_HOSTS', 'http://x-y-z.example'],
  ['LOGIN_HOSTS', 'x-y-z.example'],
  ['LOGIN_HOSTS', 'https://x-y-z.example/login'],
  ['LOGIN_HOSTS', "'unsafe-inline'"],
  ['LOGIN_HOSTS', 'https://x-y-z.example; script-src *'],
  ['LOGIN_HOSTS', 'https://user@x-y-z.example'],
  ['SCOPES', 'x-y-z email'],
  ['CLAIMS', 'sub=x-y-z'],
  ['CLAIMS', 'family_name'],
  ['CLAIMS', 'family_name='],
  ['CLAIMS', '__proto__=x-y-z'],
  ['TOKEN_AUTH', 'none'],
  ['TOKEN_AUTH', 'private_key_jwt'],
  ['PKCE', 'x-y-z'],
  ['LOGOUT_WITHOUT_EXP', '1'],
] as const
test.each(realms.flatMap((realm) => refused.map((one) => [realm, ...one] as const)))(
  '%s: %s=%s is refused in one sentence without the value',
  (realm, name, text) => {
    const checked = validateEnvironment({ ...validEnvironment, [`${realm}_OIDC_${name}`]: text })
    const sentences = checked.ok ? [] : checked.error
    expect(sentences).toHaveLength(1)
    expect(sentences[0]).toMatch(new RegExp(`^${realm}_OIDC_${name} must .+\\.$`))
    expect(sentences[0]).not.toContain('x-y-z')
  },
)
