import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import { makeOfficer, type Officer } from '#lib/actor/actor'
import { permissions } from '#lib/actor/permissions'

/**
 * The officer with this subject at the office's identity provider, with what the roles of the last login allow; null
 * where nobody or more than one is so called. Whoever may run the portal's commands is trusted to say who they are.
 */
export async function officerBySubject(subject: string): Promise<Officer | null> {
  const rows = await database().execute<{
    identity_id: string
    session_id: string
    name: string
    roles: string[]
    permissions: string[] | null
  }>(sql`
    select i.id as identity_id, s.id as session_id, concat_ws(' ', i.given_name, i.family_name) as name, s.roles,
           (select array_agg(distinct rp.action) from role_permission rp where rp.role = any (s.roles)) as permissions
      from identity i
      join lateral (select id, roles from login_session where identity_id = i.id and realm = 'office'
                     order by created_at desc limit 1) s on true
     where i.realm = 'office' and i.subject = ${subject}`)
  const [row] = rows
  if (!row || rows.length > 1) return null
  return makeOfficer({
    identityId: row.identity_id,
    sessionId: row.session_id,
    name: row.name,
    roles: row.roles,
    permissions: new Set(permissions.filter((one) => row.permissions?.includes(one))),
  })
}
