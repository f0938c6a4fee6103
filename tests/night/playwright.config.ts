import { join } from 'node:path'
import usual from '../../playwright.config.ts'

/** The night's part: other engines than axe over the same pages of the same demo. Slow, and not in the usual run. */
export default {
  ...usual,
  testDir: import.meta.dirname,
  globalSetup: join(import.meta.dirname, '../e2e/stack.ts'),
  outputDir: join(import.meta.dirname, '../../test-results'),
  workers: 1,
  timeout: 600_000,
  projects: [{ name: 'night', use: { viewport: { width: 1280, height: 900 } } }],
}
