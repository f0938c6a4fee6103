import { createHash } from 'node:crypto'
import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth, { type AuthOptions } from 'next-auth'
import { env } from '#lib/core/env'
import { randomToken } from '#lib/core/ids'
import { log } from '#lib/core/log'
import { discover, type Provider } from './openid/discovery.ts'
import { type Arrival, exchangeCode } from './openid/exchange.ts'
import { plainWords, Refused, reasonOf } from './openid/refusal.ts'
import { type Pending, pendingLogin, readCookies, rememberLogin, type SealedPart } from './pending-login.ts'
import {
  cookieName,
  loginPage,
  providerSettings,
  type Realm,
  redirectAddress,
  sessionLimits,
} from './realms.ts'
import { openSession } from './session.commands.ts'
import { targetPath } from './targets.ts'

/**
 * The options of one realm: own cookies, own secret, own provider. The library keeps state, nonce and PKCE in the
 * browser and makes the session's cookie; what the provider answers is verified by `exchangeCode`. The token carries
 * only our session's token.
 */
function options(
  realm: Realm,
  { document }: Provider,
  parameters: URLSearchParams,
  course: Course,
): AuthOptions {
  const settings = providerSettings(realm)
  const hardened = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } as const
  const shortLived = { ...hardened, maxAge: 900 }
  const cookie = (purpose: string, settings = shortLived) => ({
    name: cookieName(realm, purpose),
    options: settings,
  })
  return {
    secret: settings.sessionSecret,
    session: { strategy: 'jwt', maxAge: sessionLimits[realm].absoluteMs / 1000 },
    pages: { signIn: loginPage(realm), error: loginPage(realm) },
    cookies: {
      sessionToken: cookie('session', hardened as typeof shortLived),
      csrfToken: cookie('csrf'),
      callbackUrl: cookie('callback'),
      state: cookie('state'),
      nonce: cookie('nonce'),
      pkceCodeVerifier: cookie('pkce'),
    },
    providers: [
      {
        id: realm,
        name: realm,
        type: 'oauth',
        issuer: document.issuer,
        clientId: settings.clientId,
        clientSecret: settings.clientSecret,
        idToken: true,
        checks: settings.usesPkce ? ['pkce', 'state', 'nonce'] : ['state', 'nonce'],
        authorization: {
          url: document.authorization_endpoint,
          params: { scope: settings.scopes, redirect_uri: redirectAddress(realm) },
        },
        token: {
          url: document.token_endpoint,
          async request({ checks }) {
            course.arrival = await noted(course, () => arrivalOf(realm, parameters, checks))
            return { tokens: {} }
          },
        },
        userinfo: { request: async () => ({ sub: course.arrival?.claims.sub }) },
        profile: (profile) => ({ id: profile.sub }),
      },
    ],
    callbacks: {
      async jwt({ token, account }) {
        const { arrival } = course
        if (!account || !arrival) return token
        return { session: await noted(course, () => openSession(realm, arrival)) }
      },
      redirect: ({ url }) => {
        const { PORTAL_URL: portal } = env()
        return url.startsWith(`${portal}/`) ? url : portal
      },
    },
    logger: {
      // The library has one logger for all logins at once, so each login's own failure is told where it ends.
      error: () => {},
      warn: () => {},
      debug: () => {},
    },
  }
}

/** How one run of the library goes: who arrived, or why nobody did. */
interface Course {
  arrival?: Arrival
  failure?: unknown
}

/** Keeps the first failure, of which the library would hand on the message alone. */
async function noted<T>(course: Course, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    course.failure ??= error
    throw error
  }
}

/** The library hands over what it kept; nothing is exchanged without a state and a nonce. */
async function arrivalOf(
  realm: Realm,
  parameters: URLSearchParams,
  checks: { state?: string; nonce?: string; code_verifier?: string },
): Promise<Arrival> {
  const { state, nonce, code_verifier: codeVerifier = null } = checks
  if (!state || !nonce) throw new Refused('The login carries no state or no nonce.')
  const arrival = await exchangeCode(realm, parameters, { state, nonce, codeVerifier })
  const { unavailable } = arrival
  if (unavailable) {
    log.warn({ realm, reason: unavailable }, 'userinfo did not answer; the login goes on with what is known')
    if (realm === 'office' && arrival.claims.roles.length === 0) {
      throw new Refused('The roles could not be read, because userinfo did not answer.')
    }
  }
  return arrival
}

/** Tells the log why a login failed: codes and names of claims, never a state, a nonce or anything of a person. */
function tellFailure(realm: Realm, error: unknown): void {
  log.warn({ realm, reason: reasonOf(error) }, 'login failed')
}

/**
 * Begins a login (OpenID Connect Core 1.0, § 3.1.2.1): straight to the provider, with no page of the library in
 * between. `target` is where to land, a name or an own path.
 */
export async function beginLogin(realm: Realm, target: string | null, request: Request): Promise<Response> {
  const landing = targetPath(target, realm)
  const provider = await discover(realm).catch((error) => {
    tellFailure(realm, error)
    return null
  })
  if (!provider) return failed(realm, landing)
  const csrfToken = randomToken(32)
  const { sessionSecret } = providerSettings(realm)
  const mark = createHash('sha256').update(`${csrfToken}${sessionSecret}`).digest('hex')
  const { location, setCookies } = await run(options(realm, provider, new URLSearchParams(), {}), {
    method: 'POST',
    action: 'signin',
    realm,
    query: {},
    body: { csrfToken, callbackUrl: `${env().PORTAL_URL}${landing}` },
    cookies: { [cookieName(realm, 'csrf')]: `${csrfToken}|${mark}` },
  })
  const leads = location && URL.canParse(location) ? new URL(location) : null
  const state = leads?.searchParams.get('state')
  if (!location || !state || location.startsWith(`${env().PORTAL_URL}/`)) {
    tellFailure(realm, new Error('The login could not begin.'))
    return failed(realm, landing)
  }
  const cookies = readCookies(request.headers.get('cookie'))
  const pending: Pending = { landing, sealed: sealedIn(realm, setCookies) }
  return away(location, rememberLogin(realm, { state, pending, cookies }))
}

/**
 * Finishes a login at the address the provider sends the browser back to. One that fails says so on the login page,
 * which still knows where to land.
 */
export async function finishLogin(realm: Realm, request: Request): Promise<Response> {
  const parameters = new URL(request.url).searchParams
  const cookies = readCookies(request.headers.get('cookie'))
  const begun = pendingLogin(realm, parameters.get('state'), cookies)
  if (!begun) {
    tellFailure(realm, new Error('This browser began no login with that state, or long ago.'))
    return failed(realm, targetPath(null, realm))
  }
  const { pending, forget } = begun
  const landing = targetPath(pending.landing, realm)
  const refused = parameters.get('error')
  if (refused) {
    // § 3.1.2.6: whatever the provider says here, nobody is logged in.
    tellFailure(realm, new Error(`The provider says ${plainWords(refused).slice(0, 60)}.`))
    return failed(realm, landing, [forget])
  }
  const provider = await discover(realm).catch((error) => {
    tellFailure(realm, error)
    return null
  })
  if (!provider) return failed(realm, landing, [forget])
  const course: Course = {}
  const { location, setCookies } = await run(options(realm, provider, parameters, course), {
    method: 'GET',
    action: 'callback',
    realm,
    query: Object.fromEntries(parameters),
    body: {},
    cookies: {
      ...Object.fromEntries(
        Object.entries(pending.sealed).map(([part, value]) => [cookieName(realm, part), value]),
      ),
      [cookieName(realm, 'callback')]: `${env().PORTAL_URL}${landing}`,
    },
  })
  const session = setCookies.filter((line) => line.startsWith(`${cookieName(realm, 'session')}=`))
  const isIn = session.some((line) => !line.startsWith(`${cookieName(realm, 'session')}=;`))
  if (!isIn || location !== `${env().PORTAL_URL}${landing}`) {
    tellFailure(realm, course.failure ?? new Error('What the browser kept of the login was not taken.'))
    return failed(realm, landing, [forget])
  }
  return away(location, [...session, forget])
}

const away = (location: string, setCookies: readonly string[]) => {
  const headers = new Headers({ 'cache-control': 'no-store', location })
  for (const line of setCookies) headers.append('set-cookie', line)
  return new Response(null, { status: 303, headers })
}

const failed = (realm: Realm, landing: string, setCookies: readonly string[] = []) =>
  away(`${loginPage(realm)}?${new URLSearchParams({ chyba: '1', cil: landing })}`, setCookies)

/** What the library sealed at the beginning, out of its Set-Cookie lines. */
function sealedIn(realm: Realm, setCookies: readonly string[]): Pending['sealed'] {
  const sealedValue = (part: SealedPart) => {
    const start = `${cookieName(realm, part)}=`
    return setCookies
      .find((line) => line.startsWith(start))
      ?.slice(start.length)
      .split(';')[0]
  }
  const [state, nonce, pkce] = [sealedValue('state'), sealedValue('nonce'), sealedValue('pkce')]
  return { ...(state && { state }), ...(nonce && { nonce }), ...(pkce && { pkce }) }
}

interface Call {
  method: 'GET' | 'POST'
  action: 'signin' | 'callback'
  realm: Realm
  query: Record<string, string>
  body: Record<string, string>
  cookies: Record<string, string>
}

/**
 * Runs the library through its request-and-response door with a call of ours, so that only these two actions
 * exist, each in its realm, and nothing else of the library is reachable from outside.
 */
async function run(authOptions: AuthOptions, call: Call) {
  let location: string | null = null
  let setCookies: string[] = []
  const response = {
    status: () => response,
    getHeader: (name: string) => (name.toLowerCase() === 'set-cookie' ? setCookies : undefined),
    setHeader(name: string, value: string | string[]) {
      if (name.toLowerCase() === 'location') location = String(value)
      if (name.toLowerCase() === 'set-cookie') setCookies = [value].flat()
      return response
    },
    end: () => response,
    send: () => response,
    json: () => response,
  }
  const request = {
    method: call.method,
    query: { ...call.query, nextauth: [call.action, call.realm] },
    body: call.body,
    cookies: call.cookies,
    headers: { host: new URL(env().PORTAL_URL).host },
  }
  await NextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, authOptions)
  return { location: location as string | null, setCookies }
}
