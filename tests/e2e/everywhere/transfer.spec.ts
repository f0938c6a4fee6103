import { readFile } from 'node:fs/promises'
import { expectAccessibleEverywhere } from '#tests/e2e/accessibility'
import { expect, test } from '#tests/e2e/portal-test'
import { qrInPicture } from '#tests/e2e/qr'
import { logIn } from '#tests/e2e/steps'

test('each transfer has a QR with the account, the amount and the symbol beside it', async ({
  page,
  browser,
  newCitizen,
  javaScriptEnabled,
}) => {
  const { fullName, payerId } = await newCitizen([
    { paidKc: 660 },
    { kind: 'pes', amountKc: 1200, dueInDays: -40 },
  ])
  await logIn(page, fullName)
  await page.getByRole('link', { name: 'Převodem nebo QR kódem' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Jak zaplatit převodem')

  const slips = page.getByRole('main').locator('section')
  await expect(slips).toHaveCount(2)
  const expected = [
    {
      heading: '1. převod: 1200 Kč',
      amount: '1200.00',
      symbol: `9${payerId.slice(1)}001`,
      say: 'Termín už minul',
    },
    {
      heading: '2. převod: 240 Kč',
      amount: '240.00',
      symbol: `9${payerId.slice(1)}000`,
      say: 'Odešlete ho nejpozději',
    },
  ]
  for (const [index, { heading, amount, symbol, say }] of expected.entries()) {
    const slip = slips.nth(index)
    await expect(slip.getByRole('heading')).toHaveText(heading)
    await expect(slip).toContainText('Převod platí dnem, kdy peníze dojdou na účet města.')
    await expect(slip).toContainText(say)
    await expect(slip).toContainText('19-2000145399/0800')
    await expect(slip).toContainText('CZ65 0800 0000 1920 0014 5399')
    await expect(
      slip
        .getByRole('definition')
        .filter({ hasText: /^[\d\s]+$/ })
        .first(),
    ).toHaveText(symbol.replace(/(?<=\d\d)(?=(\d{3})+$)/g, '\u00a0'))
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const picture = await slip.getByRole('img', { name: /^QR kód pro platbu/ }).screenshot()
      const text = await qrInPicture(browser, picture)
      expect(text).toMatch(/^SPD\*1\.0\*ACC:CZ6508000000192000145399\*/)
      expect(text).toContain(`*AM:${amount}*CC:CZK*X-VS:${symbol}*X-KS:1318*MSG:`)
    }
    await expect(slip.getByRole('button', { name: 'Kopírovat variabilní symbol' })).toBeVisible({
      visible: javaScriptEnabled,
    })
  }

  const download = page.waitForEvent('download')
  await slips
    .nth(1)
    .getByRole('link', { name: /^Uložit obrázek QR/ })
    .click()
  const file = await download
  expect(file.suggestedFilename()).toBe(`qr-platba-9${payerId.slice(1)}000.png`)
  const text = await qrInPicture(browser, await readFile(await file.path()))
  expect(text).toContain(`*AM:240.00*CC:CZK*X-VS:9${payerId.slice(1)}000*`)
  if (javaScriptEnabled) await expectAccessibleEverywhere(page)
})

test('close to the last day the card comes first; the review offers both ways', async ({
  page,
  newCitizen,
}) => {
  const { fullName } = await newCitizen([{ dueInDays: 0 }])
  await logIn(page, fullName)
  await page.getByRole('link', { name: 'Zaplatit 900 Kč' }).click()
  await page.getByRole('link', { name: 'Zaplatit převodem nebo QR kódem' }).click()
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { level: 2 })).toHaveText([
    'Jistější je teď platba kartou.',
    'Převod: 900 Kč',
  ])
  await main.getByRole('link', { name: 'Zaplatit 900 Kč kartou' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Zkontrolujte, co platíte.')
})

test('a stranger sees neither the claim nor its QR', async ({ page, newCitizen }) => {
  const owner = await newCitizen([{}])
  await logIn(page, owner.fullName)
  await page.getByRole('link', { name: 'Převodem nebo QR kódem' }).click()
  await expect(page.getByRole('img', { name: /^QR kód/ })).toBeVisible()
  const address = page.url()
  await page.context().clearCookies()
  const stranger = await newCitizen([{}])
  await logIn(page, stranger.fullName)
  await page.goto(address)
  await expect(page.getByRole('main')).toContainText('Nic k zaplacení není vybráno')
  await expect(page.getByRole('img', { name: /^QR kód/ })).toHaveCount(0)
  const picture = await page.request.get(address.replace('/prevod?', '/prevod/obrazek?'))
  expect(picture.status()).toBe(404)
})

test('a claim without a symbol says what to do instead of a transfer', async ({ page, newCitizen, sql }) => {
  const { fullName, payerId } = await newCitizen([{}])
  await sql`update assessment set variable_symbol = null
    where payer_id = (select id from payer where external_id = ${payerId})`
  await logIn(page, fullName)
  await page.getByRole('link', { name: 'Převodem nebo QR kódem' }).click()
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { level: 2 })).toHaveText('Převodem to teď zaplatit nejde')
  await expect(main).toContainText('nemáme variabilní symbol, převod bychom proto nepoznali.')
  await expect(main.getByRole('img', { name: /^QR kód/ })).toHaveCount(0)
  await main.getByRole('link', { name: 'Zaplatit 900 Kč kartou' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Zkontrolujte, co platíte.')
})
