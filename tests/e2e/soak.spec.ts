import { spawn } from 'node:child_process'
import { expect, test } from '@playwright/test'

test('whatever misbehaves and is killed meanwhile, money is booked once and nothing is lost', async () => {
  test.setTimeout(240_000)
  const run = spawn(process.execPath, ['start/bootstrap.mjs', 'tests/soak/run.ts', '--minutes', '0.6'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [run.stdout, run.stderr]) stream.on('data', (piece) => (said += piece))
  const code = await new Promise<number | null>((resolve) => run.once('exit', resolve))
  // The seed stands in what it said.
  expect(code, said).toBe(0)
  expect(said).toContain('\n0 duplicates, 0 orphans, 0 differences\n')
  expect(said).toMatch(/killed: web [1-9]\d*, worker [1-9]\d*, database [1-9]\d*, backend [1-9]/)
  expect(said).toMatch(/\n[1-9]\d* payments, [1-9]\d* transfers in [1-9]/)
})
