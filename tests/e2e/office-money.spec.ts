import type { Page } from '@playwright/test'
import { gpcFile } from '#tests/bank/gpc-file'
import { expectAccessible, expectAccessibleEverywhere } from '#tests/e2e/accessibility'
import { mailFor } from '#tests/e2e/outside-world'
import { expect, test } from '#tests/e2e/portal-test'
import { qrInPicture } from '#tests/e2e/qr'
import { chooseIdentity, logIn } from '#tests/e2e/steps'

async function logInToOffice(page: Page, fullName: string) {
  await page.goto('/urad/vstup')
  await chooseIdentity(page, fullName)
  await expect(page).toHaveURL('/urad')
}

test('a transfer by the printed QR is fetched from the bank, matched, shown and told', async ({
  page,
  browser,
  newCitizen,
}) => {
  test.setTimeout(240_000)
  const { fullName, email } = await newCitizen([{}])
  await logIn(page, fullName)
  await page.getByRole('link', { name: 'Převodem nebo QR kódem' }).click()
  const picture = await page.getByRole('img', { name: /^QR kód pro platbu/ }).screenshot()
  const code = await qrInPicture(browser, picture)

  const bank = await (await browser.newContext({ locale: 'cs-CZ' })).newPage()
  await bank.goto(process.env.E2E_BANK_URL ?? '')
  await bank.getByLabel(/^Obsah QR kódu/).fill(code ?? '')
  await bank.getByRole('button', { name: 'Odeslat převod' }).click()
  await expect(bank.getByRole('listitem').first()).toContainText('900')
  await bank.context().close()

  await expect
    .poll(
      async () => {
        await page.goto('/prehled')
        return page.getByRole('main').textContent()
      },
      { timeout: 200_000, intervals: [3_000] },
    )
    .not.toContain('Zbývá zaplatit')
  await page
    .getByRole('link', { name: /Komunální odpad/ })
    .first()
    .click()
  await expect(page.getByRole('main')).toContainText(/Došlo 900\s*Kč převodem/)
  await expect.poll(async () => (await mailFor(email)).map((mail) => mail.subject)).toHaveLength(1)

  const office = await (await browser.newContext({ locale: 'cs-CZ' })).newPage()
  await logInToOffice(office, 'Alena Říhová')
  await office.getByRole('link', { name: 'Výpisy' }).first().click()
  await office.getByRole('main').getByRole('table').getByRole('link').first().click()
  await expect(office.getByRole('main')).toContainText('spárovaná')
  await expectAccessible(office)
  await office.context().close()
})

test('an accountant brings a statement, and hears in Czech what is wrong with another file', async ({
  page,
}) => {
  await logInToOffice(page, 'Alena Říhová')
  await page.getByRole('link', { name: 'Výpisy' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bankovní výpisy')
  await expectAccessibleEverywhere(page)
  const file = page.getByLabel('Soubor s výpisem')
  const send = page.getByRole('button', { name: 'Načíst výpis' })
  await send.click()
  await expect(page.getByRole('alert').filter({ hasText: 'Vyberte soubor s výpisem.' })).toBeFocused()
  await file.setInputFiles({
    name: 'dopis.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('to není výpis'),
  })
  await send.click()
  await expect(page.getByRole('alert').filter({ hasText: 'soubor není výpis' })).toBeVisible()
  await expectAccessible(page)
  // Of an account nobody else in these tests uses.
  const foreign = gpcFile([
    { openingHal: 0, movements: [{ amountHal: 12_300, vs: '1' }], account: '0000001265098001' },
  ])
  await file.setInputFiles({ name: 'cizi.gpc', mimeType: 'text/plain', buffer: Buffer.from(foreign) })
  await send.click()
  await expect(page.getByRole('alert').filter({ hasText: 'není mezi účty města' })).toBeVisible()
  // Of an account whose statements are fetched from the bank, so it is held; whoever brought it does not release it.
  const quiet = gpcFile([{ openingHal: 0, number: '901', oldDate: '310124', date: '290224' }])
  await file.setInputFiles({ name: 'unor.gpc', mimeType: 'text/plain', buffer: Buffer.from(quiet) })
  await send.click()
  await expect(page.getByRole('status').filter({ hasText: 'Výpis je zadržený' })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('stahují přímo z banky, ale tenhle přišel jinudy')
  await expect(page.getByRole('main')).toContainText('propustit ho musí někdo jiný')
  await expect(page.getByRole('button', { name: /^Propustit/ })).toHaveCount(0)
  await expectAccessible(page)
})

test('the months are listed with what stands in their way, and their sums are taken away', async ({
  page,
  newCitizen,
}) => {
  await newCitizen([{}])
  await logInToOffice(page, 'Alena Říhová')
  await page.getByRole('link', { name: 'Uzávěrky' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Uzávěrky')
  await expectAccessibleEverywhere(page)
  const download = page.waitForEvent('download')
  await page
    .getByRole('link', { name: /^CSV, / })
    .first()
    .click()
  expect((await download).suggestedFilename()).toMatch(/^uzaverka-\d{4}-\d{2}\.csv$/)
  await page.getByRole('main').getByRole('table').getByRole('link').first().click()
  await expect(page.getByRole('main')).toContainText('Měsíc ještě neskončil.')
  await expectAccessibleEverywhere(page)
  // A month that is not over is not offered to be closed.
  await expect(page.getByRole('button', { name: /^Uzavřít / })).toHaveCount(0)
})
