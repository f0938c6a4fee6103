import { cookies, headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import { type Citizen, makeCitizen, makeHost, makeOfficer, type Officer } from '#lib/actor/actor'
import { type Permission, permissions } from '#lib/actor/permissions'
import { now } from '#lib/core/clock'
import { log } from '#lib/core/log'
import { askedForHeader } from './asked-for.ts'
import { loginPage, type Realm, sessionCookie } from './realms.ts'
import { touchSession } from './session.commands.ts'
import { findSession, type LiveSession } from './session.queries.ts'
import { sessionTokenOf } from './session-token.ts'
import { targetPath } from './targets.ts'

const touchAfterMs = 60_000

/** The live login of a realm behind this request's cookie, read once a request. */
export const currentSession = cache(async (realm: Realm): Promise<LiveSession | null> => {
  const cookie = (await cookies()).get(sessionCookie(realm))?.value
  if (!cookie) return null
  const token = await sessionTokenOf(realm, cookie)
  if (!token) return null
  const session = await findSession(realm, token).catch((error) => {
    log.error(error, 'no session could be read')
    // A page that needs no script: an error thrown here would only be shown by one.
    redirect('/nedostupne')
  })
  if (session && now().getTime() - session.lastSeenAt.getTime() > touchAfterMs) {
    await touchSession(session.sessionId, realm)
  }
  return session
})

/** The citizen behind this request, or null. For pages that anybody may open. */
export async function maybeCitizen(): Promise<Citizen | null> {
  const session = await currentSession('citizen')
  return session && citizenOf(session)
}

/** Whoever is logged in to a realm, whatever they may do there, or null. For logging out. */
export async function maybeAnyone(realm: Realm): Promise<Citizen | Officer | null> {
  const session = await currentSession(realm)
  return session && (realm === 'citizen' ? citizenOf(session) : officerOf(session))
}

/**
 * The citizen behind this request; without a login the browser goes to log in and comes back to `target`, or else to
 * the page it asked for.
 */
export async function requireCitizen(target?: string): Promise<Citizen> {
  const citizen = await maybeCitizen()
  return citizen ?? logInFirst('citizen', target)
}

async function logInFirst(realm: Realm, target?: string): Promise<never> {
  const landing = targetPath(target ?? (await headers()).get(askedForHeader), realm)
  redirect(`${loginPage(realm)}?cil=${encodeURIComponent(landing)}`)
}

/** The officer behind this request with this permission; another officer is told so, others log in. */
export async function requireOfficer(permission: Permission): Promise<Officer> {
  const session = await currentSession('office')
  if (!session) return logInFirst('office')
  const officer = officerOf(session)
  if (!officer.permissions.has(permission)) forbidden()
  return officer
}

function citizenOf(session: LiveSession): Citizen {
  const { identityId, sessionId, payerId, givenName, familyName, email } = session
  return makeCitizen({ identityId, sessionId, payerId, givenName, familyName, email })
}

function officerOf(session: LiveSession): Officer {
  return makeOfficer({
    identityId: session.identityId,
    sessionId: session.sessionId,
    name: [session.givenName, session.familyName].filter(Boolean).join(' '),
    roles: session.roles,
    permissions: new Set(permissions.filter((one) => session.permissions.includes(one))),
  })
}

/** Somebody without login, for pages open to all. */
export const anybody = makeHost
