import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { startSandboxIdentity } from '#sandbox/identity/server'
import {
  createBrowser,
  formAction,
  people,
  returned,
  startTestPortal,
} from '#tests/fixtures/sandbox/identity'

it('announces one issuer under whatever name it is asked', async () => {
  const identity = await startSandboxIdentity({
    realm: 'citizen',
    port: 0,
    people,
    publicUrl: 'https://prihlaseni.example.cz',
    clientId: 'portal',
    clientSecret: 'tajemstvi',
    redirectUri: 'https://platby.example.cz/zpet',
    postLogoutUri: 'https://platby.example.cz/odhlaseno',
  })
  const discovery = await fetch(`http://127.0.0.1:${identity.port}/.well-known/openid-configuration`)
  expect(identity.url).toBe('https://prihlaseni.example.cz')
  expect(await discovery.json()).toMatchObject({
    issuer: 'https://prihlaseni.example.cz',
    authorization_endpoint: 'https://prihlaseni.example.cz/auth',
    token_endpoint: 'https://prihlaseni.example.cz/token',
  })
  await identity.close()
})

it('serves two realms on one host without mixing their sessions', async () => {
  const citizens = await startTestPortal('citizen')
  const office = await startTestPortal('office')
  const browser = createBrowser(citizens.url)
  const clerk = createBrowser(office.url)
  for (const [portal, tab, subject] of [
    [citizens, browser, 'obcan-1'],
    [office, clerk, 'urednik-1'],
  ] as const) {
    const page = await tab.visit(portal.authorizeUrl())
    const back = await tab.visit(await formAction(page), { subject })
    const { body } = await portal.exchange(returned(back).get('code') ?? '')
    const { claims } = await portal.claimsIn(body.id_token)
    expect([claims.sub, claims.roles]).toEqual([
      subject,
      subject === 'urednik-1' ? ['accountant'] : undefined,
    ])
  }
  expect(browser.cookieNames()).toContain('sandbox_citizen_session')
  expect(clerk.cookieNames()).toContain('sandbox_office_session')
  await Promise.all([citizens.stop(), office.stop()])
})

it('keeps its keys in the state directory over a restart', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'identity-'))
  const published: unknown[] = []
  for (const _run of [1, 2]) {
    const portal = await startTestPortal('citizen', directory)
    published.push(await (await fetch(`${portal.url}/jwks`)).json())
    await portal.stop()
  }
  await rm(directory, { recursive: true })
  expect(published[0]).toEqual(published[1])
  expect(JSON.stringify(published[0])).not.toContain('"d"')
})

it("keeps the library's development notices to itself", async () => {
  const said = [vi.spyOn(console, 'info'), vi.spyOn(console, 'warn'), vi.spyOn(console, 'log')]
  const portal = await startTestPortal()
  const browser = createBrowser(portal.url)
  const page = await browser.visit(portal.authorizeUrl())
  const back = await browser.visit(await formAction(page), { subject: 'obcan-1' })
  await portal.exchange(returned(back).get('code') ?? '')
  await portal.stop()
  for (const spy of said) expect(spy).not.toHaveBeenCalled()
})
