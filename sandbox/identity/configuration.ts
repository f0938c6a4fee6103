import { type Configuration, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import type { ProviderKeys } from '#sandbox/identity/keys'
import { errorPage, signedOutPage } from '#sandbox/identity/pages'
import { claimsByScope, claimsOf } from '#sandbox/identity/people'
import { type SignInPlace, signInPath } from '#sandbox/identity/sign-in'
import { signOut } from '#sandbox/identity/sign-out'
import { createMemoryStorage } from '#sandbox/identity/storage'
import { pageHeaders } from '#sandbox/page'

/** The one portal that may ask this provider. URLs are absolute. */
export type Portal = {
  clientId: string
  clientSecret: string
  redirectUri: string
  postLogoutUri: string
  backchannelLogoutUri?: string
}

const hourSeconds = 3600
const cookieOptions = { httpOnly: true, sameSite: 'lax', signed: true } as const

/** Everything is granted without asking: consent is the real provider's business, not the portal's. */
async function grantEverything(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc
  if (!client || !session?.accountId) return undefined
  const grantId = session.grantIdFor(client.clientId)
  const existing = grantId && (await provider.Grant.find(grantId))
  if (existing) return existing
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId })
  grant.addOIDCScope(Object.keys(claimsByScope).join(' '))
  grant.addOIDCClaims(Object.values(claimsByScope).flat())
  await grant.save()
  return grant
}

function policyWithoutConsent() {
  const policy = interactionPolicy.base()
  policy.remove('consent')
  return policy
}

/** The library's configuration of one realm: a confidential client, code with PKCE, claims in the id_token. */
export function configurationOf(place: SignInPlace, portal: Portal, keys: ProviderKeys): Configuration {
  const { realm, people, formTargets, portalUrl } = place
  return {
    adapter: createMemoryStorage(),
    jwks: keys.jwks as Configuration['jwks'],
    clients: [
      {
        client_id: portal.clientId,
        client_secret: portal.clientSecret,
        redirect_uris: [portal.redirectUri],
        post_logout_redirect_uris: [portal.postLogoutUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        require_auth_time: true,
        ...(portal.backchannelLogoutUri && {
          backchannel_logout_uri: portal.backchannelLogoutUri,
          backchannel_logout_session_required: true,
        }),
      },
    ],
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    scopes: Object.keys(claimsByScope),
    claims: claimsByScope,
    conformIdTokenClaims: false,
    acrValues: ['low', 'substantial', 'high'],
    pkce: { required: () => true },
    // Cookies do not tell ports apart, so two providers on localhost need names of their own.
    cookies: {
      keys: keys.cookieKeys,
      names: {
        session: `sandbox_${realm}_session`,
        interaction: `sandbox_${realm}_interaction`,
        resume: `sandbox_${realm}_resume`,
      },
      long: cookieOptions,
      short: cookieOptions,
    },
    ttl: {
      AccessToken: hourSeconds,
      AuthorizationCode: 60,
      Grant: 12 * hourSeconds,
      IdToken: hourSeconds,
      Interaction: hourSeconds,
      Session: 12 * hourSeconds,
    },
    features: {
      claimsParameter: { enabled: true },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => signOut(ctx, form, formTargets, portalUrl),
        postLogoutSuccessSource: (ctx) => {
          ctx.set(pageHeaders())
          ctx.body = signedOutPage(portalUrl)
        },
      },
    },
    interactions: { policy: policyWithoutConsent(), url: (_ctx, interaction) => signInPath(interaction.uid) },
    loadExistingGrant: grantEverything,
    findAccount: (_ctx, subject) => {
      const person = people.find((candidate) => candidate.subject === subject)
      return person && { accountId: subject, claims: () => claimsOf(person) }
    },
    clientBasedCORS: () => false,
    // The library refuses to call loopback addresses through its own dispatcher; here every portal lives on one.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
    renderError: (ctx, out) => {
      ctx.set(pageHeaders())
      ctx.body = errorPage({
        title: 'Přihlášení se nepodařilo',
        text: 'Požadavek portálu nedává smysl nebo už neplatí. Začněte prosím znovu na portálu.',
        detail: `${out.error}: ${out.error_description ?? ''}`,
        portalUrl,
      })
    },
  }
}
