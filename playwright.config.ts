import { defineConfig } from '@playwright/test'
import { installedChromium } from '#start/tests/chromium'

const everywhere = '**/everywhere/**'

process.env.E2E_PORT ??= '3400'
const port = Number(process.env.E2E_PORT)

export default defineConfig({
  testDir: './tests/e2e',
  globalSetup: './tests/e2e/stack.ts',
  outputDir: './test-results',
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  // A busy machine may be late once; what then passes is listed as flaky, to be looked at.
  retries: process.env.CI ? 1 : 0,
  // Generous, for machines that do other things too.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: `http://localhost:${port}`,
    locale: 'cs-CZ',
    timezoneId: 'Europe/Prague',
    trace: 'retain-on-failure',
    launchOptions: {
      ...executable(installedChromium()),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 900 } } },
    // The whole suite runs on a desk; what stands in everywhere/ also on a phone and without scripts.
    {
      name: 'phone',
      testMatch: everywhere,
      use: { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true },
    },
    {
      name: 'without-javascript',
      testMatch: everywhere,
      use: { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false },
    },
  ],
})

function executable(path: string | null) {
  return path === null ? {} : { executablePath: path }
}
