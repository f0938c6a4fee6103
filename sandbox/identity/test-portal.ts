import { createHash, randomBytes } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import type { Person } from '#sandbox/identity/people'
import { startSandboxIdentity } from '#sandbox/identity/server'
import { listenOnLoopback, readBody } from '#sandbox/loopback'

export const people: Person[] = [
  {
    subject: 'obcan-1',
    realm: 'citizen',
    givenName: 'Jana',
    familyName: 'Nováková',
    birthDate: '1980-02-03',
    email: 'jana@example.cz',
    story: 'Má vše zaplaceno & <klid>',
  },
  {
    subject: 'obcan-2',
    realm: 'citizen',
    givenName: 'Petr',
    familyName: 'Dvořák',
    birthDate: '1975-12-24',
    email: 'petr@example.cz',
    story: 'Dluží za loňský odpad',
    payerId: '1042',
    acr: 'high',
  },
  {
    subject: 'urednik-1',
    realm: 'office',
    givenName: 'Eva',
    familyName: 'Malá',
    email: 'eva@example.cz',
    story: 'Účetní',
    roles: ['accountant'],
  },
]

/** A browser without JavaScript: keeps cookies by name and path, follows redirects only inside `origin`. */
export function createBrowser(origin: string) {
  const cookies = new Map<string, { value: string; path: string }>()

  async function visit(url: string, form?: Record<string, string>): Promise<Response> {
    const target = new URL(url, origin)
    const sent = [...cookies].filter(([, cookie]) => target.pathname.startsWith(cookie.path))
    const response = await fetch(target, {
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie: sent.map(([key, { value }]) => `${key.split(' ')[0]}=${value}`).join('; '),
      },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const line of response.headers.getSetCookie()) keep(line)
    const location = response.headers.get('location')
    if (!location || new URL(location, target).origin !== origin) return response
    return visit(new URL(location, target).href)
  }

  function keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ')
    const path = attributes.find((attribute) => attribute.startsWith('path='))?.slice(5) ?? '/'
    const [name, value = ''] = pair.split('=')
    if (value) cookies.set(`${name} ${path}`, { value, path })
    else cookies.delete(`${name} ${path}`)
  }

  return { visit, cookieNames: () => [...cookies.keys()].map((key) => key.split(' ')[0]) }
}

/** A provider, a portal with a receiver of back-channel logout, and one authorization request at a time. */
export async function startTestPortal(realm: Person['realm'] = 'citizen', stateDirectory?: string) {
  const logoutTokens: string[] = []
  const receiver = await listenOnLoopback(0)
  receiver.answer(async (request, response) => {
    logoutTokens.push(new URLSearchParams(await readBody(request)).get('logout_token') ?? '')
    response.end()
  })
  const portalUrl = `http://localhost:${receiver.port}`
  const redirectUri = `${portalUrl}/api/auth/callback/${realm}`
  const postLogoutUri = `${portalUrl}/odhlaseno`
  const identity = await startSandboxIdentity({
    realm,
    port: 0,
    clientId: 'portal',
    clientSecret: 'tajemstvi',
    redirectUri,
    postLogoutUri,
    backchannelLogoutUri: `${portalUrl}/backchannel`,
    people,
    stateDirectory,
  })
  const keySet = createRemoteJWKSet(new URL(`${identity.url}/jwks`))
  const codeVerifier = randomBytes(32).toString('base64url')

  function authorizeUrl(extra: Record<string, string> = {}): string {
    const query = new URLSearchParams({
      client_id: 'portal',
      response_type: 'code',
      scope: 'openid profile email',
      redirect_uri: redirectUri,
      state: 'stav',
      nonce: 'jednou',
      code_challenge_method: 'S256',
      code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
      ...extra,
    })
    return `${identity.url}/auth?${query}`
  }

  async function exchange(code: string, verifier = codeVerifier) {
    const response = await fetch(`${identity.url}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('portal:tajemstvi').toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, string> }
  }

  async function claimsIn(token: string | undefined) {
    const verified = await jwtVerify(token ?? '', keySet, { issuer: identity.url, audience: 'portal' })
    return { claims: verified.payload, header: verified.protectedHeader }
  }

  return {
    url: identity.url,
    redirectUri,
    postLogoutUri,
    logoutTokens,
    authorizeUrl,
    exchange,
    claimsIn,
    stop: async () => {
      await identity.stop()
      await receiver.stop()
    },
  }
}

/** The query of the redirect back to the portal, or a failure saying what came instead. */
export function returned(response: Response): URLSearchParams {
  const location = response.headers.get('location')
  if (!location) throw new Error(`No redirect to the portal, but ${response.status}`)
  return new URL(location).searchParams
}

/** Where the sign-in form on a page posts to. */
export async function formAction(response: Response): Promise<string> {
  return /action="([^"]+)"/.exec(await response.text())?.[1] ?? ''
}
