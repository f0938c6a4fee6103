import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { refundStatesPage } from './states-page.ts'

test('the page of the documentation is what the table of edges says', () => {
  const page = readFileSync(new URL('../../docs/refund-states.md', import.meta.url), 'utf8')
  expect(page).toBe(refundStatesPage())
})
