import { randomInt } from 'node:crypto'
import { makeJob } from '#lib/actor/actor'
import { importTransfers } from '#lib/settlement/import.commands'
import { expectAccessible } from '#tests/e2e/accessibility'
import { today } from '#tests/e2e/fees'
import { expect, test } from '#tests/e2e/portal-test'
import { chooseIdentity } from '#tests/e2e/steps'

test('an accountant closes a difference that cannot be mended, with a reason', async ({
  page,
  javaScriptEnabled,
}) => {
  const reference = String(randomInt(1_000_000_000, 2_000_000_000))
  const row = { kind: 'payment', gatewayPaymentId: null, reference, grossHal: 144_000n, feeHal: 0n } as const
  const rest = { netHal: 144_000n, feeAgrees: true, orderedOn: null }
  const transfer = { key: reference, transferredOn: today(), variableSymbol: null, amountHal: 144_000n }
  await importTransfers(makeJob('test'), 'comgate', [{ ...transfer, rows: [{ ...row, ...rest }] }], null)

  await page.goto('/urad/vstup')
  await chooseIdentity(page, 'Alena Říhová')
  await expect(page).toHaveURL('/urad')
  await page.goto('/urad/rozdily')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rozdíly ve vyúčtování')
  const found = page.getByRole('row').filter({ hasText: reference })
  await expect(found).toContainText('Řádek vyúčtování nepatří k žádné platbě ani vratce')
  await expect(found).toContainText('1440 Kč')
  if (javaScriptEnabled) await expectAccessible(page)

  await found.getByRole('link', { name: `Uzavřít rozdíl ${reference}` }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Uzavřít rozdíl')
  if (javaScriptEnabled) await expectAccessible(page)
  await page.getByRole('button', { name: 'Uzavřít rozdíl na 1440 Kč' }).click()
  await expect(page.getByText('Napište důvod.').first()).toBeVisible()
  await page.getByLabel('Důvod').fill('Platba jiného úřadu, brána ji převzala zpět.')
  await page.getByRole('button', { name: 'Uzavřít rozdíl na 1440 Kč' }).click()
  await expect(page.getByText(/^(Rozdíl je uzavřený|Tento rozdíl není otevřený)\.$/)).toBeVisible()
  await page.getByRole('link', { name: 'Zpět na rozdíly' }).click()
  await expect(page).toHaveURL('/urad/rozdily')
  await expect(page.getByRole('main')).not.toContainText(reference)
})
