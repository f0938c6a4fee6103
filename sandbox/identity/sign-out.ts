import type { Client, KoaContextWithOIDC, Provider } from 'oidc-provider'
import { signedOutPage, signOutPage } from '#sandbox/identity/pages'
import { pageHeaders } from '#sandbox/page'

type Session = InstanceType<Provider['Session']>
/** The library's client knows how to send a logout token, its published types leave it out. */
type NotifiableClient = Client & { backchannelLogout(subject: string, sid: string): Promise<void> }

/** Ends a session as the provider's own confirmation does: tells every portal by back channel, revokes grants, forgets the session. */
export async function endSession(provider: Provider, session: Session): Promise<void> {
  for (const clientId of Object.keys(session.authorizations ?? {})) {
    const client = (await provider.Client.find(clientId)) as NotifiableClient | undefined
    const sid = session.sidFor(clientId)
    if (client?.backchannelLogoutUri && session.accountId && sid) {
      await client.backchannelLogout(session.accountId, sid).catch(reportUndelivered)
    }
    const grantId = session.grantIdFor(clientId)
    const grant = grantId && (await provider.Grant.find(grantId))
    if (grantId && grant) {
      await provider.AccessToken.revokeByGrantId(grantId)
      await grant.destroy()
    }
  }
  await session.destroy()
}

/** Back-channel logout is best effort: a portal that does not answer must not keep the person signed in here. */
export function reportUndelivered(error: Error): void {
  console.error(`Back-channel logout was not delivered: ${error.message}`)
}

function leave(ctx: KoaContextWithOIDC, portalUrl: string): void {
  const { post_logout_redirect_uri: target, state } = ctx.oidc.params ?? {}
  if (typeof target !== 'string') {
    ctx.status = 200
    ctx.set(pageHeaders())
    ctx.body = signedOutPage(portalUrl)
    return
  }
  const url = new URL(target)
  if (typeof state === 'string') url.searchParams.set('state', state)
  ctx.status = 303
  ctx.redirect(url.href)
}

/**
 * Signing out at the portal's request. An id_token_hint of the signed-in person proves that the request comes from
 * their portal, so nobody is asked; without it the specification wants a confirmation.
 */
export async function signOut(
  ctx: KoaContextWithOIDC,
  form: string,
  formTargets: string[],
  portalUrl: string,
) {
  const { session, provider, entities } = ctx.oidc
  if (session && entities.IdTokenHint?.payload.sub === session.accountId) {
    await endSession(provider, session)
    ctx.cookies.set(provider.cookieName('session'), null, { httpOnly: true, sameSite: 'lax' })
    leave(ctx, portalUrl)
    return
  }
  ctx.set(pageHeaders({ formTargets }))
  ctx.body = signOutPage(form)
}

/** When nobody is signed in the library would send a page that needs JavaScript; there is nothing to confirm, so go on. */
export function leaveWhenNobodySignedIn(ctx: KoaContextWithOIDC, portalUrl: string): void {
  if (ctx.oidc?.route !== 'end_session' || ctx.status !== 200) return
  const session = ctx.oidc.session
  if (session && !session.accountId) leave(ctx, portalUrl)
}
