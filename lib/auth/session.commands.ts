import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { identity, loginSession, usedLogoutToken } from '#db/schema/identity'
import { type Citizen, makeHost, type Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { instantAt, now } from '#lib/core/clock'
import { hashToken, randomToken } from '#lib/core/ids'
import type { IdentityClaims } from './claims.ts'
import { type Realm, sessionLimits } from './realms.ts'

/**
 * Opens a login: remembers the identity, writes the session row and returns the token for the cookie. Only the
 * token's hash is kept. Roles come from the provider and are fixed for this login.
 */
export async function openSession(realm: Realm, issuer: string, claims: IdentityClaims): Promise<string> {
  const token = randomToken(32)
  const at = now()
  const limits = sessionLimits[realm]
  const known = {
    givenName: claims.given_name ?? null,
    familyName: claims.family_name ?? claims.name ?? null,
    birthDate: claims.birthdate,
    email: claims.email ?? null,
    lastLoginAt: at,
  }
  await database().transaction(async (tx) => {
    const [person] = await tx
      .insert(identity)
      .values({ realm, issuer, subject: claims.sub, ...known })
      .onConflictDoUpdate({ target: [identity.realm, identity.issuer, identity.subject], set: known })
      .returning({ id: identity.id })
    if (!person) throw new Error('The identity was not stored.')
    const [session] = await tx
      .insert(loginSession)
      .values({
        tokenHash: hashToken(token),
        realm,
        identityId: person.id,
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
    if (realm === 'citizen' && claims.payer_id) await pairByClaim(tx, person.id, claims.payer_id)
    await appendAudit(tx, makeHost(), {
      action: 'session.open',
      subjectKind: 'identity',
      subjectId: person.id,
      details: { realm, session: session?.id, acr: claims.acr ?? null },
    })
  })
  return token
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

/** Ends the actor's own login at once, everywhere; one already ended stays as it was and is not told again. */
export async function closeSession(actor: Citizen | Officer): Promise<void> {
  await database().transaction(async (tx) => {
    const [ended] = await tx
      .update(loginSession)
      .set({ revokedAt: now(), revokedBecause: 'logout' })
      .where(and(eq(loginSession.id, actor.sessionId), isNull(loginSession.revokedAt)))
      .returning({ realm: loginSession.realm })
    if (!ended) return
    await appendAudit(tx, actor, {
      action: 'session.close',
      subjectKind: 'identity',
      subjectId: actor.identityId,
      details: { realm: ended.realm, session: actor.sessionId },
    })
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
 * Ends the logins a provider's back-channel message names: by its session id, or all of the subject. A message
 * already used does nothing. Returns how many ended, or null for a repeat.
 */
export async function revokeByProvider(
  realm: Realm,
  issuer: string,
  message: { tokenId: string; sid: string | null; subject: string | null },
): Promise<number | null> {
  return database().transaction(async (tx) => {
    const [first] = await tx
      .insert(usedLogoutToken)
      .values({ tokenId: `${realm}:${message.tokenId}` })
      .onConflictDoNothing()
      .returning()
    if (!first) return null
    const ended = await tx.execute(sql`
      update login_session s set revoked_at = now(), revoked_because = 'provider'
        from identity i
       where i.id = s.identity_id and i.realm = ${realm} and i.issuer = ${issuer} and s.revoked_at is null
         and ${message.sid ? sql`s.provider_session_id = ${message.sid}` : sql`i.subject = ${message.subject}`}
      returning s.id`)
    await appendAudit(tx, makeHost(), {
      action: 'session.end_by_provider',
      subjectKind: 'realm',
      subjectId: realm,
      details: { sessions: ended.length },
    })
    return ended.length
  })
}
