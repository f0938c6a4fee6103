import { createHash } from 'node:crypto'
import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth, { type AuthOptions } from 'next-auth'
import { env } from '#lib/core/env'
import { randomToken } from '#lib/core/ids'
import { log } from '#lib/core/log'
import { identityClaims } from './claims.ts'
import { cookieName, providerSettings, type Realm, sessionLimits } from './realms.ts'
import { openSession } from './session.commands.ts'

/** The options of one realm: own cookies, own secret, own provider; the token carries only our session's token. */
function options(realm: Realm): AuthOptions {
  const provider = providerSettings(realm)
  const issuer = provider.issuer.replace(/\/+$/, '')
  const hardened = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } as const
  const shortLived = { ...hardened, maxAge: 900 }
  const cookie = (purpose: string, settings = shortLived) => ({
    name: cookieName(realm, purpose),
    options: settings,
  })
  return {
    secret: provider.sessionSecret,
    session: { strategy: 'jwt', maxAge: sessionLimits[realm].absoluteMs / 1000 },
    pages: { signIn: '/prihlaseni', error: '/prihlaseni' },
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
        wellKnown: `${issuer}/.well-known/openid-configuration`,
        clientId: provider.clientId,
        clientSecret: provider.clientSecret,
        idToken: true,
        checks: ['pkce', 'state', 'nonce'],
        authorization: { params: { scope: 'openid profile email' } },
        httpOptions: { timeout: 10_000 },
        userinfo: {
          // Providers differ in whether claims come in the token or from userinfo; the token's win.
          async request({ tokens, client }) {
            const fromToken = new Map(Object.entries(readClaims(tokens.id_token)))
            const told = client.issuer.metadata.userinfo_endpoint
              ? await client.userinfo(tokens.access_token ?? '').catch(() => ({}))
              : {}
            return { ...told, ...Object.fromEntries(fromToken) }
          },
        },
        profile: (profile) => ({ id: profile.sub }),
      },
    ],
    callbacks: {
      async jwt({ token, account, profile }) {
        if (!account) return token
        const claims = identityClaims.parse(profile)
        return { session: await openSession(realm, provider.issuer, claims) }
      },
      redirect: ({ url }) => {
        const { PORTAL_URL: portal } = env()
        return url.startsWith(`${portal}/`) ? url : portal
      },
    },
    logger: {
      error: (code, details) => log.warn({ code, reason: reasonOf(details) }, 'login failed'),
      warn: () => {},
      debug: () => {},
    },
  }
}

function readClaims(idToken: string | undefined): Record<string, unknown> {
  // The library has verified the signature before it asks for the profile.
  const payload = idToken?.split('.')[1]
  return payload ? JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) : {}
}

/** Only the first line: an error of the database lists a person's data below it. */
const reasonOf = (details: unknown): string => {
  const error = details && typeof details === 'object' && 'error' in details ? details.error : details
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
}

/**
 * Begins a login (OpenID Connect Core 1.0, § 3.1.2.1, with PKCE): straight to the provider, with no page of the library
 * in between.
 */
export async function beginLogin(realm: Realm, landingPath: string): Promise<Response> {
  const csrfToken = randomToken(32)
  const { sessionSecret } = providerSettings(realm)
  const mark = createHash('sha256').update(`${csrfToken}${sessionSecret}`).digest('hex')
  return run(realm, {
    method: 'POST',
    action: 'signin',
    query: {},
    body: { csrfToken, callbackUrl: `${env().PORTAL_URL}${landingPath}` },
    cookies: { [cookieName(realm, 'csrf')]: `${csrfToken}|${mark}` },
  })
}

/**
 * Finishes a login at the address the provider sends the browser back to. The library checks the token (OpenID Connect
 * Core 1.0, § 3.1.3.7).
 */
export async function finishLogin(realm: Realm, request: Request): Promise<Response> {
  const url = new URL(request.url)
  return run(realm, {
    method: 'GET',
    action: 'callback',
    query: Object.fromEntries(url.searchParams),
    body: {},
    cookies: readCookies(request.headers.get('cookie') ?? ''),
  })
}

function readCookies(header: string): Record<string, string> {
  const pairs = header.split(';').map((pair) => pair.trim().split('='))
  return Object.fromEntries(
    pairs.filter(([name]) => name).map(([name, ...rest]) => [name, decoded(rest.join('='))]),
  )
}

/** Another site's cookie on the same host may hold a stray percent sign. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

interface Call {
  method: 'GET' | 'POST'
  action: 'signin' | 'callback'
  query: Record<string, string>
  body: Record<string, string>
  cookies: Record<string, string>
}

/**
 * Runs the library through its request-and-response door with a call of ours, so that only these two actions
 * exist, each in its realm, and nothing else of the library is reachable from outside.
 */
async function run(realm: Realm, call: Call): Promise<Response> {
  const headers = new Headers({ 'cache-control': 'no-store' })
  let status = 200
  let location: string | null = null
  const response = {
    status(code: number) {
      status = code
      return response
    },
    getHeader: (name: string) =>
      name.toLowerCase() === 'set-cookie' ? headers.getSetCookie() : headers.get(name),
    setHeader(name: string, value: string | string[]) {
      if (name.toLowerCase() === 'location') location = String(value)
      else if (Array.isArray(value)) {
        headers.delete(name)
        for (const one of value) headers.append(name, one)
      } else headers.set(name, value)
      return response
    },
    end: () => response,
    send: () => response,
    json: () => response,
  }
  const request = {
    method: call.method,
    query: { ...call.query, nextauth: [call.action, realm] },
    body: call.body,
    cookies: call.cookies,
    headers: { host: new URL(env().PORTAL_URL).host },
  }
  await NextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, options(realm))
  const path = location === null ? `${loginPage(realm)}?chyba=1` : landing(realm, location)
  headers.set('location', path)
  return new Response(null, { status: status >= 300 && status < 400 ? 303 : 303, headers })
}

const loginPage = (realm: Realm) => (realm === 'citizen' ? '/prihlaseni' : '/urad/prihlaseni')

/** The library's own error addresses become our login page; everything else goes where it says. */
function landing(realm: Realm, location: string): string {
  const isError = /[?&]error=|\/api\/auth\/(error|signin)/.test(location)
  return isError && location.startsWith(env().PORTAL_URL) ? `${loginPage(realm)}?chyba=1` : location
}
