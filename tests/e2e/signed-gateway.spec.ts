import type { Page } from '@playwright/test'
import { expect, test } from '#tests/e2e/portal-test'
import {
  bookedPayments,
  decide,
  logIn,
  outcomeHeading,
  payByCardButton,
  reviewEverything,
} from '#tests/e2e/steps'

test.describe.configure({ mode: 'serial' })

/** Dogs go through the gateway that signs; from its page under another host, so that the way back is cross-site. */
async function goToSignedGateway(page: Page, fullName: string) {
  await logIn(page, fullName)
  await reviewEverything(page)
  await expect(page.getByRole('main')).toContainText('na zabezpečenou stránku společnosti ČSOB')
  await payByCardButton(page).click()
  await expect(page.getByRole('button', { name: 'Zrušit platbu' })).toBeVisible()
  await page.goto(page.url().replace('//localhost:', '//127.0.0.1:'))
}

test('a payment comes back by a posted form to the person who is logged in', async ({
  page,
  newCitizen,
  sql,
}) => {
  const { fullName, payerId } = await newCitizen([{ kind: 'pes', amountKc: 600 }])
  await goToSignedGateway(page, fullName)
  await decide(page, 'Zaplatit kartou')
  await expect(page).toHaveURL(/\/platby\/[0-9a-f-]{36}$/)
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
  expect(await bookedPayments(sql, payerId)).toBe(1)
})

test('a cancelled one leaves the fee to be paid', async ({ page, newCitizen, sql }) => {
  const { fullName, payerId } = await newCitizen([{ kind: 'pes', amountKc: 600 }])
  await goToSignedGateway(page, fullName)
  await decide(page, 'Zrušit platbu')
  await expect(outcomeHeading(page)).toHaveText('Platba byla zrušena.')
  expect(await bookedPayments(sql, payerId)).toBe(0)
})

test('with a lost login the same browser still learns the outcome', async ({ page, newCitizen, sql }) => {
  const { fullName } = await newCitizen([{ kind: 'pes', amountKc: 600 }])
  await goToSignedGateway(page, fullName)
  await sql`update login_session set revoked_at = now(), revoked_because = 'test' where revoked_at is null and identity_id in
    (select id from identity where concat_ws(' ', given_name, family_name) = ${fullName})`
  await decide(page, 'Zaplatit kartou')
  await expect(page).toHaveURL(/\/navrat\/[0-9a-f-]{36}$/)
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
})

test('switched off by the city it gives way to a sentence and to transfers', async ({
  page,
  newCitizen,
  sql,
}) => {
  const { fullName } = await newCitizen([{ kind: 'pes', amountKc: 600 }])
  const sentence = 'Psy dnes kartou zaplatit nejde, na bráně se pracuje.'
  await sql`update city_setting set value = value || ${sql.json({ off: { csob: sentence } })}
    where key = 'cardGateways'`
  await logIn(page, fullName)
  await expect(async () => {
    await page.goto('/prehled')
    await reviewEverything(page)
    await expect(page.getByRole('main')).toContainText(sentence, { timeout: 1000 })
  }).toPass({ timeout: 40_000 })
  await expect(payByCardButton(page)).toHaveCount(0)
  await page.getByRole('link', { name: /^Zaplatit převodem: / }).click()
  await expect(page).toHaveURL(/\/predpisy\//)
  await sql`update city_setting set value = value - 'off' where key = 'cardGateways'`
})
