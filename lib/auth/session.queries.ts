import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import { instantAt, now } from '#lib/core/clock'
import { hashToken } from '#lib/core/ids'
import type { Realm } from './realms.ts'

/** A login that still holds, with what the gates need to make an actor. */
export interface LiveSession {
  sessionId: string
  identityId: string
  givenName: string | null
  familyName: string | null
  birthDate: string | null
  email: string | null
  roles: string[]
  permissions: string[]
  payerId: string | null
  lastSeenAt: Date
  idleExpiresAt: Date
  absoluteExpiresAt: Date
}

/** The live session of this realm behind a cookie's token, or null: expired, revoked, foreign and unknown alike. */
export async function findSession(realm: Realm, token: string): Promise<LiveSession | null> {
  const [row] = await database().execute<{
    id: string
    identity_id: string
    given_name: string | null
    family_name: string | null
    birth_date: string | null
    email: string | null
    roles: string[]
    permissions: string[] | null
    payer_id: string | null
    last_seen_ms: string
    idle_ms: string
    absolute_ms: string
  }>(sql`
    select s.id, s.identity_id, i.given_name, i.family_name, i.birth_date, i.email, s.roles, ip.payer_id,
           case when s.realm = 'office' then
             (select array_agg(distinct rp.action) from role_permission rp where rp.role = any (s.roles)) end
             as permissions,
           extract(epoch from s.last_seen_at) * 1000 as last_seen_ms,
           extract(epoch from s.idle_expires_at) * 1000 as idle_ms,
           extract(epoch from s.absolute_expires_at) * 1000 as absolute_ms
      from login_session s
      join identity i on i.id = s.identity_id
      left join identity_payer ip on ip.identity_id = i.id and ip.ended_at is null
     where s.token_hash = ${hashToken(token)} and s.realm = ${realm} and s.revoked_at is null`)
  if (!row) return null
  const idleExpiresAt = instantAt(Number(row.idle_ms))
  const absoluteExpiresAt = instantAt(Number(row.absolute_ms))
  if (idleExpiresAt <= now() || absoluteExpiresAt <= now()) return null
  return {
    sessionId: row.id,
    identityId: row.identity_id,
    givenName: row.given_name,
    familyName: row.family_name,
    birthDate: row.birth_date,
    email: row.email,
    roles: row.roles,
    permissions: row.permissions ?? [],
    payerId: row.payer_id,
    lastSeenAt: instantAt(Number(row.last_seen_ms)),
    idleExpiresAt,
    absoluteExpiresAt,
  }
}
