import { expect, test } from '#tests/e2e/portal-test'
import {
  bookedPayments,
  decide,
  logIn,
  outcomeHeading,
  payByCardButton,
  reviewEverything,
} from '#tests/e2e/steps'

// One of them is switched off at the end, so they take turns.
test.describe.configure({ mode: 'serial' })

const ways = [
  { kind: 'odpad', company: 'Comgate' },
  { kind: 'pes', company: 'ČSOB' },
  { kind: 'najem', company: 'Global Payments' },
  { kind: 'pobyt', company: 'GoPay' },
] as const
const decisions = [
  { decision: 'Zaplatit kartou', outcome: 'Zaplaceno. Děkujeme.', booked: 1 },
  { decision: 'Zrušit platbu', outcome: 'Platba byla zrušena.', booked: 0 },
] as const

for (const { kind, company } of ways) {
  for (const { decision, outcome, booked } of decisions) {
    test(`${company}: ${decision}`, async ({ page, newCitizen, sql }) => {
      const { fullName, payerId } = await newCitizen([{ kind, amountKc: 600 }])
      await logIn(page, fullName)
      await reviewEverything(page)
      await expect(page.getByRole('main')).toContainText(`na zabezpečenou stránku společnosti ${company}`)
      await payByCardButton(page).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Zaplatit 600\u00a0Kč')
      await decide(page, decision)
      await expect(page).toHaveURL(/\/platby\/[0-9a-f-]{36}$/)
      await expect(outcomeHeading(page)).toHaveText(outcome)
      expect(await bookedPayments(sql, payerId)).toBe(booked)
    })
  }
}

test('a gateway switched off by the city gives way to a sentence and to transfers', async ({
  page,
  newCitizen,
  sql,
}) => {
  // Nobody else pays this kind through this gateway.
  const { fullName } = await newCitizen([{ kind: 'pobyt', amountKc: 600 }])
  const sentence = 'Poplatek z pobytu dnes kartou zaplatit nejde, na bráně se pracuje.'
  await sql`update city_setting set value = value || ${sql.json({ off: { gopay: sentence } })}
    where key = 'cardGateways'`
  await logIn(page, fullName)
  await expect(async () => {
    await page.goto('/prehled')
    await reviewEverything(page)
    await expect(page.getByRole('main')).toContainText(sentence, { timeout: 1000 })
  }).toPass({ timeout: 40_000 })
  await expect(payByCardButton(page)).toHaveCount(0)
  await page.getByRole('link', { name: 'Zaplatit převodem nebo QR kódem' }).click()
  await expect(page).toHaveURL(/\/prevod\?/)
  await sql`update city_setting set value = value - 'off' where key = 'cardGateways'`
})
