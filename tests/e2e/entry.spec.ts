import { encode } from 'next-auth/jwt'
import { type Realm, sessionCookie } from '#lib/auth/realms'
import { hashToken, randomToken } from '#lib/core/ids'
import { expect, test } from '#tests/e2e/portal-test'
import { chooseIdentity, logIn } from '#tests/e2e/steps'

const issuer = () => process.env.CITIZEN_OIDC_ISSUER ?? ''

test('the tile of the city portal leads straight to the provider, and then silently', async ({
  page,
  context,
  newCitizen,
}) => {
  const { fullName } = await newCitizen([{}])
  const visited: string[] = []
  page.on('framenavigated', (frame) => visited.push(frame.url()))
  await page.goto('/vstup?cil=prehled')
  expect(visited.every((address) => address.startsWith(issuer()) || address === 'about:blank')).toBe(true)
  await chooseIdentity(page, fullName)
  await expect(page).toHaveURL('/prehled')

  // Logged in at the provider but no more here: no page on the way.
  await context.clearCookies({ name: sessionCookie('citizen') })
  await page.goto('/vstup?cil=platby')
  await expect(page).toHaveURL('/platby')
})

const targets = [
  ['prehled', '/prehled'],
  ['platby', '/platby'],
  ['ucet', '/ucet'],
  ['', '/prehled'],
  ['neznamy', '/prehled'],
  ['urad', '/prehled'],
  ['//evil.example', '/prehled'],
  ['https://evil.example', '/prehled'],
  ['/\\evil.example', '/prehled'],
  ['javascript:alert(1)', '/prehled'],
  ['__proto__', '/prehled'],
] as const

test('a login lands only at places of ours', async ({ page, context, newCitizen }) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  for (const [target, landing] of targets) {
    await page.goto(`/vstup?cil=${encodeURIComponent(target)}`)
    await expect(page, `logged in, to „${target}“`).toHaveURL(landing)
    await context.clearCookies({ name: sessionCookie('citizen') })
    await page.goto(`/vstup?cil=${encodeURIComponent(target)}`)
    await expect(page, `through the login, to „${target}“`).toHaveURL(landing)
  }
})

test('refusing at the provider comes back with a sentence, and another try lands on the page asked for', async ({
  page,
  newCitizen,
}) => {
  const { fullName } = await newCitizen([{}])
  await page.goto('/ucet/prirazeni')
  await page.getByRole('main').getByRole('button', { name: 'Přihlásit se' }).click()
  await page.getByRole('button', { name: 'Nepřihlašovat se' }).click()
  await expect(page.getByRole('main')).toContainText('Přihlášení se nepodařilo')
  await page.getByRole('main').getByRole('button', { name: 'Přihlásit se' }).click()
  await chooseIdentity(page, fullName)
  // Whoever is paired has nothing to do there; the page itself says where to.
  await expect(page).toHaveURL(/\/(ucet\/prirazeni|prehled)$/)
})

test('a page asked for before the login is where one lands, with a second tab beside', async ({
  page,
  context,
  newCitizen,
}) => {
  const { fullName } = await newCitizen([{}])
  await page.goto('/ucet?odkud=dopis')
  await page.getByRole('main').getByRole('button', { name: 'Přihlásit se' }).click()
  const second = await context.newPage()
  await second.goto('/vstup?cil=platby')
  await chooseIdentity(page, fullName)
  await expect(page).toHaveURL('/ucet?odkud=dopis')
  await chooseIdentity(second, fullName)
  await expect(second).toHaveURL('/platby')
})

test('the cookies of a login are closed to scripts, other hosts and other sites', async ({
  page,
  context,
  newCitizen,
}) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  const portal = (await context.cookies()).filter(({ name }) => !name.startsWith('sandbox_'))
  expect(portal.map(({ name }) => name)).toContain('__Host-citizen-session')
  for (const cookie of portal) {
    expect(cookie, cookie.name).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' })
    expect(cookie.name).toMatch(/^__Host-/)
  }
})

test('a login of one realm opens nothing of the other, not even under its name', async ({
  page,
  context,
  baseURL,
  newCitizen,
  sql,
}) => {
  const { fullName, familyName } = await newCitizen([{}])
  await logIn(page, fullName)
  const [citizen] = await sql<{ id: string }[]>`select id from identity where family_name = ${familyName}`

  async function cookieOf(realm: Realm, signedAs: Realm): Promise<string> {
    const token = randomToken(32)
    await sql`insert into login_session
      (token_hash, realm, identity_id, roles, idle_expires_at, absolute_expires_at)
      values (${hashToken(token)}, ${realm}, ${citizen?.id ?? ''}, '{administrator}',
              now() + interval '20 minutes', now() + interval '1 hour')`
    const secret = process.env[`${signedAs.toUpperCase()}_SESSION_SECRET`] ?? ''
    return encode({ token: { session: token }, secret })
  }

  async function opens(name: Realm, value: string, path: string): Promise<boolean> {
    await context.clearCookies()
    await context.addCookies([
      {
        name: sessionCookie(name),
        value,
        url: baseURL?.replace('http:', 'https:') ?? '',
        secure: true,
        httpOnly: true,
        sameSite: 'Lax',
      },
    ])
    const answer = await page.request.get(path, { maxRedirects: 0 })
    return answer.status() === 200
  }

  expect(await opens('citizen', await cookieOf('citizen', 'citizen'), '/prehled'), 'its own').toBe(true)
  for (const [realm, signedAs] of [
    ['office', 'office'],
    ['office', 'citizen'],
    ['citizen', 'office'],
  ] as const) {
    expect(await opens('citizen', await cookieOf(realm, signedAs), '/prehled'), `${realm} ${signedAs}`).toBe(
      false,
    )
  }
  for (const [realm, signedAs] of [
    ['citizen', 'citizen'],
    ['citizen', 'office'],
    ['office', 'citizen'],
  ] as const) {
    expect(await opens('office', await cookieOf(realm, signedAs), '/urad'), `${realm} ${signedAs}`).toBe(
      false,
    )
  }
})

test('logging out ends the login here and at the provider', async ({ page, context, newCitizen }) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  const before = await context.cookies()
  // The provider is told whom, so it asks nothing.
  await page.getByRole('button', { name: 'Odhlásit se' }).click()
  await expect(page).toHaveURL('/odhlaseno')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Odhlášení proběhlo')

  // A copy of the old cookie is worth nothing.
  await context.addCookies(before.filter(({ name }) => name === sessionCookie('citizen')))
  await page.goto('/prehled')
  await expect(page).toHaveURL(/\/prihlaseni\?/)
  // And the provider asks again.
  await page.goto('/vstup?cil=prehled')
  await expect(page.getByRole('button', { name: fullName })).toBeVisible()
})

test('a form of another site cannot log anybody out', async ({ page, newCitizen }) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  const answer = await page.request.post('/odhlaseni', {
    headers: { origin: 'https://evil.example' },
    form: { realm: 'citizen' },
    maxRedirects: 0,
  })
  expect(answer.status()).toBe(403)
  await page.reload()
  await expect(page).toHaveURL('/prehled')
})

test('logging out at the provider ends the login here at once', async ({ page, context, newCitizen }) => {
  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  const elsewhere = await context.newPage()
  await elsewhere.goto(`${issuer()}/session/end`)
  await elsewhere.getByRole('button', { name: 'Odhlásit se všude' }).click()
  await expect(elsewhere.getByRole('heading', { name: 'Odhlášení proběhlo' })).toBeVisible()
  await page.reload()
  await expect(page).toHaveURL(/\/prihlaseni\?/)
})

test('two minutes before its end a login says so, and can be prolonged', async ({
  page,
  newCitizen,
  sql,
}) => {
  const { fullName, familyName } = await newCitizen([{}])
  await logIn(page, fullName)
  await sql`update login_session s set idle_expires_at = now() + interval '126 seconds' from identity i
             where i.id = s.identity_id and i.family_name = ${familyName}`
  await page.reload()
  const warning = page.getByRole('alertdialog', {
    name: 'Za 2 minuty vás z bezpečnostních důvodů odhlásíme.',
  })
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(warning).toBeVisible({ timeout: 15_000 })
  await warning.getByRole('button', { name: 'Zůstat v portálu' }).click()
  await expect(warning).toBeHidden()
  const [session] = await sql`
    select s.idle_expires_at > now() + interval '19 minutes' as prolonged
      from login_session s join identity i on i.id = s.identity_id where i.family_name = ${familyName}`
  expect(session?.prolonged).toBe(true)
})

test('a login that ended says so and comes back to where one was', async ({ page, newCitizen, sql }) => {
  const { fullName, familyName } = await newCitizen([{}])
  await logIn(page, fullName)
  await sql`update login_session s set idle_expires_at = now() + interval '2 seconds' from identity i
             where i.id = s.identity_id and i.family_name = ${familyName}`
  await page.goto('/platby')
  await expect(page).toHaveURL(/\/prihlaseni/, { timeout: 15_000 })
  await expect(page.getByRole('main')).toContainText('Přihlášení mezitím skončilo')
  await page.getByRole('main').getByRole('button', { name: 'Přihlásit se' }).click()
  await expect(page).toHaveURL('/platby')
})
