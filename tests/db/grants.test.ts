import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrateDatabase } from '#db/migrate'
import { jobNames } from '#lib/queue/jobs'
import { type TestDatabase, testDatabase } from '#tests/db/database'

let db: TestDatabase
let application: Sql
beforeAll(async () => {
  db = await testDatabase()
  application = postgres(db.applicationUrl, { max: 1, onnotice: () => {} })
})
afterAll(async () => {
  await application.end()
  await db.close()
})

const refused = { code: '42501' }

test.each([
  ['a stop', `update payer set allocation_stopped = true`],
  ['who a payer is in the agenda', `update payer set external_id = 'x'`],
  ['whose a claim is', `update assessment set payer_id = gen_random_uuid()`],
  ['the kind of a claim', `update assessment set fee_kind_code = 'pes'`],
  ['roles of a login', `update login_session set roles = '{administrator}'`],
  ['whose a login is', `update login_session set identity_id = gen_random_uuid()`],
  [
    'how long a login lasts at most',
    `update login_session set absolute_expires_at = now() + interval '1 year'`,
  ],
  ['who an identity is', `update identity set subject = 'x'`],
  ['a pairing', `update identity_payer set payer_id = gen_random_uuid()`],
  [
    'a setting of the city',
    `insert into city_setting (key, value, valid_from) values ('phone', '"1"', now())`,
  ],
  ['a setting that is there', `update city_setting set value = '{}'`],
  ['a rate', `update fee_rate set amount_hal = 1`],
  ['an account of the city', `update fee_bank_account set iban = 'x'`],
  ['the mode of a fee', `update fee_kind set posting = 'mirror'`],
  ['the recipient of a mail', `update outgoing_mail set recipient = 'x'`],
  ['the account of a refund', `update refund set bank_account = 'x'`],
  ['the amount of an attempt', `update payment_attempt set amount_hal = 1`],
  ['the amount of an order', `update payment_order set amount_hal = 1`],
  [
    'when an entry of the audit was written',
    `insert into audit_entry (actor_kind, actor_id, action, subject_kind,
     subject_id, at) values ('job', 'x', 'x.x', 'x', 'x', '2020-01-01')`,
  ],
  [
    'by which transaction',
    `insert into audit_entry (actor_kind, actor_id, action, subject_kind, subject_id,
     transaction_id) values ('job', 'x', 'x.x', 'x', 'x', '1')`,
  ],
  ['a claim, away', `delete from assessment`],
  ['a role', `insert into role_permission values ('viewer', 'refunds.approve')`],
])('the application may not write: %s', async (_what, statement) => {
  await expect(application.unsafe(statement)).rejects.toMatchObject(refused)
})

test('an older portal’s wider rights end with the next start', async () => {
  await db.owner.unsafe('grant update, delete on payer, city_setting to portal_application')
  await migrateDatabase(db.ownerUrl, db.applicationUrl, jobNames)
  await expect(application`update payer set allocation_stopped = true`).rejects.toMatchObject(refused)
  await expect(application`delete from city_setting`).rejects.toMatchObject(refused)
})

const audited = async (action: string) =>
  db.owner`select actor_kind, actor_id, subject_id, details from audit_entry where action = ${action} order by id`

test('a setting of the city changes through its function, with validity and an audit row', async () => {
  const set = (value: string, day: string, by = 'i1') =>
    application`select set_city_setting('officer', ${by}, 'testPhone', ${application.json(value)}, ${day})`
  await set('1', '2026-01-01')
  await set('3', '2026-06-01')
  await set('2', '2026-03-01')
  await set('2b', '2026-03-01')
  const rows = await db.owner`select value, valid_from::text, valid_to::text from city_setting
    where key = 'testPhone' order by valid_from`
  expect(rows.map((row) => [row.value, row.valid_from, row.valid_to])).toEqual([
    ['1', '2026-01-01', '2026-02-28'],
    ['2b', '2026-03-01', '2026-05-31'],
    ['3', '2026-06-01', null],
  ])
  expect(await audited('city_setting.set')).toHaveLength(4)
  await expect(set('4', '2026-07-01', ' ')).rejects.toMatchObject({ code: '23000' })
})

test('a payer is stopped through its function, once and with an audit row', async () => {
  const [payer] = await db.owner`insert into payer (external_id, kind, given_name, family_name)
    values ('stop-1', 'person', 'Zkušební', 'Osoba') returning id`
  const stop = (isStopped: boolean, reference = 'MMOP 1/2026') =>
    application`select set_allocation_stop('officer', 'i1', ${payer?.id}, ${isStopped}, ${reference}) as done`
  expect((await stop(true))[0]?.done).toBe(true)
  expect((await stop(true))[0]?.done).toBe(false)
  expect((await stop(false))[0]?.done).toBe(true)
  await expect(stop(true, '')).rejects.toMatchObject({ code: '23000' })
  expect(await audited('payer.stop')).toMatchObject([{ actor_id: 'i1', subject_id: payer?.id }])
  expect(await audited('payer.release')).toHaveLength(1)
})

test('whoever opens a login with roles leaves them in the audit', async () => {
  const [person] = await application`insert into identity (realm, issuer, subject)
    values ('office', 'https://id.example', 'clerk') returning id`
  await application`insert into login_session (token_hash, realm, identity_id, roles, idle_expires_at, absolute_expires_at)
    values ('h', 'office', ${person?.id}, '{clerk}', now() + interval '1 hour', now() + interval '1 hour')`
  expect(await audited('session.roles')).toMatchObject([
    { subject_id: person?.id, details: { roles: ['clerk'] } },
  ])
})
