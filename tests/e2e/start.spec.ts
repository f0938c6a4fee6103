import { expect, test } from '@playwright/test'
import { startOwnDemo } from '#tests/e2e/own-demo'

test('the portal says that it is healthy', async ({ request }) => {
  const answer = await request.get('/api/health')
  expect(answer.status()).toBe(200)
})

test('the demo starts from nothing, says where it is, and stops when it is told', async ({ request }) => {
  const demo = await startOwnDemo()
  let ended: number | null = null
  try {
    expect(demo.said()).toContain(`Portal ready: ${demo.url}\n`)
    expect(demo.said()).toMatch(/PORTAL_DATA_DIR=\S+ npm run portal -- ledger verify/)
    expect((await request.get(`${demo.url}/api/health`)).status()).toBe(200)
  } finally {
    ended = await demo.stop()
  }
  expect(ended).toBe(0)
  expect(demo.said().trimEnd()).toMatch(/Stopped\.$/)
})
