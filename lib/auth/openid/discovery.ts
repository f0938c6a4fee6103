import { createRemoteJWKSet } from 'jose'
import { z } from 'zod'
import { webAddress } from '#lib/core/env-values'
import { providerSettings, type Realm } from '../realms.ts'
import { reasonOf } from './refusal.ts'

/**
 * The algorithms a provider may sign with. Never `none`, and nothing that signs with our own shared secret; what the
 * provider publishes narrows this list and never widens it.
 */
export const signingAlgorithms: readonly string[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]

const list = z.array(z.string()).optional().catch(undefined)
const place = webAddress.optional().catch(undefined)

/** What of OpenID Connect Discovery 1.0, § 3, we go by. Addresses are https, http only on this machine. */
const discoveryDocument = z.object({
  issuer: z.string().min(1),
  authorization_endpoint: webAddress,
  token_endpoint: webAddress,
  jwks_uri: webAddress,
  userinfo_endpoint: place,
  end_session_endpoint: place,
  id_token_signing_alg_values_supported: list,
  userinfo_signing_alg_values_supported: list,
  token_endpoint_auth_methods_supported: list,
  scopes_supported: list,
  claims_supported: list,
  code_challenge_methods_supported: list,
  authorization_response_iss_parameter_supported: z.boolean().optional().catch(undefined),
  backchannel_logout_supported: z.boolean().optional().catch(undefined),
})
export type DiscoveryDocument = z.infer<typeof discoveryDocument>

/** A provider as it describes itself, with its keys. */
export interface Provider {
  document: DiscoveryDocument
  keys: ReturnType<typeof createRemoteJWKSet>
  /** The algorithms its ID and logout tokens may carry; empty where it offers none of ours. */
  algorithms: readonly string[]
}

/** What is wrong with what a provider says about itself; the detail is its status, the wrong fields or its name. */
export class DiscoveryProblem extends Error {
  readonly kind: 'silent' | 'status' | 'document' | 'issuer'
  readonly detail: string

  constructor(kind: DiscoveryProblem['kind'], detail: string, sentence: string) {
    super(sentence)
    this.kind = kind
    this.detail = detail
  }
}

/** An address without the slashes at its end: the setting may have one where the provider has none. */
export const withoutSlash = (address: string) => address.replace(/\/+$/, '')

const keptForMs = 10 * 60_000
/** Our keys are at most so old when an unknown one is asked for: a provider may have changed them just now. */
export const keysRestMs = 1000
const requestTimeoutMs = 5000
const known = new Map<string, { at: number; provider: Provider }>()

/**
 * The provider of a realm (OpenID Connect Discovery 1.0, § 4), kept for ten minutes, and longer where it does not
 * answer. Throws an Error that says in English what is wrong when it was never read.
 */
export async function discover(realm: Realm): Promise<Provider> {
  const issuer = withoutSlash(providerSettings(realm).issuer)
  const kept = known.get(issuer)
  if (kept && kept.at + keptForMs > performance.now()) return kept.provider
  try {
    const provider = providerOf(await readDiscovery(issuer))
    known.set(issuer, { at: performance.now(), provider })
    return provider
  } catch (error) {
    if (kept) return kept.provider
    throw error
  }
}

/** Reads the document anew. Throws a `DiscoveryProblem`; the issuer must be the one asked for (§ 4.3). */
export async function readDiscovery(setting: string): Promise<DiscoveryDocument> {
  const issuer = withoutSlash(setting)
  const address = `${issuer}/.well-known/openid-configuration`
  const response = await fetch(address, {
    signal: AbortSignal.timeout(requestTimeoutMs),
    cache: 'no-store',
  }).catch((error) => {
    const reason = reasonOf(error)
    throw new DiscoveryProblem('silent', reason, `The discovery document could not be read: ${reason}.`)
  })
  const { status } = response
  if (!response.ok) {
    throw new DiscoveryProblem(
      'status',
      String(status),
      `The discovery document's address answered ${status}.`,
    )
  }
  const parsed = discoveryDocument.safeParse(await response.json().catch(() => null))
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))]
      .filter(Boolean)
      .join(', ')
    throw new DiscoveryProblem(
      'document',
      names,
      `The discovery document lacks or has wrong: ${names || 'all'}.`,
    )
  }
  const named = parsed.data.issuer
  if (withoutSlash(named) !== issuer) {
    throw new DiscoveryProblem(
      'issuer',
      named,
      'The discovery document names another issuer than the setting.',
    )
  }
  return parsed.data
}

function providerOf(document: DiscoveryDocument): Provider {
  const offered = document.id_token_signing_alg_values_supported ?? ['RS256']
  return {
    document,
    keys: createRemoteJWKSet(new URL(document.jwks_uri), {
      cooldownDuration: keysRestMs,
      timeoutDuration: requestTimeoutMs,
    }),
    algorithms: signingAlgorithms.filter((algorithm) => offered.includes(algorithm)),
  }
}
