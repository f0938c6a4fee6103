import { expect, test } from '#tests/e2e/portal-test'
import { logIn } from '#tests/e2e/steps'

const field = 'Rodné číslo'
const find = 'Najít moje poplatky'

test('Hana finds her fees by her birth number', async ({ page }) => {
  await logIn(page, 'Hana Benešová')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Přihlášení se podařilo, ale zatím nevíme, které poplatky jsou vaše.',
  )
  await page.getByRole('link', { name: find }).click()
  await page.getByLabel(field).fill('755515/0009')
  await page.getByRole('button', { name: find }).click()
  await expect(page).toHaveURL('/prehled')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Zbývá zaplatit 900 Kč.')
  await page.goto('/ucet')
  await expect(page.getByRole('main')).toContainText('Poplatky jsou přiřazené')
})

test('somebody else’s birth number, a mistyped one and nothing at all', async ({ page, newCitizen }) => {
  const { fullName } = await newCitizen()
  await logIn(page, fullName)
  await page.goto('/ucet/prirazeni')
  const alert = page.getByRole('main').getByRole('alert')
  const attempt = async (typed: string) => {
    await page.getByLabel(field).fill(typed)
    await page.getByRole('button', { name: find }).click()
  }
  await attempt('')
  await expect(alert).toContainText('Opište rodné číslo.')
  for (const typed of ['755515/0009', '1', '755515/0008', '000000/0000', '755515 0009']) {
    await attempt(typed)
    await expect(alert).toContainText('Poplatky jsme podle těchto údajů nenašli.')
    await expect(alert).toBeFocused()
    await expect(page.getByLabel(field)).toHaveValue(typed)
  }
  await attempt('755515/0009')
  await expect(alert).toContainText('Pro dnešek je pokusů dost.')
  await page.goto('/prehled')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'zatím nevíme, které poplatky jsou vaše',
  )
})
