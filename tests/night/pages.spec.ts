import { spawnSync } from 'node:child_process'
import { expect, type Page } from '@playwright/test'
import { test } from '#tests/e2e/portal-test'
import { chooseIdentity, logIn, reviewEverything } from '#tests/e2e/steps'
import { alfaFaults, hasJava, installEngines, markupFaults } from './engines.ts'

test.use({ allowedComplaints: [/status of 404/] })
test.beforeAll(installEngines)

async function lookAt(page: Page, path: string): Promise<void> {
  const answer = await page.goto(path)
  await page.waitForLoadState()
  expect.soft(await alfaFaults(page), `Alfa on ${path}`).toEqual([])
  if (hasJava()) expect.soft(markupFaults((await answer?.text()) ?? ''), `Nu on ${path}`).toEqual([])
}

test('the Nu HTML checker has its Java', () => {
  test.skip(!hasJava(), 'Java is not installed: the markup was not checked.')
})

test('the pages of everybody', async ({ page }) => {
  for (const path of [
    '/',
    '/dopis',
    '/prihlaseni',
    '/overit',
    '/pristupnost',
    '/osobni-udaje',
    '/tohle-tu-neni',
  ]) {
    await lookAt(page, path)
  }
})

test('the pages of a citizen', async ({ page }) => {
  await logIn(page, 'Lucie Horáková')
  const claim = await page
    .getByRole('link', { name: /^Podrobnosti: / })
    .first()
    .getAttribute('href')
  const transfer = await page.getByRole('link', { name: 'Převodem nebo QR kódem' }).getAttribute('href')
  await reviewEverything(page)
  const review = new URL(page.url())
  for (const path of [
    '/prehled',
    '/prehled?vyber=1&nic=1',
    `${review.pathname}${review.search}`,
    claim,
    transfer,
  ]) {
    await lookAt(page, path ?? '/prehled')
  }
  for (const path of ['/platby', '/ucet', '/ucet/prirazeni']) await lookAt(page, path)
})

test('the pages of the office', async ({ page }) => {
  await page.goto('/urad/vstup')
  await chooseIdentity(page, 'Alena Říhová')
  await expect(page).toHaveURL('/urad')
  for (const place of ['', '/platby', '/vypisy', '/rozdily', '/uzaverky']) await lookAt(page, `/urad${place}`)
  const month = await page.getByRole('main').getByRole('link').first().getAttribute('href')
  await lookAt(page, month ?? '/urad/uzaverky')
})

test('a Czech voice reads the amount of the first sentence whole', async ({ page }) => {
  const speak = (text: string) => spawnSync('espeak-ng', ['-v', 'cs', '-x', '-q', text], { encoding: 'utf8' })
  test.skip(Boolean(speak('').error), 'eSpeak NG is not installed: the voice was not heard.')
  await logIn(page, 'Lucie Horáková')
  const sentence = await page.getByRole('heading', { level: 1 }).textContent()
  expect(speak(sentence ?? '').stdout.replaceAll("'", '')).toContain('cisi:ts tSt,iR^ista osumd,esa:t')
})
