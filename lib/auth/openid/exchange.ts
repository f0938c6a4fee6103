import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  ClientSecretBasic,
  ClientSecretPost,
  clockTolerance,
  getValidatedIdTokenClaims,
  nopkce,
  processAuthorizationCodeResponse,
  validateAuthResponse,
} from 'oauth4webapi'
import { type IdentityClaims, readIdentity } from '../claims.ts'
import { type ProviderSettings, providerSettings, type Realm, redirectAddress } from '../realms.ts'
import { type DiscoveryDocument, discover, type Provider } from './discovery.ts'
import { Refused } from './refusal.ts'
import { verifySignature } from './signature.ts'
import { askUserinfo, signedBy } from './userinfo.ts'

/** Clocks of two machines may be so far apart. */
export const clockToleranceSeconds = 120
const timeoutMs = 10_000

/** What this browser was given when its login began; each is used once. */
export interface Expected {
  state: string
  nonce: string
  codeVerifier: string | null
}

/** Somebody a provider has vouched for. */
export interface Arrival {
  /** The provider by its own name, exactly. */
  issuer: string
  claims: IdentityClaims
  /** For the logout at the provider. */
  idToken: string
  /** Why userinfo told nothing although there is one; what is missing in the claims is then unknown, not gone. */
  unavailable: string | null
}

/**
 * Turns the parameters that the provider sent the browser back with into a person (OpenID Connect Core 1.0, §§ 3.1.2.7,
 * 3.1.3.5, 3.1.3.7, 5.3). docs/login.md lists which rule is kept where. Throws for everything that is not believed.
 */
export async function exchangeCode(
  realm: Realm,
  parameters: URLSearchParams,
  expected: Expected,
): Promise<Arrival> {
  const settings = providerSettings(realm)
  const provider = await discover(realm)
  if (provider.algorithms.length === 0) {
    throw new Refused('The provider signs ID tokens by no algorithm that is taken.')
  }
  const server = serverOf(provider)
  const client: Client = { client_id: settings.clientId, [clockTolerance]: clockToleranceSeconds }
  const response = await authorizationCodeGrantRequest(
    server,
    client,
    proofOf(settings, provider.document),
    validateAuthResponse(server, client, parameters, expected.state),
    redirectAddress(realm),
    expected.codeVerifier ?? nopkce,
    { signal: AbortSignal.timeout(timeoutMs), [allowInsecureRequests]: true },
  )
  const tokens = await processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: expected.nonce,
    requireIdToken: true,
  })
  const token = getValidatedIdTokenClaims(tokens)
  if (!token || !tokens.id_token) throw new Refused('There is no ID token.')
  checkAudience(token, settings)
  await verifySignature(provider, tokens.id_token, provider.algorithms)
  const told = await askUserinfo({
    provider,
    server,
    client,
    accessToken: tokens.access_token,
    subject: token.sub,
  })
  const beside = told && 'claims' in told ? told.claims : {}
  return {
    issuer: provider.document.issuer,
    claims: readIdentity({ token, beside }, settings.claimNames),
    idToken: tokens.id_token,
    unavailable: told && 'unavailable' in told ? told.unavailable : null,
  }
}

/** The provider for the library, its algorithms narrowed to ours. Addresses were checked when they were read. */
function serverOf({ document, algorithms }: Provider): AuthorizationServer {
  const { backchannel_logout_supported: _announced, ...rest } = document
  const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return {
    ...known,
    issuer: document.issuer,
    id_token_signing_alg_values_supported: [...algorithms],
    userinfo_signing_alg_values_supported: signedBy(document),
  }
}

/** How the password is told: as the setting says, else Basic where it is offered or nothing is said (Discovery, § 3). */
export function tokenAuthOf(settings: ProviderSettings, document: DiscoveryDocument) {
  const offered = document.token_endpoint_auth_methods_supported
  const isBasic = !offered || offered.includes('client_secret_basic')
  return settings.tokenAuth ?? (isBasic ? 'client_secret_basic' : 'client_secret_post')
}

const proofOf = (settings: ProviderSettings, document: DiscoveryDocument) =>
  tokenAuthOf(settings, document) === 'client_secret_basic'
    ? ClientSecretBasic(settings.clientSecret)
    : ClientSecretPost(settings.clientSecret)

/** § 3.1.3.7, 3 to 5: no audience that is not trusted, and the party the token was issued to is the portal. */
export function checkAudience(
  token: { aud?: string | string[] | undefined; azp?: unknown },
  settings: Pick<ProviderSettings, 'clientId' | 'audiences'>,
): void {
  const audiences = [token.aud ?? []].flat()
  const isTrusted = (one: string) => one === settings.clientId || settings.audiences.includes(one)
  if (!audiences.includes(settings.clientId) || !audiences.every(isTrusted)) {
    throw new Refused('The token names an audience that is not trusted.')
  }
  if (token.azp !== undefined && token.azp !== settings.clientId) {
    throw new Refused('The token was issued to another party.')
  }
}
