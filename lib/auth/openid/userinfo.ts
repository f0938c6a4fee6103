import { errors } from 'jose'
import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  JSON_ATTRIBUTE_COMPARISON,
  JWT_CLAIM_COMPARISON,
  processUserInfoResponse,
  userInfoRequest,
} from 'oauth4webapi'
import { type Provider, signingAlgorithms } from './discovery.ts'
import { Refused, reasonOf } from './refusal.ts'
import { verifySignature } from './signature.ts'

const timeoutMs = 5000

/** What userinfo told, or why it told nothing; null where the provider has no such place. */
export type Told = { claims: Record<string, unknown> } | { unavailable: string } | null

interface Asked {
  provider: Provider
  server: AuthorizationServer
  client: Client
  accessToken: string
  /** The subject of the ID token; an answer about another is never used (§ 5.3.2). */
  subject: string
}

/**
 * Asks userinfo (OpenID Connect Core 1.0, § 5.3), plain or signed. Throws `Refused` for an answer about somebody else
 * or with a false signature; what merely does not work is told, so that a login goes on with what is known.
 */
export async function askUserinfo({ provider, server, client, accessToken, subject }: Asked): Promise<Told> {
  if (!server.userinfo_endpoint) return null
  try {
    const response = await userInfoRequest(server, client, accessToken, {
      signal: AbortSignal.timeout(timeoutMs),
      [allowInsecureRequests]: true,
    })
    const body = await response.text()
    const { status, headers } = response
    const read = new Response(status === 204 ? null : body, { status, headers })
    const isSigned = headers.get('content-type')?.split(';')[0] === 'application/jwt'
    const claims = await processUserInfoResponse(server, client, subject, read)
    if (isSigned) await verifySignature(provider, body, signedBy(server))
    return { claims }
  } catch (error) {
    if (isFalse(error)) throw new Refused(`The answer of userinfo is not believed: ${reasonOf(error)}.`)
    return { unavailable: reasonOf(error) }
  }
}

/** What a signed answer may be signed with: the fixed list, narrowed by what the provider publishes. */
export function signedBy(server: Pick<AuthorizationServer, 'userinfo_signing_alg_values_supported'>) {
  const offered = server.userinfo_signing_alg_values_supported
  return signingAlgorithms.filter((algorithm) => offered?.includes(algorithm) ?? true)
}

/** An answer about another person, from or for somebody else, or not signed by the provider. */
function isFalse(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return (
    code === JSON_ATTRIBUTE_COMPARISON ||
    code === JWT_CLAIM_COMPARISON ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey
  )
}
