import { expect, test } from '@playwright/test'
import postgres, { type Sql } from 'postgres'
import { addDays, type IsoDate, isoDate, pragueDate, yearOf } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import { spoken } from '#lib/i18n/machine-readable'
import { accountToIban, parseAccount } from '#lib/identifiers/bank-account'
import { gpcFile } from '#tests/bank/gpc-file'
import { expectAccessible } from '#tests/e2e/accessibility'
import { startOwnDemo } from '#tests/e2e/own-demo'
import { portalCommand } from '#tests/e2e/portal-command'
import { qrInPicture } from '#tests/e2e/qr'
import { chooseIdentity, logIn } from '#tests/e2e/steps'

const cityAccount = '1265098001/0800'

/** The last month that is over in Prague, and its days as the bank writes them. */
function monthJustOver() {
  const today = pragueDate(new Date())
  const last = addDays(today, -Number(today.slice(8)))
  const first = `${last.slice(0, 8)}01`
  const ofBank = (day: string) => `${day.slice(8)}${day.slice(5, 7)}${day.slice(2, 4)}`
  return {
    month: last.slice(0, 7),
    firstDay: ofBank(first),
    credited: isoDate(`${last.slice(0, 8)}10`),
    ofBank,
    last,
    today,
  }
}

/** The city changes its bank for one that gives statements as files, before the month began. */
async function moveToFileBank(sql: Sql, before: IsoDate): Promise<void> {
  const account = parseAccount(cityAccount)
  if (!account.ok) throw new Error('The account is none.')
  const first = `${yearOf(before) - 1}-01-01`
  await sql`update fee_bank_account set valid_to = ${first}::date - 1`
  await sql`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
    select code, ${cityAccount}, ${accountToIban(account.value)}, ${first} from fee_kind`
}

/** What the database takes for today: numbers given so many days ago, for a batch is confirmed when its day is over. */
const setToday = (sql: Sql, daysAgo: number) =>
  sql.unsafe(`create or replace function prague_today() returns date language sql stable as
    $$ select (now() at time zone 'Europe/Prague')::date - ${daysAgo} $$`)

test('a transfer by the printed QR, in an uploaded statement, is on its assessment and the month closes', async ({
  browser,
}) => {
  test.setTimeout(300_000)
  const { month, firstDay, credited, ofBank, last, today } = monthJustOver()
  const demo = await startOwnDemo()
  const sql = postgres(demo.ownerUrl, { max: 1, onnotice: () => {} })
  try {
    await moveToFileBank(sql, today)
    // The worker numbers too, at a moment of its own.
    await setToday(sql, 1)
    const citizen = await (await browser.newContext({ baseURL: demo.url, locale: 'cs-CZ' })).newPage()
    await logIn(citizen, 'Petr Svoboda')
    await citizen.getByRole('link', { name: 'Převodem nebo QR kódem' }).click()
    const code = await qrInPicture(
      browser,
      await citizen.getByRole('img', { name: /^QR kód pro platbu/ }).screenshot(),
    )
    const printed = new Map((code ?? '').split('*').map((part) => part.split(':') as [string, string]))
    const account = parseAccount(cityAccount)
    expect(printed.get('ACC')).toBe(account.ok ? accountToIban(account.value) : '')
    expect(printed.get('AM')).toBe('900.00')

    const office = await (await browser.newContext({ baseURL: demo.url, locale: 'cs-CZ' })).newPage()
    await office.goto('/urad/vstup')
    await chooseIdentity(office, 'Alena Říhová')
    await office.getByRole('link', { name: 'Výpisy' }).first().click()
    const statement = gpcFile([
      {
        account: cityAccount.replace(/\D/g, '').slice(0, -4).padStart(16, '0'),
        number: '10',
        oldDate: firstDay,
        date: ofBank(last),
        openingHal: 1_234_500,
        movements: [
          {
            amountHal: 90_000,
            vs: printed.get('X-VS') ?? '',
            ss: printed.get('X-SS') ?? '',
            ks: printed.get('X-KS') ?? '',
            counter: '2000145399',
            counterBank: '0300',
            name: 'SVOBODA PETR',
            document: '4711',
            date: ofBank(credited),
            valueDate: ofBank(credited),
          },
        ],
      },
    ])
    await office.getByLabel('Soubor s výpisem').setInputFiles({
      name: 'vypis.gpc',
      mimeType: 'text/plain',
      buffer: statement,
    })
    await office.getByRole('button', { name: 'Načíst výpis' }).click()
    await expect(office.getByRole('status').filter({ hasText: 'Výpis je zadržený' })).toBeVisible()
    // The first statement of the new account: somebody else confirms its opening balance.
    const second = await (await browser.newContext({ baseURL: demo.url, locale: 'cs-CZ' })).newPage()
    await second.goto('/urad/vstup')
    await chooseIdentity(second, 'Pavel Urban')
    await second.goto('/urad/vypisy')
    await expect(second.getByRole('main')).toContainText('druhý úředník musí potvrdit počáteční stav')
    await second.getByLabel('Jak je to ověřené').fill('souhlasí s internetovým bankovnictvím')
    await second.getByRole('button', { name: /^Propustit, začíná stavem 12\s?345/ }).click()
    await expect(second.getByRole('link', { name: '10', exact: true })).toBeVisible()
    await second.context().close()

    await citizen.goto('/prehled')
    await expect(citizen.getByRole('heading', { level: 1 })).toHaveText('Máte vše zaplaceno.')
    await citizen
      .getByRole('link', { name: /Komunální odpad/ })
      .first()
      .click()
    await expect(citizen.getByRole('main')).toContainText(/Došlo 900\s*Kč převodem/)
    await expect(citizen.getByRole('main')).toContainText(formatDate(credited))

    await portalCommand({ PORTAL_DATA_DIR: demo.folder }, 'documents', 'list')
    await setToday(sql, 0)
    await office.getByRole('link', { name: 'Uzávěrky' }).first().click()
    const confirm = office.getByRole('button', { name: `Potvrdit ${formatDate(addDays(today, -1))}` })
    await confirm.click()
    await expect(confirm).toHaveCount(0)
    await expect(office).toHaveURL('/urad/uzaverky')
    await office.goto(`/urad/uzaverky/${month}`)
    await expect(office.getByRole('main')).toContainText('Nic nechybí, měsíc jde uzavřít.')
    await office.getByRole('button', { name: /^Uzavřít / }).click()
    await expect(office).toHaveURL('/urad/uzaverky')
    await expect(office.getByRole('row').last()).toContainText('uzavřený')
    // Whoever closed it is still logged in, and nothing was carried over.
    await office.reload()
    await office.goto(`/urad/uzaverky/${month}`)
    await expect(office.getByRole('main')).not.toContainText('Přeneseno')
    await expect(office.getByRole('main')).toContainText(spoken(formatKc(1_324_500n)))
    await expectAccessible(office)
    await office.getByLabel('Důvod otevření').fill('Chybí doklad.')
    await office.getByRole('button', { name: /^Znovu otevřít / }).click()
    await expect(office.getByRole('alert').filter({ hasText: 'Měsíc otevírá jiný úředník' })).toBeVisible()
    expect(await portalCommand({ PORTAL_DATA_DIR: demo.folder }, 'ledger', 'verify')).toMatchObject({
      code: 0,
    })
  } finally {
    await sql.end()
    await demo.stop()
  }
})
