import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { environmentSchema } from '#lib/core/env'
import { environmentExample, linesOf } from '#lib/core/env-example'
import { gatewayGroups } from '#lib/core/env-gateways'

const committed = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8')

test('the committed file is what is generated; `npm run env-example` writes it anew', () => {
  expect(committed).toBe(environmentExample())
})

test('every variable stands there once, after one line of comment', () => {
  const shapes = [environmentSchema.shape, ...Object.values(gatewayGroups).map((group) => group.in.shape)]
  const names = shapes.flatMap((shape) => Object.keys(shape))
  const stand = [...committed.matchAll(/^# .+ \((?:required|optional|default .+)\)\n#?([A-Z_]+)=.*$/gm)]
  expect(stand.map(([, name]) => name)).toEqual(names)
})

test('a variable that is required is left to be filled in, one with a default shows it', () => {
  expect(
    linesOf({
      NEEDED: z.string().describe('what is needed'),
      LEFT_OUT: z.string().optional().describe('what may be left out'),
      PRESET: z.string().transform(Number).default(5).describe('what is usual'),
      SEVERAL: z
        .string()
        .transform((text) => text.split(','))
        .default([])
        .describe('what may be many'),
    }),
  ).toBe(
    [
      '# what is needed (required)',
      'NEEDED=',
      '# what may be left out (optional)',
      '#LEFT_OUT=',
      '# what is usual (default 5)',
      '#PRESET=5',
      '# what may be many (optional)',
      '#SEVERAL=',
    ].join('\n'),
  )
})

test('what only migrations need is required too', () => {
  expect(linesOf({ OWNER: z.string().optional().describe('x') }, () => true)).toBe('# x (required)\nOWNER=')
})

test('a variable that nobody described is named', () => {
  expect(() => linesOf({ FORGOTTEN: z.string() })).toThrow('FORGOTTEN is not described')
})
