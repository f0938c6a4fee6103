import { expect, type Page } from '@playwright/test'
import type { Sql } from 'postgres'

/** Logs in by the stable link and the stand-in of the identity provider; ends on the overview. */
export async function logIn(page: Page, fullName: string): Promise<void> {
  await page.goto('/vstup?cil=prehled')
  await chooseIdentity(page, fullName)
  await expect(page).toHaveURL('/prehled')
}

/** On the identity provider's page: signs in as this person. */
export async function chooseIdentity(page: Page, fullName: string): Promise<void> {
  await page.getByRole('button', { name: fullName }).click()
}

/** From the overview to the review of everything that can be paid. */
export async function reviewEverything(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Zaplatit (?!jen )/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Zkontrolujte, co platíte.')
}

export const payByCardButton = (page: Page) => page.getByRole('button', { name: /^Zaplatit .+ kartou$/ })

/** From the review to the gateway. Returns the payment's number there. */
export async function goToGateway(page: Page): Promise<string> {
  await payByCardButton(page).click()
  await expect(page.getByRole('button', { name: 'Zrušit platbu' })).toBeVisible()
  return new URL(page.url()).searchParams.get('id') ?? ''
}

export type Decision =
  | 'Zaplatit kartou'
  | 'Zaplatit bankovním tlačítkem'
  | 'Zrušit platbu'
  | 'Rozhodnout se později'

/** At the gateway: decides and comes back. */
export async function decide(page: Page, decision: Decision): Promise<void> {
  await page.getByRole('button', { name: decision, exact: true }).click()
}

/** The whole way from the overview and back; returns the payment's number at the gateway. */
export async function pay(page: Page, decision: Decision = 'Zaplatit kartou'): Promise<string> {
  await reviewEverything(page)
  const transId = await goToGateway(page)
  await decide(page, decision)
  await expect(page).toHaveURL(/\/platby\/[0-9a-f-]{36}$/)
  return transId
}

export const outcomeHeading = (page: Page) => page.getByRole('heading', { level: 1 })

/** How often money was booked for the fees of this payer. */
export async function bookedPayments(sql: Sql, payerId: string): Promise<number> {
  const rows = await sql`
    select distinct e.id from journal_entry e
      join journal_line l on l.entry_id = e.id
      join account a on a.id = l.account_id
      join payer p on p.id = a.payer_id
     where e.kind = 'payment' and p.external_id = ${payerId}`
  return rows.length
}

/** Goes back to a page of this tab's history in one step, as a long press on Back does. */
export async function returnInHistory(page: Page, url: string): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  const { entries } = await browser.send('Page.getNavigationHistory')
  const entry = entries.findLast((each) => each.url === url)
  if (!entry) throw new Error(`${url} is not in the history of this tab.`)
  await browser.send('Page.navigateToHistoryEntry', { entryId: entry.id })
  await page.waitForURL(url)
}
