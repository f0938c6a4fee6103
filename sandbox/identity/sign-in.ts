import { text } from 'node:stream/consumers'
import type { Context } from 'koa'
import { errors, type Interaction, type Provider } from 'oidc-provider'
import { errorPage, signInPage } from '#sandbox/identity/pages'
import { assuranceOf, type Person, type Realm } from '#sandbox/identity/people'
import { endSession } from '#sandbox/identity/sign-out'
import { pageHeaders } from '#sandbox/page'

/** Where the sign-in page of one authorization request lives. */
export function signInPath(uid: string): string {
  return `/prihlaseni/${uid}`
}

/** What the sign-in page needs: who can sign in, where its form may lead and the way back to the portal. */
export type SignInPlace = { realm: Realm; people: Person[]; formTargets: string[]; portalUrl: string }

/** GET shows the people, POST signs in as one of them or refuses. Other paths are not handled: returns false. */
export async function answerSignIn(provider: Provider, ctx: Context, place: SignInPlace): Promise<boolean> {
  if (!ctx.path.startsWith(signInPath(''))) return false
  try {
    const interaction = await provider.interactionDetails(ctx.req, ctx.res)
    if (ctx.method === 'POST') await submit(provider, ctx, interaction, place)
    else show(ctx, interaction, place)
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error
    ctx.status = 400
    ctx.set(pageHeaders())
    ctx.body = errorPage({
      title: 'Toto přihlášení už neplatí',
      text: 'Začněte prosím znovu na portálu.',
      portalUrl: place.portalUrl,
    })
  }
  return true
}

function show(ctx: Context, interaction: Interaction, place: SignInPlace): void {
  const isAcrMissing = interaction.prompt.reasons.some((reason) => reason.startsWith('essential_acr'))
  ctx.status = 200
  ctx.set(pageHeaders(place))
  ctx.body = signInPage({
    ...place,
    action: signInPath(interaction.uid),
    ...(interaction.lastSubmission?.login &&
      isAcrMissing && { notice: 'Portál žádá vyšší úroveň ověření, než jakou tento člověk má.' }),
  })
}

async function submit(provider: Provider, ctx: Context, interaction: Interaction, place: SignInPlace) {
  const fields = new URLSearchParams(await text(ctx.req))
  const person = place.people.find((candidate) => candidate.subject === fields.get('subject'))
  // The library writes its answer to the raw response.
  ctx.respond = false
  if (!person || fields.has('refuse')) {
    await provider.interactionFinished(ctx.req, ctx.res, {
      error: 'access_denied',
      error_description: 'the person refused to sign in',
    })
    return
  }
  await forgetSomebodyElse(provider, interaction, person)
  await provider.interactionFinished(ctx.req, ctx.res, {
    login: { accountId: person.subject, acr: assuranceOf(person), remember: false },
  })
}

/**
 * Choosing another person than the one signed in ends the former session here, because the library would do it by a page
 * that needs JavaScript.
 */
async function forgetSomebodyElse(
  provider: Provider,
  interaction: Interaction,
  person: Person,
): Promise<void> {
  const signedIn = interaction.session
  if (!signedIn?.accountId || signedIn.accountId === person.subject) return
  const session = await provider.Session.findByUid(signedIn.uid)
  if (session) await endSession(provider, session)
  interaction.session = undefined
  await interaction.persist()
}
