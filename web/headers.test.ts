import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { ownAddress, protectiveHeaders } from './headers.ts'

const formTargets = ['https://payments.example', 'https://id.example', 'https://id.example']

/** What a page is told and what the browser is told, over a real request. */
async function ask(portalUrl: string, sent: Record<string, string> = {}, path = '/') {
  const protect = protectiveHeaders({ portalUrl, formTargets })
  let told: IncomingMessage['headers'] = {}
  const server = createServer((request, response) => {
    protect(request, response)
    told = { ...request.headers }
    response.end()
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const answered = await new Promise<IncomingMessage>((resolve) =>
    get({ port, host: '127.0.0.1', path, headers: sent }, resolve),
  )
  answered.resume()
  server.close()
  return { told, answered: answered.headers }
}

describe('the headers of every answer', () => {
  test('the page and the browser learn one nonce, and each answer another', async () => {
    const first = await ask('http://localhost:3000')
    const second = await ask('http://localhost:3000')
    const nonce = first.told['x-nonce']
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
    expect(first.answered['content-security-policy']).toContain(`script-src 'self' 'nonce-${nonce}'`)
    expect(first.told['content-security-policy']).toBe(first.answered['content-security-policy'])
    expect(second.told['x-nonce']).not.toBe(nonce)
  })

  test('a nonce or a policy sent from outside is not believed', async () => {
    const { told } = await ask('http://localhost:3000', {
      'x-nonce': 'theirs',
      'content-security-policy': "script-src 'nonce-theirs'",
    })
    expect(told['x-nonce']).not.toBe('theirs')
    expect(told['content-security-policy']).not.toContain('theirs')
  })

  test('forms lead to ourselves, the gateways and the issuers, each named once', async () => {
    const { answered } = await ask('http://localhost:3000')
    expect(answered['content-security-policy']).toMatch(
      /form-action 'self' https:\/\/payments\.example https:\/\/id\.example$/,
    )
  })

  test('only a portal with a certificate asks for one for ever', async () => {
    expect((await ask('http://localhost:3000')).answered).not.toHaveProperty('strict-transport-security')
    expect((await ask('https://platby.example')).answered['strict-transport-security']).toMatch(/^max-age=/)
  })

  test('a certificate of this machine promises nothing for its other ports', async () => {
    expect((await ask('https://localhost:3000')).answered).not.toHaveProperty('strict-transport-security')
  })
})

test('search engines may list the home page, and nothing of what belongs to one person', async () => {
  const own = 'http://localhost:3000'
  expect((await ask(own)).answered).not.toHaveProperty('x-robots-tag')
  expect((await ask(own, {}, '/prehled')).answered['x-robots-tag']).toBe('noindex')
  expect((await ask(own, {}, '/api/health')).answered['x-robots-tag']).toBe('noindex')
})

test('the gates learn which page was asked for, from nobody outside', async () => {
  const { told } = await ask('http://localhost:3000', { 'x-asked-for': '/urad' }, '/platby/7?strana=2')
  expect(told['x-asked-for']).toBe('/platby/7?strana=2')
})

test('the query of a return is kept in its bytes, for gateways only and not as told from outside', async () => {
  const query = 'RESULTTEXT=zru%9Aen%E1&D=a+b%2B?c'
  const kept = async (path: string) =>
    (await ask('http://localhost:3000', { 'x-raw-query': 'theirs' }, path)).told['x-raw-query']
  expect(await kept(`/api/gateways/any/return?${query}`)).toBe(query)
  expect(await kept('/api/gateways/any/return')).toBe('')
  expect(await kept(`/prehled?${query}`)).toBeUndefined()
})

describe('another spelling of our own host', () => {
  const own = 'http://localhost:3000'
  test.each([
    ['127.0.0.1:3000', 'GET', '/prehled?a=1', own, `${own}/prehled?a=1`],
    ['[::1]:3000', 'HEAD', '/', own, `${own}/`],
    ['127.0.0.1:3000', 'GET', '//evil.example/x', own, `${own}//evil.example/x`],
    ['127.0.0.1:3000', 'GET', 'http://evil.example/', own, `${own}/`],
    ['localhost:3000', 'GET', '/prehled', own, null],
    ['127.0.0.1:3000', 'POST', '/prehled', own, null],
    ['127.0.0.1:3000', 'GET', '/api/health', own, null],
    ['evil.example', 'GET', '/prehled', own, null],
    ['127.0.0.1:3000', 'GET', '/prehled', 'https://platby.example', null],
  ])('%s %s %s of %s', (host, method, url, portalUrl, expected) => {
    expect(ownAddress(portalUrl, { headers: { host }, method, url } as IncomingMessage)).toBe(expected)
  })

  test('the target of a redirect, which the server asks itself for with the cookies of the person, is answered at once', () => {
    const headers = { host: '127.0.0.1:3000', rsc: '1', cookie: 'login' }
    expect(ownAddress(own, { headers, method: 'GET', url: '/ucet' } as unknown as IncomingMessage)).toBeNull()
  })
})
