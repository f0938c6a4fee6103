import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** What knip finds of its kinds, a line each. */
function unused(...options: string[]): string[] {
  const knip = join(root, 'node_modules/knip/bin/knip.js')
  const run = spawnSync(process.execPath, [knip, '--no-progress', '--reporter=compact', ...options], {
    cwd: root,
    encoding: 'utf8',
  })
  if (run.status !== 0 && run.stdout === '') throw new Error(run.stderr)
  return run.stdout.split('\n').filter((line) => line.trim() !== '')
}

test('nothing is exported, installed or kept that nobody uses', () => {
  expect(unused()).toEqual([])
})

test('what only tests reach has its door or goes, unless its docstring says @internal and why', () => {
  expect(unused('--production', '--config=knip.production.json')).toEqual([])
})
