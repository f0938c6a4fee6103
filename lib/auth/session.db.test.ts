import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeCitizen, makeOfficer } from '#lib/actor/actor'
import { instantAt, setClock } from '#lib/core/clock'
import { type Environment, setEnvironment } from '#lib/core/env'
import { hashToken } from '#lib/core/ids'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newPayer } from '#tests/db/facts'
import { identityClaims } from './claims.ts'
import type { Realm } from './realms.ts'
import { closeSession, openSession, revokeByProvider, touchSession } from './session.commands.ts'
import { findSession, type LiveSession } from './session.queries.ts'

const issuer = 'http://localhost/id'
const minuteMs = 60_000
let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  setEnvironment({ CITIZEN_SESSION_SECRET: 'one', OFFICE_SESSION_SECRET: 'two' } as Environment)
})
afterEach(() => setClock(null))
afterAll(async () => {
  setEnvironment(null)
  await db.close()
})

const moveOn = (minutes: number) => setClock(() => instantAt(Date.now() + minutes * minuteMs))
const open = (realm: Realm, facts: object = {}, at = issuer, idToken = 'id-token') =>
  openSession(realm, {
    issuer: at,
    claims: identityClaims.parse({ sub: randomUUID(), ...facts }),
    idToken,
    unavailable: null,
  })

async function live(realm: Realm, token: string) {
  const session = await findSession(realm, token)
  if (!session) throw new Error('no session')
  return session
}

function actorOf(realm: Realm, session: LiveSession) {
  const { identityId, sessionId, payerId, givenName, familyName, email } = session
  return realm === 'citizen'
    ? makeCitizen({ identityId, sessionId, payerId, givenName, familyName, email })
    : makeOfficer({ identityId, sessionId, name: '', roles: [], permissions: new Set() })
}

test('a login is found by its token, and only its hash is kept', async () => {
  const token = await open('citizen', {
    given_name: 'Jana',
    family_name: 'Zkušební',
    birthdate: '1980-02-03',
  })
  expect(await findSession('citizen', token)).toMatchObject({
    givenName: 'Jana',
    birthDate: '1980-02-03',
    payerId: null,
  })
  const [row] = await db.owner<{ all: string }[]>`select row_to_json(s)::text as all from login_session s
    where token_hash = ${hashToken(token)}`
  expect(row?.all).not.toContain(token)
  expect(await findSession('citizen', hashToken(token))).toBeNull()
  expect(await findSession('citizen', '')).toBeNull()
})

test('logging in five times at once makes one person and five logins', async () => {
  const sub = randomUUID()
  const tokens = await Promise.all(Array.from({ length: 5 }, () => open('citizen', { sub })))
  const found = await Promise.all(tokens.map((token) => live('citizen', token)))
  expect(new Set(found.map((session) => session.identityId)).size).toBe(1)
  expect(new Set(found.map((session) => session.sessionId)).size).toBe(5)
})

test.each([
  ['citizen', 'office'],
  ['office', 'citizen'],
] as const)('a token of %s opens nothing in %s', async (realm, other) => {
  const token = await open(realm)
  expect(await findSession(realm, token)).not.toBeNull()
  expect(await findSession(other, token)).toBeNull()
})

describe.each([
  ['citizen', 20, 4 * 60],
  ['office', 30, 10 * 60],
] as const)('a login of %s', (realm, idleMinutes, absoluteMinutes) => {
  test(`ends after ${idleMinutes} idle minutes, and touching does not wake it`, async () => {
    const token = await open(realm)
    const { sessionId } = await live(realm, token)
    moveOn(idleMinutes - 1)
    expect(await findSession(realm, token)).not.toBeNull()
    moveOn(idleMinutes)
    expect(await findSession(realm, token)).toBeNull()
    await touchSession(sessionId, realm)
    expect(await findSession(realm, token)).toBeNull()
  })

  test(`is moved on by use, and ends after ${absoluteMinutes} minutes all the same`, async () => {
    const token = await open(realm)
    const { sessionId } = await live(realm, token)
    for (let minutes = 15; minutes < absoluteMinutes; minutes += 15) {
      moveOn(minutes)
      expect(await findSession(realm, token)).not.toBeNull()
      await touchSession(sessionId, realm)
    }
    moveOn(absoluteMinutes)
    expect(await findSession(realm, token)).toBeNull()
  })

  test('ends at once when logged out, alone, and is told once however often it is asked', async () => {
    const sub = randomUUID()
    const [first, second] = [await open(realm, { sub }), await open(realm, { sub })]
    const session = await live(realm, first)
    await Promise.all(Array.from({ length: 5 }, () => closeSession(actorOf(realm, session))))
    await touchSession((await live(realm, second)).sessionId, realm)
    expect(await findSession(realm, first)).toBeNull()
    expect(await findSession(realm, second)).not.toBeNull()
    const audits = await db.owner`select actor_kind, actor_id, subject_id, details from audit_entry
      where action = 'session.close' and subject_id = ${session.identityId}`
    expect(audits).toEqual([
      {
        actor_kind: realm === 'citizen' ? 'citizen' : 'officer',
        actor_id: session.identityId,
        subject_id: session.identityId,
        details: { realm, session: session.sessionId },
      },
    ])
  })

  test('goes on when its end cannot be told', async () => {
    const token = await open(realm)
    const session = await live(realm, token)
    await db.owner.unsafe('alter table audit_entry rename to audit_entry_away')
    try {
      await expect(closeSession(actorOf(realm, session))).rejects.toThrow()
    } finally {
      await db.owner.unsafe('alter table audit_entry_away rename to audit_entry')
    }
    expect(await findSession(realm, token)).not.toBeNull()
  })
})

describe('the provider ends', () => {
  const message = (facts: { sid?: string; sub?: string }) => ({
    issuer,
    tokenId: randomUUID(),
    sid: facts.sid ?? null,
    subject: facts.sub ?? null,
  })

  test('one login by its session id', async () => {
    const sub = randomUUID()
    const [ended, kept] = [
      await open('citizen', { sub, sid: `${sub}-1` }),
      await open('citizen', { sub, sid: `${sub}-2` }),
    ]
    expect(await revokeByProvider('citizen', message({ sid: `${sub}-1`, sub }))).toBe(1)
    expect(await findSession('citizen', ended)).toBeNull()
    expect(await findSession('citizen', kept)).not.toBeNull()
  })

  test('all logins of a subject, of this realm and issuer only', async () => {
    const sub = randomUUID()
    const tokens = [await open('citizen', { sub }), await open('citizen', { sub })]
    const office = await open('office', { sub })
    const elsewhere = await open('citizen', { sub }, 'http://localhost/other')
    expect(await revokeByProvider('citizen', message({ sub }))).toBe(2)
    for (const token of tokens) expect(await findSession('citizen', token)).toBeNull()
    expect(await findSession('office', office)).not.toBeNull()
    expect(await findSession('citizen', elsewhere)).not.toBeNull()
  })

  test('a login that never had a session id, by its subject', async () => {
    const sub = randomUUID()
    const token = await open('citizen', { sub })
    expect(await revokeByProvider('citizen', message({ sid: randomUUID(), sub }))).toBe(1)
    expect(await findSession('citizen', token)).toBeNull()
  })

  test("nobody's session by a message about another subject", async () => {
    const [sub, sid] = [randomUUID(), randomUUID()]
    const token = await open('citizen', { sub, sid })
    expect(await revokeByProvider('citizen', message({ sid, sub: randomUUID() }))).toBe(0)
    expect(await findSession('citizen', token)).not.toBeNull()
  })

  test('nothing by a message already used, not even five at once', async () => {
    const sub = randomUUID()
    const once = message({ sub })
    await open('citizen', { sub })
    const ended = await Promise.all(Array.from({ length: 5 }, () => revokeByProvider('citizen', once)))
    expect(ended.filter((count) => count === 1)).toHaveLength(1)
    expect(ended.filter((count) => count === null)).toHaveLength(4)
    const later = await open('citizen', { sub })
    expect(await revokeByProvider('citizen', once)).toBeNull()
    expect(await findSession('citizen', later)).not.toBeNull()
  })
})

describe('the token by which the provider knows whom to log out', () => {
  const kept = () => db.owner`select sealed from logout_hint`

  test('is sealed, comes back once at logout and is forgotten', async () => {
    const session = await live('citizen', await open('citizen', {}, issuer, 'header.payload.signature'))
    expect(JSON.stringify(await kept())).not.toContain('header.payload')
    expect(await closeSession(actorOf('citizen', session))).toBe('header.payload.signature')
    expect(await closeSession(actorOf('citizen', session))).toBeNull()
    expect(await db.owner`select 1 from logout_hint where session_id = ${session.sessionId}`).toEqual([])
  })

  test('is forgotten too when the provider ends the login, or it ended by itself', async () => {
    const sub = randomUUID()
    await open('citizen', { sub })
    const { sessionId } = await live('citizen', await open('citizen'))
    await revokeByProvider('citizen', { issuer, tokenId: randomUUID(), sid: null, subject: sub })
    moveOn(5 * 60)
    await open('citizen')
    const left = await db.owner`select 1 from logout_hint h join login_session s on s.id = h.session_id
      join identity i on i.id = s.identity_id where i.subject = ${sub} or s.id = ${sessionId}`
    expect(left).toEqual([])
  })
})

describe('roles', () => {
  test('of the office become what they may do', async () => {
    const session = await live('office', await open('office', { roles: ['viewer', 'unheard-of'] }))
    expect(session.permissions.sort()).toEqual(['dashboard.read', 'payments.read'])
  })

  test('are never given to a citizen', async () => {
    const session = await live('citizen', await open('citizen', { roles: ['administrator'] }))
    expect(session).toMatchObject({ roles: [], permissions: [] })
  })
})

describe('the claim of the city portal', () => {
  test('pairs at the first login, once', async () => {
    const { payerId, externalId } = await newPayer(db)
    const sub = randomUUID()
    const tokens = await Promise.all(
      Array.from({ length: 5 }, () => open('citizen', { sub, payer_id: externalId })),
    )
    for (const token of tokens) expect((await live('citizen', token)).payerId).toBe(payerId)
    const audits =
      await db.owner`select 1 from audit_entry where action = 'pairing.make' and payer_id = ${payerId}`
    expect(audits).toHaveLength(1)
  })

  test('does not move a pairing of either side', async () => {
    const [first, second] = [await newPayer(db), await newPayer(db)]
    const sub = randomUUID()
    await open('citizen', { sub, payer_id: first.externalId })
    expect((await live('citizen', await open('citizen', { sub, payer_id: second.externalId }))).payerId).toBe(
      first.payerId,
    )
    expect((await live('citizen', await open('citizen', { payer_id: first.externalId }))).payerId).toBeNull()
  })

  test('of an unknown payer, or told to the office, pairs nothing', async () => {
    const { externalId } = await newPayer(db)
    expect((await live('citizen', await open('citizen', { payer_id: 'nikdo' }))).payerId).toBeNull()
    expect((await live('office', await open('office', { payer_id: externalId }))).payerId).toBeNull()
  })
})
