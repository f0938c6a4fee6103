import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '#tests/e2e/portal-test'
import { chooseIdentity, logIn, pay } from '#tests/e2e/steps'

async function logInToOffice(page: Page, fullName: string) {
  await page.goto('/urad/vstup')
  await chooseIdentity(page, fullName)
  await expect(page).toHaveURL('/urad')
}

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

test.describe('the office', () => {
  test.use({ allowedComplaints: [/status of 40[34]/] })

  test('an accountant follows one payment to its raw messages, which hold no secret', async ({
    page,
    browser,
    newCitizen,
  }) => {
    const { fullName } = await newCitizen([{}])
    const citizen = await (await browser.newContext({ locale: 'cs-CZ' })).newPage()
    await logIn(citizen, fullName)
    const transId = await pay(citizen)
    await citizen.context().close()

    await logInToOffice(page, 'Alena Říhová')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Přehled dne')
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Platby', exact: true }).first().click()
    await page.getByRole('searchbox').fill(transId)
    await page.getByRole('button', { name: 'Hledat' }).click()
    await expect(page.getByText('Nalezena 1 platba')).toBeVisible()
    await expectAccessible(page)
    expect(page.url()).not.toContain(transId)
    await page.getByRole('main').getByRole('table').getByRole('link').first().click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Platba')
    await expect(page.getByRole('main')).toContainText(transId)
    await expect(page.getByRole('main')).toContainText('PAID')
    await expectAccessible(page)
  })

  test('somebody who only looks sees no names and no raw messages', async ({ page, browser, newCitizen }) => {
    const { fullName } = await newCitizen([{}])
    const citizen = await (await browser.newContext({ locale: 'cs-CZ' })).newPage()
    await logIn(citizen, fullName)
    await pay(citizen)
    await citizen.context().close()

    await logInToOffice(page, 'Iveta Holubová')
    await page.getByRole('link', { name: 'Platby', exact: true }).first().click()
    await expect(page.getByRole('main')).not.toContainText(fullName)
    await page.getByRole('main').getByRole('table').getByRole('link').first().click()
    await expect(page.getByRole('main')).not.toContainText('transId')
  })

  test('an administrator of the portal sees no payments', async ({ page }) => {
    await logInToOffice(page, 'Dana Vaňková')
    const response = await page.goto('/urad/platby')
    expect(response?.status()).toBe(403)
  })

  test('an office login opens nothing of a citizen', async ({ page }) => {
    await logInToOffice(page, 'Pavel Urban')
    await page.goto('/prehled')
    await expect(page).toHaveURL(/\/prihlaseni/)
  })
})
