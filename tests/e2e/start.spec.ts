import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { freePortRow } from '#start/ports'

test('the portal says that it is healthy', async ({ request }) => {
  const answer = await request.get('/api/health')
  expect(answer.status()).toBe(200)
})

test('the demo starts from nothing, says where it is, and stops when it is told', async ({ request }) => {
  const folder = join(tmpdir(), `platebni-portal-start-${process.pid}`)
  const port = await freePortRow(12)
  const { DATABASE_URL: _, DATABASE_OWNER_URL: __, ...environment } = process.env
  const demo = spawn(
    process.execPath,
    ['start/bootstrap.mjs', 'start/demo.ts', '--port', String(port), '--data-dir', folder],
    { env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  for (const stream of [demo.stdout, demo.stderr]) stream.on('data', (piece) => (said += piece))
  const ended = new Promise<number | null>((resolve) => demo.once('exit', resolve))
  try {
    await expect(() => expect(said).toContain('Ctrl-C stops everything.')).toPass({ timeout: 90_000 })
    expect(said).toContain(`Portal ready: http://localhost:${port}\n`)
    expect(said).toMatch(/PORTAL_DATA_DIR=\S+ npm run portal -- ledger verify/)
    expect((await request.get(`http://localhost:${port}/api/health`)).status()).toBe(200)
  } finally {
    demo.kill('SIGTERM')
  }
  expect(await ended).toBe(0)
  expect(said.trimEnd()).toMatch(/Stopped\.$/)
  rmSync(folder, { recursive: true, force: true })
})
