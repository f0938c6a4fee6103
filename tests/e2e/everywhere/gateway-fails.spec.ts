import { expectAccessible } from '#tests/e2e/accessibility'
import { misbehaveNext } from '#tests/e2e/outside-world'
import { expect, test } from '#tests/e2e/portal-test'
import { bookedPayments, logIn, outcomeHeading, payByCardButton, reviewEverything } from '#tests/e2e/steps'

test.use({ gatewayIsMine: true })

for (const createFails of ['1100', 'http500', 'timeout-after-storing'] as const) {
  test(`no payment can be made (${createFails}): said plainly, the typed e-mail stays`, async ({
    page,
    newCitizen,
    javaScriptEnabled,
  }) => {
    const { fullName } = await newCitizen([{}])
    await logIn(page, fullName)
    await reviewEverything(page)
    await page.getByLabel('E-mail pro potvrzení').fill('jina@posta.example')
    await misbehaveNext({ createFails })
    await payByCardButton(page).click()
    const alert = page.getByRole('main').getByRole('alert')
    await expect(alert).toContainText('Kartou teď zaplatit nejde. Chyba není u vás a nic se nestrhlo.')
    await expect(alert).toBeFocused()
    await expect(page.getByLabel('E-mail pro potvrzení')).toHaveValue('jina@posta.example')
    if (javaScriptEnabled) await expectAccessible(page)

    await page.goto('/platby')
    await page.getByRole('main').getByRole('listitem').getByRole('link').click()
    await expect(outcomeHeading(page)).toHaveText('Platba neproběhla.')
    await expect(page.getByRole('main')).toContainText('Město žádné peníze nedostalo.')
    if (javaScriptEnabled) await expectAccessible(page)
  })
}

test('a slow gateway makes one payment, however often the button is pressed', async ({
  page,
  newCitizen,
  sql,
  javaScriptEnabled,
}) => {
  const { fullName, payerId } = await newCitizen([{}])
  await logIn(page, fullName)
  await reviewEverything(page)
  await misbehaveNext({ createDelayMs: 2500 })
  const pressed = payByCardButton(page).click()
  if (javaScriptEnabled) {
    await expect(payByCardButton(page)).toHaveAttribute('aria-busy', 'true')
    await payByCardButton(page).click({ force: true })
  }
  await pressed
  await page.getByRole('button', { name: 'Zaplatit kartou', exact: true }).click()
  await expect(outcomeHeading(page)).toHaveText('Zaplaceno. Děkujeme.')
  expect(await bookedPayments(sql, payerId)).toBe(1)
})

test('a mistyped e-mail is named, kept and focused', async ({ page, newCitizen }) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  await reviewEverything(page)
  await page.getByLabel('E-mail pro potvrzení').fill('jana(zavináč)posta')
  await payByCardButton(page).click()
  const alert = page.getByRole('main').getByRole('alert')
  await expect(alert).toBeFocused()
  await expect(alert.getByRole('link')).toContainText('Zkontrolujte prosím e-mail.')
  await expect(page.getByLabel('E-mail pro potvrzení')).toHaveValue('jana(zavináč)posta')
})
