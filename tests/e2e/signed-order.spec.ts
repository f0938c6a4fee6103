import { expect, test } from '#tests/e2e/portal-test'
import {
  bookedPayments,
  decide,
  logIn,
  outcomeHeading,
  payByCardButton,
  reviewEverything,
} from '#tests/e2e/steps'

/** Rent goes through the gateway whose order is a signed address and whose return speaks windows-1250. */
for (const [decision, outcome, booked] of [
  ['Zaplatit kartou', 'Zaplaceno. Děkujeme.', 1],
  ['Zrušit platbu', 'Platba byla zrušena.', 0],
] as const) {
  test(`by a signed order: ${decision}`, async ({ page, newCitizen, sql }) => {
    const { fullName, payerId } = await newCitizen([{ kind: 'najem', amountKc: 600 }])
    await logIn(page, fullName)
    await reviewEverything(page)
    await expect(page.getByRole('main')).toContainText('na zabezpečenou stránku společnosti Global Payments')
    await payByCardButton(page).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Zaplatit 600\u00a0Kč')
    await decide(page, decision)
    await expect(page).toHaveURL(/\/platby\/[0-9a-f-]{36}$/)
    await expect(outcomeHeading(page)).toHaveText(outcome)
    expect(await bookedPayments(sql, payerId)).toBe(booked)
  })
}
