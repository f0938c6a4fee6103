import { renamableClaims } from '#lib/core/env-login'
import { providerSettings, type Realm } from '../realms.ts'
import { type DiscoveryDocument, DiscoveryProblem, readDiscovery, signingAlgorithms } from './discovery.ts'
import { tokenAuthOf } from './exchange.ts'

/** What will work, what needs a look, and what will not work; each with the values its sentence names. */
export type Finding =
  | {
      grade: 'broken'
      name: 'silent' | 'status' | 'document' | 'issuerDiffers'
      values: { variable: string; detail: string }
    }
  | { grade: 'fine'; name: 'issuer'; values: { issuer: string } }
  | { grade: 'fine' | 'broken'; name: 'algorithms' | 'noAlgorithm'; values: { algorithms: string } }
  | { grade: 'fine' | 'broken'; name: 'keys' | 'noKeys'; values: { count: number } }
  | {
      grade: 'fine' | 'broken'
      name: 'tokenAuth' | 'noTokenAuth'
      values: { method: string; variable: string }
    }
  | { grade: 'look'; name: 'secret'; values: { variable: string } }
  | { grade: 'fine' | 'look'; name: 'pkce' | 'pkceUnsaid' | 'pkceOff'; values: { variable: string } }
  | { grade: 'look'; name: 'scopes' | 'claims'; values: { missing: string; variable: string } }
  | { grade: 'look'; name: 'noUserinfo'; values: Record<never, never> }
  | { grade: 'broken'; name: 'host'; values: { host: string; variable: string } }
  | { grade: 'fine' | 'look'; name: 'logout' | 'noLogout'; values: Record<never, never> }
  | { grade: 'fine' | 'look'; name: 'backchannel' | 'noBackchannel'; values: { address: string } }

/**
 * Asks a realm's provider to describe itself and holds that against the settings. Nobody is logged in and nothing is
 * changed; `portalUrl` is where people find the portal.
 */
export async function checkProvider(realm: Realm, portalUrl: string): Promise<Finding[]> {
  const variable = (name: string) => `${realm.toUpperCase()}_OIDC_${name}`
  let document: DiscoveryDocument
  try {
    document = await readDiscovery(providerSettings(realm).issuer)
  } catch (error) {
    if (!(error instanceof DiscoveryProblem)) throw error
    const { kind, detail } = error
    const name = kind === 'issuer' ? 'issuerDiffers' : kind
    return [{ grade: 'broken', name, values: { variable: variable('ISSUER'), detail } }]
  }
  const backchannel = `${portalUrl}/api/auth/backchannel/${realm}`
  return [
    { grade: 'fine', name: 'issuer', values: { issuer: document.issuer } },
    algorithmsOf(document),
    await keysOf(document),
    ...proofOf(realm, document, variable),
    pkceOf(realm, document, variable('PKCE')),
    ...toldOf(realm, document, variable),
    ...hostsOf(realm, document, variable('LOGIN_HOSTS')),
    document.end_session_endpoint
      ? { grade: 'fine', name: 'logout', values: {} }
      : { grade: 'look', name: 'noLogout', values: {} },
    document.backchannel_logout_supported
      ? { grade: 'fine', name: 'backchannel', values: { address: backchannel } }
      : { grade: 'look', name: 'noBackchannel', values: { address: backchannel } },
  ]
}

function algorithmsOf(document: DiscoveryDocument): Finding {
  const offered = document.id_token_signing_alg_values_supported ?? ['RS256']
  const taken = offered.filter((one) => signingAlgorithms.includes(one))
  return taken.length > 0
    ? { grade: 'fine', name: 'algorithms', values: { algorithms: taken.join(', ') } }
    : { grade: 'broken', name: 'noAlgorithm', values: { algorithms: offered.join(', ') || '–' } }
}

async function keysOf({ jwks_uri: address }: DiscoveryDocument): Promise<Finding> {
  const told = await fetch(address, { signal: AbortSignal.timeout(5000), cache: 'no-store' })
    .then((response) => response.json())
    .catch(() => null)
  const keys = told && typeof told === 'object' && Array.isArray(told.keys) ? told.keys : []
  const count = keys.filter(({ kty }: { kty?: string }) => ['RSA', 'EC', 'OKP'].includes(kty ?? '')).length
  return { grade: count > 0 ? 'fine' : 'broken', name: count > 0 ? 'keys' : 'noKeys', values: { count } }
}

function proofOf(realm: Realm, document: DiscoveryDocument, variable: (name: string) => string): Finding[] {
  const settings = providerSettings(realm)
  const method = tokenAuthOf(settings, document)
  const offered = document.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const isOffered = offered.includes(method)
  const values = { method, variable: variable('TOKEN_AUTH') }
  const isMisread = method === 'client_secret_basic' && /[^\w.-]/.test(settings.clientSecret)
  return [
    { grade: isOffered ? 'fine' : 'broken', name: isOffered ? 'tokenAuth' : 'noTokenAuth', values },
    ...(isMisread
      ? [{ grade: 'look', name: 'secret', values: { variable: variable('CLIENT_SECRET') } } as const]
      : []),
  ]
}

function pkceOf(realm: Realm, document: DiscoveryDocument, variable: string): Finding {
  if (!providerSettings(realm).usesPkce) return { grade: 'look', name: 'pkceOff', values: { variable } }
  const isSaid = document.code_challenge_methods_supported?.includes('S256') ?? false
  return { grade: isSaid ? 'fine' : 'look', name: isSaid ? 'pkce' : 'pkceUnsaid', values: { variable } }
}

function toldOf(realm: Realm, document: DiscoveryDocument, variable: (name: string) => string): Finding[] {
  const { scopes, claimNames } = providerSettings(realm)
  const noScopes = scopes.split(' ').filter((scope) => document.scopes_supported?.includes(scope) === false)
  const wanted =
    realm === 'citizen'
      ? (['given_name', 'family_name', 'birthdate', 'email'] as const)
      : (['roles'] as const)
  const noClaims = renamableClaims
    .filter((claim) => wanted.some((one) => one === claim))
    .map((claim) => claimNames[claim] ?? claim)
    // A path leads into a claim; the list names only where it begins.
    .filter((name) => document.claims_supported?.includes(name.split('.')[0] ?? name) === false)
    .filter((name) => document.claims_supported?.includes(name) === false)
  const missing = (name: 'scopes' | 'claims', all: string[]): Finding[] =>
    all.length > 0
      ? [{ grade: 'look', name, values: { missing: all.join(', '), variable: variable(name.toUpperCase()) } }]
      : []
  return [
    ...missing('scopes', noScopes),
    ...missing('claims', noClaims),
    ...(document.userinfo_endpoint ? [] : [{ grade: 'look', name: 'noUserinfo', values: {} } as const]),
  ]
}

/** Hosts a form of the portal would lead to and the browser would not follow, without a word. */
function hostsOf(realm: Realm, document: DiscoveryDocument, variable: string): Finding[] {
  const { issuer, loginHosts } = providerSettings(realm)
  const open = [new URL(issuer).origin, ...loginHosts]
  const needed = [document.authorization_endpoint, document.end_session_endpoint ?? issuer]
  const closed = [...new Set(needed.map((address) => new URL(address).origin))].filter(
    (origin) => !open.includes(origin),
  )
  return closed.map((host) => ({ grade: 'broken', name: 'host', values: { host, variable } }))
}
