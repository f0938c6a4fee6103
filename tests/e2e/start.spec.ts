import { expect, test } from '@playwright/test'

test('the portal says that it is healthy', async ({ request }) => {
  const answer = await request.get('/api/health')
  expect(answer.status()).toBe(200)
})
