import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listedPages, robotsTag } from './search-engines.ts'

const root = join(import.meta.dirname, '..')

test.each([
  ['/', true],
  ['/pristupnost', true],
  ['/osobni-udaje', true],
  ['/prihlaseni', false],
  ['/prihlaseni?chyba=1', false],
  ['/dopis', false],
  ['/overit', false],
  ['/odhlaseno', false],
  ['/nedostupne', false],
  ['/navrat/0198c1de-0000-7000-8000-000000000000', false],
  ['/prehled', false],
  ['/platby', false],
  ['/predpisy/0198c1de-0000-7000-8000-000000000000', false],
  ['/ucet', false],
  ['/zkontrolovat?predpis=1', false],
  ['/prevod', false],
  ['/urad', false],
  ['/urad/prihlaseni', false],
  ['/urad/platby?jmeno=x', false],
  ['/api/health', false],
  ['/api/gateways/any/return?platba=1', false],
  ['/robots.txt', false],
  ['/tohle-tu-neni', false],
  ['', false],
  // A listed page is listed under its own address only.
  ['/?jmeno=x', false],
  ['/pristupnost?x', false],
  ['/pristupnost/', false],
  ['/pristupnost/x', false],
  ['//', false],
  ['/Pristupnost', false],
  ['/%70ristupnost', false],
  ['http://portal.example/', false],
])('%s may be listed: %j', (url, isListed) => {
  expect(robotsTag(url)).toBe(isListed ? null : 'noindex')
})

test('every listed page is a public page that exists', () => {
  const missing = listedPages.filter((path) => !existsSync(join(root, 'app/(verejne)', path, 'page.tsx')))
  expect(missing).toEqual([])
})

test('robots.txt keeps no crawler from reading the header, and names no address', () => {
  const lines = readFileSync(join(root, 'public/robots.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  expect(lines).toEqual(['User-agent: *', 'Disallow:'])
})
