import { type KoaContextWithOIDC, Provider } from 'oidc-provider'
import { configurationOf, type Portal } from '#sandbox/identity/configuration'
import type { ProviderKeys } from '#sandbox/identity/keys'
import type { Person, Realm } from '#sandbox/identity/people'
import { answerSignIn } from '#sandbox/identity/sign-in'
import { leaveWhenNobodySignedIn, reportUndelivered } from '#sandbox/identity/sign-out'

/** The OpenID provider of one realm with its sign-in pages, ready to answer under the `issuer` origin. */
export function createProvider(
  issuer: string,
  setting: { realm: Realm; portal: Portal; people: Person[]; keys: ProviderKeys },
): Provider {
  const { realm, portal } = setting
  const portalUrl = new URL(portal.postLogoutUri).origin
  const place = {
    realm,
    people: setting.people.filter((person) => person.realm === realm),
    formTargets: [new URL(portal.redirectUri).origin, portalUrl],
    portalUrl,
  }
  const provider = new Provider(issuer, configurationOf(place, portal, setting.keys))
  provider.proxy = true
  provider.on('backchannel.error', (_ctx, error) => reportUndelivered(error))
  provider.on('server_error', (_ctx, error) => console.error(error))
  provider.use(async (ctx, next) => {
    if (await answerSignIn(provider, ctx, place)) return
    await next()
    leaveWhenNobodySignedIn(ctx as KoaContextWithOIDC, portalUrl)
  })
  return provider
}
