import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { askForSilence, needsDatabase } from './silence.ts'

test.each([
  ['/', true],
  ['/prehled?a=b.c', true],
  ['/api/gateways/comgate/notifications', true],
  ['/api/healthy', true],
  ['/api/health', false],
  ['/api/health/ready', false],
  ['/_next/static/chunks/a.js', false],
  ['/emblem.svg', false],
  ['/nedostupne?platba=1', false],
])('%s needs the database: %s', (url, needs) => {
  expect(needsDatabase(url)).toBe(needs)
})

test.each([
  ['POST', '/zkontrolovat', 'GET', '/nedostupne'],
  ['HEAD', '/prehled', 'HEAD', '/nedostupne'],
  ['GET', '/api/gateways/csob/return?x=1', 'GET', '/nedostupne?platba=1'],
])('%s %s becomes the page that says so, and nobody’s', (method, url, newMethod, newUrl) => {
  const headers = { cookie: 'login', 'next-action': 'x', host: 'localhost' }
  const request = { method, url, headers } as unknown as IncomingMessage
  askForSilence(request)
  expect(request).toMatchObject({ method: newMethod, url: newUrl, headers: { host: 'localhost' } })
  expect(request.headers).not.toHaveProperty('cookie')
})
