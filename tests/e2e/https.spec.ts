import { expect, test } from '@playwright/test'
import { startOwnDemo } from '#tests/e2e/own-demo'
import { logIn, outcomeHeading, pay } from '#tests/e2e/steps'

test('over https people log in, pay and are logged out by their provider', async ({ browser }) => {
  test.setTimeout(300_000)
  const demo = await startOwnDemo({ words: ['--https'] })
  try {
    expect(demo.url).toMatch(/^https:/)
    const context = await browser.newContext({
      baseURL: demo.url,
      ignoreHTTPSErrors: true,
      locale: 'cs-CZ',
    })
    const page = await context.newPage()
    await logIn(page, 'Petr Svoboda')
    await pay(page)
    await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')

    // The provider tells the portal of it by itself, so it has to believe the certificate.
    const elsewhere = await context.newPage()
    await elsewhere.goto(`http://localhost:${Number(new URL(demo.url).port) + 1}/session/end`)
    await elsewhere.getByRole('button', { name: 'Odhlásit se všude' }).click()
    await expect(elsewhere.getByRole('heading', { name: 'Odhlášení proběhlo' })).toBeVisible()
    await page.goto('/prehled')
    await expect(page).toHaveURL(/\/prihlaseni\?/)
  } finally {
    await demo.stop()
  }
})
