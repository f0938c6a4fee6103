import { afterEach, expect, test } from 'vitest'
import { setEnvironment, validateEnvironment } from '#lib/core/env'
import { validEnvironment } from '#tests/fixtures/environment'
import { type Rules, startOpenidProvider } from '#tests/fixtures/openid-provider'
import { loginCheckCommand } from './login-check.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  setEnvironment(null)
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

/** The command's exit code and its lines about the citizens' provider, with these rules and settings. */
async function check(rules: Rules, settings: Record<string, string> = {}) {
  const client = { id: 'portal', secret: 'ab'.repeat(16), redirectUri: '' }
  const [citizen, office] = [await startOpenidProvider(client), await startOpenidProvider(client)]
  stops.push(citizen.stop, office.stop)
  citizen.set(rules)
  office.set({
    discovery: { code_challenge_methods_supported: ['S256'], backchannel_logout_supported: true },
  })
  const own = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`CITIZEN_OIDC_${name}`, value]),
  )
  const checked = validateEnvironment({
    ...validEnvironment,
    CITIZEN_OIDC_ISSUER: citizen.address,
    OFFICE_OIDC_ISSUER: office.address,
    CITIZEN_OIDC_CLIENT_SECRET: client.secret,
    OFFICE_OIDC_CLIENT_SECRET: client.secret,
    ...own,
  })
  if (!checked.ok) throw new Error(checked.error.join(' '))
  setEnvironment(checked.value)
  const lines: string[] = []
  const code = await loginCheckCommand([], { print: (line) => lines.push(line.replaceAll('\u00a0', ' ')) })
  return { code, lines, text: lines.slice(0, lines.indexOf('Přihlášení úřadu:')).join('\n') }
}

test('says of a provider that has everything that it should work', async () => {
  const { code, lines } = await check({
    discovery: { code_challenge_methods_supported: ['S256'], backchannel_logout_supported: true },
  })
  expect(lines.at(-1)).toContain('mělo fungovat')
  expect(lines.join('\n')).not.toMatch(/[✗!] /)
  expect(code).toBe(0)
})

test.each<[string, Rules, Record<string, string>, string]>([
  ['signs by our password only', { algorithm: 'HS512' }, {}, 'portál nebere: HS512'],
  ['publishes no keys', { discovery: { jwks_uri: 'http://localhost:9/jwks' } }, {}, 'žádný klíč'],
  [
    'takes no password the way it is set',
    { discovery: { token_endpoint_auth_methods_supported: ['client_secret_post'] } },
    { TOKEN_AUTH: 'client_secret_basic' },
    'CITIZEN_OIDC_TOKEN_AUTH',
  ],
  [
    'offers neither way',
    { discovery: { token_endpoint_auth_methods_supported: ['private_key_jwt'] } },
    {},
    'CITIZEN_OIDC_TOKEN_AUTH',
  ],
  [
    'logs in on another host',
    { discovery: { authorization_endpoint: 'https://login.example/a' } },
    {},
    'https://login.example',
  ],
  [
    'logs out on another host',
    { discovery: { end_session_endpoint: 'https://out.example/a' } },
    {},
    'CITIZEN_OIDC_LOGIN_HOSTS',
  ],
  ['is called otherwise', { issuer: 'https://other.example' }, {}, 'https://other.example'],
  ['does not encrypt', { discovery: { token_endpoint: 'http://x.example/token' } }, {}, 'token_endpoint'],
  ['does not answer', {}, { ISSUER: 'http://localhost:9' }, 'neodpovídá'],
])('says that nobody will log in at a provider that %s', async (_what, rules, settings, sentence) => {
  const { code, text } = await check(rules, settings)
  expect(
    text
      .split('\n')
      .filter((line) => line.includes('✗'))
      .join('\n'),
  ).toContain(sentence)
  expect(code).toBe(1)
})

test.each<[string, Rules, Record<string, string>, string]>([
  ['a password that is often misread', {}, { CLIENT_SECRET: 'ab+c/d=='.repeat(4) }, 'openssl rand -hex 32'],
  ['no word of PKCE', {}, {}, 'O PKCE nemluví'],
  ['PKCE switched off', {}, { PKCE: 'false' }, 'PKCE je vypnuté'],
  ['a scope that is not offered', { discovery: { scopes_supported: ['openid'] } }, {}, 'profile, email'],
  [
    'a claim that is not told',
    { discovery: { claims_supported: ['sub', 'given_name', 'birthdate', 'email'] } },
    {},
    'family_name',
  ],
  ['no userinfo', { discovery: { userinfo_endpoint: undefined } }, {}, 'doptat'],
  [
    'no place to log out',
    { discovery: { end_session_endpoint: undefined } },
    {},
    'portál odhlásí jen u sebe',
  ],
  ['no word of back-channel logout', {}, {}, '/api/auth/backchannel/citizen'],
])('points at %s, which need not be wrong', async (_what, rules, settings, sentence) => {
  const { code, text } = await check(rules, settings)
  expect(
    text
      .split('\n')
      .filter((line) => line.includes(' ! '))
      .join('\n'),
  ).toContain(sentence)
  expect(code).toBe(0)
})

test('is content with another host that is named', async () => {
  const { code } = await check(
    { discovery: { authorization_endpoint: 'https://login.example/a' } },
    { LOGIN_HOSTS: 'https://login.example' },
  )
  expect(code).toBe(0)
})
