import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { identity, loginSession, logoutHint, usedLogoutToken } from '#db/schema/identity'
import { type Citizen, makeHost, type Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { instantAt, now } from '#lib/core/clock'
import { hashToken, randomToken } from '#lib/core/ids'
import { knownAfter } from './known-person.rules.ts'
import { openHint, sealHint } from './logout-hint.ts'
import { withoutSlash } from './openid/discovery.ts'
import type { Arrival } from './openid/exchange.ts'
import type { LogoutMessage } from './openid/logout.ts'
import { type Realm, sessionLimits } from './realms.ts'

/**
 * Opens a login: remembers the identity, writes the session row and returns the token for the cookie. Only the
 * token's hash is kept. Roles come from the provider and are fixed for this login.
 */
export async function openSession(realm: Realm, arrival: Arrival): Promise<string> {
  const token = randomToken(32)
  const at = now()
  const limits = sessionLimits[realm]
  const { claims } = arrival
  await database().transaction(async (tx) => {
    const identityId = await rememberPerson(tx, realm, arrival)
    const [session] = await tx
      .insert(loginSession)
      .values({
        tokenHash: hashToken(token),
        realm,
        identityId,
        roles: realm === 'office' ? claims.roles : [],
        acr: claims.acr ?? null,
        authTime: claims.auth_time ? instantAt(claims.auth_time * 1000) : null,
        providerSessionId: claims.sid ?? null,
        createdAt: at,
        lastSeenAt: at,
        idleExpiresAt: instantAt(at.getTime() + limits.idleMs),
        absoluteExpiresAt: instantAt(at.getTime() + limits.absoluteMs),
      })
      .returning({ id: loginSession.id })
    if (!session) throw new Error('The login was not stored.')
    await tx.execute(sql`
      delete from logout_hint h using login_session s where s.id = h.session_id and s.absolute_expires_at < ${at.toISOString()}`)
    await tx
      .insert(logoutHint)
      .values({ sessionId: session.id, sealed: sealHint(realm, session.id, arrival.idToken) })
    if (realm === 'citizen' && claims.payer_id) await pairByClaim(tx, identityId, claims.payer_id)
    await appendAudit(tx, makeHost(), {
      action: 'session.open',
      subjectKind: 'identity',
      subjectId: identityId,
      details: { realm, session: session.id, acr: claims.acr ?? null },
    })
  })
  return token
}

/**
 * The row of this person, with what the provider now says about them. The same provider may once have been named with
 * a slash at its end and once without: whoever is known so is the same person, the paired one first.
 */
async function rememberPerson(tx: Transaction, realm: Realm, arrival: Arrival): Promise<string> {
  const { issuer, claims } = arrival
  const bare = withoutSlash(issuer)
  const spellings = [...new Set([issuer, bare, `${bare}/`])]
  const [before] = await tx
    .select()
    .from(identity)
    .where(
      and(eq(identity.realm, realm), eq(identity.subject, claims.sub), inArray(identity.issuer, spellings)),
    )
    .orderBy(
      sql`exists (select 1 from identity_payer p where p.identity_id = ${identity.id} and p.ended_at is null) desc`,
      identity.createdAt,
    )
    .limit(1)
    .for('update')
  const known = { ...knownAfter(before ?? null, arrival), lastLoginAt: now() }
  const [person] = before
    ? await tx.update(identity).set(known).where(eq(identity.id, before.id)).returning({ id: identity.id })
    : await tx
        .insert(identity)
        .values({ realm, issuer, subject: claims.sub, ...known })
        .onConflictDoUpdate({ target: [identity.realm, identity.issuer, identity.subject], set: known })
        .returning({ id: identity.id })
  if (!person) throw new Error('The identity was not stored.')
  return person.id
}

/**
 * The city portal has matched the person itself and says which payer they are. Pairs at the first login; an
 * existing pairing of either side is left to a clerk.
 */
async function pairByClaim(tx: Transaction, identityId: string, payerNumber: string): Promise<void> {
  const paired = await tx.execute<{ payer_id: string }>(sql`
    insert into identity_payer (identity_id, payer_id, paired_by)
    select ${identityId}, p.id, 'claim' from payer p where p.external_id = ${payerNumber}
       -- What a clerk has ended, a claim does not begin again.
       and not exists (select 1 from identity_payer e
                        where e.identity_id = ${identityId} and e.payer_id = p.id and e.ended_at is not null)
    on conflict do nothing returning payer_id`)
  const [row] = paired
  if (!row) return
  await appendAudit(tx, makeHost(), {
    action: 'pairing.make',
    subjectKind: 'identity',
    subjectId: identityId,
    payerId: row.payer_id,
    details: { by: 'claim' },
  })
}

/**
 * Ends the actor's own login at once, everywhere; one already ended stays as it was and is not told again. Returns the
 * ID token of its beginning, by which the provider knows whom to log out, and forgets it; null where there is none.
 */
export async function closeSession(actor: Citizen | Officer): Promise<string | null> {
  return database().transaction(async (tx) => {
    const [ended] = await tx
      .update(loginSession)
      .set({ revokedAt: now(), revokedBecause: 'logout' })
      .where(and(eq(loginSession.id, actor.sessionId), isNull(loginSession.revokedAt)))
      .returning({ realm: loginSession.realm })
    if (!ended) return null
    await appendAudit(tx, actor, {
      action: 'session.close',
      subjectKind: 'identity',
      subjectId: actor.identityId,
      details: { realm: ended.realm, session: actor.sessionId },
    })
    const [hint] = await tx
      .delete(logoutHint)
      .where(eq(logoutHint.sessionId, actor.sessionId))
      .returning({ sealed: logoutHint.sealed })
    return hint ? openHint(ended.realm, actor.sessionId, hint.sealed) : null
  })
}

/** Moves the idle expiry of a live login forward, never past the absolute one; what has ended stays ended. */
export async function touchSession(sessionId: string, realm: Realm): Promise<void> {
  const at = now()
  const idleUntil = instantAt(at.getTime() + sessionLimits[realm].idleMs).toISOString()
  await database()
    .update(loginSession)
    .set({
      lastSeenAt: at,
      idleExpiresAt: sql`least(${idleUntil}::timestamptz, ${loginSession.absoluteExpiresAt})`,
    })
    .where(
      and(eq(loginSession.id, sessionId), isNull(loginSession.revokedAt), gt(loginSession.idleExpiresAt, at)),
    )
}

/**
 * Ends the logins a provider's back-channel message names: by its session id, or all of the subject. A login that never
 * had a session id is ended by the subject. A message already used does nothing. Returns how many ended, or null for a
 * repeat.
 */
export async function revokeByProvider(realm: Realm, message: LogoutMessage): Promise<number | null> {
  const { tokenId, sid, subject } = message
  const issuer = withoutSlash(message.issuer)
  const bySubject = sql`i.subject = ${subject}`
  const bySession = sql`s.provider_session_id = ${sid}`
  // A session and a subject are both to fit: nobody's session is ended by a message about somebody else.
  const named =
    sid && subject
      ? sql`${bySubject} and (${bySession} or s.provider_session_id is null)`
      : sid
        ? bySession
        : bySubject
  return database().transaction(async (tx) => {
    const [first] = await tx
      .insert(usedLogoutToken)
      .values({ tokenId: `${realm}:${tokenId}` })
      .onConflictDoNothing()
      .returning()
    if (!first) return null
    const ended = await tx.execute<{ id: string }>(sql`
      update login_session s set revoked_at = now(), revoked_because = 'provider'
        from identity i
       where i.id = s.identity_id and i.realm = ${realm} and i.issuer in (${issuer}, ${`${issuer}/`})
         and s.revoked_at is null and ${named}
      returning s.id`)
    const ids = ended.map(({ id }) => id)
    if (ids.length > 0) await tx.delete(logoutHint).where(inArray(logoutHint.sessionId, ids))
    await appendAudit(tx, makeHost(), {
      action: 'session.end_by_provider',
      subjectKind: 'realm',
      subjectId: realm,
      details: { sessions: ended.length },
    })
    return ended.length
  })
}
