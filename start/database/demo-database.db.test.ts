import { randomBytes } from 'node:crypto'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { prepareDatabase } from '#start/database/database'
import { admitDemo, markDemo } from '#start/database/demo-database'
import { type DatabaseUrls, roleFault } from '#start/database/roles'

let superuser: Sql
let urls: DatabaseUrls
let superuserUrl: string
const made: string[] = []
beforeAll(() => {
  superuser = postgres(inject('superuserUrl'), { max: 1, onnotice: () => {} })
})
beforeEach(async () => {
  const name = `test_${randomBytes(6).toString('hex')}`
  made.push(name)
  await superuser.unsafe(`create database ${name} owner portal_owner`)
  const within = (url: string) => url.replace(/\/\w+$/, `/${name}`)
  urls = { applicationUrl: within(inject('applicationUrl')), ownerUrl: within(inject('ownerUrl')) }
  superuserUrl = within(inject('superuserUrl'))
})
afterAll(async () => {
  for (const name of made) await superuser.unsafe(`drop database ${name} with (force)`)
  await superuser.end({ timeout: 1 })
})

async function asOwner(run: (sql: Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(urls.ownerUrl, { max: 1, onnotice: () => {} })
  await run(sql)
  await sql.end({ timeout: 1 })
}
const silent = () => {}

test('an empty database is let in, and one marked by the demonstration again', async () => {
  await admitDemo(urls, silent)
  await prepareDatabase(urls)
  await asOwner(markDemo)
  await asOwner(markDemo)
  await admitDemo(urls, silent)
})

test.each([
  ['another application', (sql: Sql) => sql`create table secret (id integer)`],
  ['a portal that is being prepared', () => prepareDatabase(urls)],
])('a database of %s is refused without its password', async (_what, fill) => {
  await asOwner(fill)
  const refusal = await admitDemo(urls, silent).catch((error: Error) => error.message)
  expect(refusal).toMatch(/^The database 127\.0\.0\.1:\d+\/test_\w+ holds data that are not/)
  expect(refusal).not.toContain(new URL(urls.ownerUrl).password)
})

test('roles that play their parts have no fault, before the migrations and after', async () => {
  expect(await roleFault(urls)).toBeNull()
  await prepareDatabase(urls)
  expect(await roleFault(urls)).toBeNull()
})

test('one role for both works for the demonstration, with a sentence', async () => {
  const said: string[] = []
  await admitDemo({ applicationUrl: urls.ownerUrl, ownerUrl: urls.ownerUrl }, (line) => said.push(line))
  expect(said).toEqual([
    'DATABASE_URL and DATABASE_OWNER_URL name the same role portal_owner; the application needs a role of its own that owns nothing. Until then the guards of rights do not hold.',
  ])
})

test.each([
  ['swapped', () => ({ applicationUrl: urls.ownerUrl, ownerUrl: urls.applicationUrl }), 'seem to be swapped'],
  [
    'no owner',
    () => ({ applicationUrl: urls.applicationUrl, ownerUrl: urls.applicationUrl }),
    'may not create tables',
  ],
  ['two databases', () => ({ ...urls, ownerUrl: inject('ownerUrl') }), 'must name the same one'],
])('%s is refused', async (_what, wrong, said) => {
  expect(await roleFault(wrong())).toMatchObject({
    isWorking: false,
    sentence: expect.stringContaining(said),
  })
})

test('a superuser is not a role of the application', async () => {
  const fault = await roleFault({ ...urls, applicationUrl: superuserUrl })
  expect(fault?.sentence).toContain('postgres of DATABASE_URL is a superuser')
})
