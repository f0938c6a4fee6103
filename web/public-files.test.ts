import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cacheControl } from './public-files.ts'

test('browsers keep every file of public for an hour, except what crawlers read', () => {
  const files = readdirSync(join(import.meta.dirname, '../public'))
  expect(files.filter((file) => cacheControl(`/${file}`) === null)).toEqual(['robots.txt'])
})

test.each(['/', '/prehled', '/emblem.svg/x', '/emblem.svg?x', '/api/emblem.svg', ''])(
  'of %j Next decides',
  (url) => {
    expect(cacheControl(url)).toBeNull()
  },
)
