import { encode } from 'next-auth/jwt'
import type { Sql } from 'postgres'
import { sessionCookie, sessionLimits } from '#lib/auth/realms'
import { hashToken, randomToken } from '#lib/core/ids'
import { person } from '#tests/bench/person'

/** Signs the measured person in, as a login would, and gives the header a browser would send. */
export async function signIn(owner: Sql, sessionSecret: string): Promise<{ cookie: string }> {
  const token = randomToken(32)
  const seconds = sessionLimits.citizen.absoluteMs / 1000
  await owner.begin(async (sql) => {
    const [identity] = await sql<{ id: string }[]>`
      insert into identity (realm, issuer, subject, given_name, family_name, email)
      values ('citizen', 'https://measuring.invalid', 'person', ${person.givenName}, ${person.familyName},
              'zofie@example.org')
      on conflict (realm, issuer, subject) do update set last_login_at = now() returning id`
    if (!identity) throw new Error('No identity was written.')
    await sql`
      insert into identity_payer (identity_id, payer_id, paired_by)
      select ${identity.id}, id, 'claim' from payer where external_id = ${person.payerNumber}
      on conflict do nothing`
    const paired = await sql`select 1 from identity_payer where identity_id = ${identity.id}`
    if (paired.length !== 1) throw new Error('The measured person is not in the database.')
    // Longer than any measuring: the idle end is moved by requests, but only once a minute.
    await sql`
      insert into login_session (token_hash, realm, identity_id, idle_expires_at, absolute_expires_at)
      values (${hashToken(token)}, 'citizen', ${identity.id}, now() + make_interval(secs => ${seconds}),
              now() + make_interval(secs => ${seconds}))`
  })
  const sealed = await encode({ token: { session: token }, secret: sessionSecret, maxAge: seconds })
  return { cookie: `${sessionCookie('citizen')}=${sealed}` }
}
