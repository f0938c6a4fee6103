import type { Locator, Page } from '@playwright/test'
import { expect, test } from '#tests/e2e/portal-test'
import { outcomeHeading } from '#tests/e2e/steps'

/** Presses Tab until the target has focus; each stop on the way must be seen. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stops = 0; stops < 400; stops++) {
    await page.keyboard.press('Tab')
    const focus = await page.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body) return null
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return {
        what: `${element.tagName} ${element.textContent?.slice(0, 40)}`,
        isSeen: element.matches(':focus-visible') && outlineStyle !== 'none' && outlineWidth !== '0px',
      }
    })
    if (focus) expect(focus, 'the focus is seen').toMatchObject({ isSeen: true })
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error('The keyboard never reached its target.')
}

test('the whole way to paid without a mouse', async ({ page, newCitizen }) => {
  const { fullName } = await newCitizen([{}])
  await page.goto('/')
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Přejít k obsahu' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()

  await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Přihlásit se' }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/prihlaseni/)
  await tabTo(page, page.getByRole('main').getByRole('button', { name: 'Přihlásit se' }))
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: fullName }).focus()
  await page.keyboard.press('Enter')

  await expect(page).toHaveURL('/prehled')
  await tabTo(page, page.getByRole('link', { name: 'Zaplatit 900 Kč' }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/zkontrolovat/)
  await tabTo(page, page.getByRole('button', { name: 'Zaplatit 900 Kč kartou' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Zaplatit kartou', exact: true })).toBeVisible()
  await page.waitForLoadState()
  await tabTo(page, page.getByRole('button', { name: 'Zaplatit kartou', exact: true }))
  await page.keyboard.press('Enter')
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
  await tabTo(page, page.getByRole('link', { name: 'Stáhnout potvrzení (PDF)' }))
})
