import { randomUUID } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import { sessionCookie } from '#lib/auth/realms'
import { hashToken, randomToken } from '#lib/core/ids'
import { newPayer } from '#tests/db/facts'
import { type Fee, importFees } from '#tests/e2e/fees'
import { type GatewayName, gatewayNames, kindOfGateway } from '#tests/soak/gateways'
import type { Chance } from '#tests/soak/random'
import type { World } from '#tests/soak/world'

/** Somebody invented, with the logins through which the fees may be paid: one's own and maybe a relative's. */
export interface SoakCitizen {
  gateway: GatewayName
  /** As the office's file has them. */
  payerNumber: string
  payerId: string
  cookies: string[]
  claims: { assessmentId: string; variableSymbol: string; amountKc: number }[]
  fees: Fee[]
  /** There was nothing to pay at the last visit. */
  isDone: boolean
}

const sessionSeconds = 4 * 3600
let numbers = 100_000

/** Imports fees of a new person by the office's own door and signs the person in. */
export async function inventCitizen(world: World, chance: Chance): Promise<SoakCitizen> {
  const gateway = chance.pick(gatewayNames)
  const payerNumber = `S${++numbers}`
  const fees = Array.from({ length: chance.between(1, 3) }, () => ({
    kind: kindOfGateway[gateway],
    amountKc: chance.between(2, 20) * 50,
    dueInDays: chance.happens(0.2) ? -30 : chance.between(5, 60),
  }))
  await importFees({ givenName: 'Zkouška', familyName: payerNumber, payerId: payerNumber }, fees)
  const claims = await world.owner<SoakCitizen['claims']>`
    select id as "assessmentId", variable_symbol as "variableSymbol" from assessment
     where external_id like ${`${payerNumber}-%`} order by external_id`
  const [payer] = await world.owner<{ id: string }[]>`select id from payer where external_id = ${payerNumber}`
  if (!payer || claims.length !== fees.length) throw new Error('The fees of a citizen are not there.')
  const cookies = [await signIn(world, payer.id)]
  if (chance.happens(0.4)) cookies.push(await signIn(world, await findRelative(world, payer.id)))
  return {
    gateway,
    payerNumber,
    payerId: payer.id,
    cookies,
    fees,
    isDone: false,
    claims: claims.map((claim, index) => ({ ...claim, amountKc: fees[index]?.amountKc ?? 0 })),
  }
}

/** The office sends the fees again, one of them with another amount. */
export async function correctFees(citizen: SoakCitizen, chance: Chance): Promise<void> {
  const changed = chance.pick(citizen.fees)
  changed.amountKc = chance.between(2, 20) * 50
  const person = { givenName: 'Zkouška', familyName: citizen.payerNumber, payerId: citizen.payerNumber }
  await importFees(person, citizen.fees)
}

/** Somebody else who may pay for the payer; what both pay at once becomes credit. */
async function findRelative(world: World, payerId: string): Promise<string> {
  const relative = await newPayer(world)
  await world.owner`insert into payer_link (acting_payer_id, for_payer_id, kind, valid_from, source)
    values (${relative.payerId}, ${payerId}, 'common_remitter', '2020-01-01', 'soak')`
  return relative.payerId
}

/** A login as the portal would store it; returns the cookie's header. */
async function signIn(world: World, payerId: string): Promise<string> {
  const token = randomToken(32)
  await world.owner.begin(async (sql) => {
    const [identity] = await sql<{ id: string }[]>`
      insert into identity (realm, issuer, subject, given_name, family_name, email)
      values ('citizen', 'https://soak.invalid', ${randomUUID()}, 'Zkouška', 'Zátěžová', 'soak@example.org')
      returning id`
    const identityId = identity?.id ?? ''
    await sql`insert into identity_payer (identity_id, payer_id, paired_by)
      values (${identityId}, ${payerId}, 'claim')`
    await sql`insert into login_session (token_hash, realm, identity_id, idle_expires_at, absolute_expires_at)
      values (${hashToken(token)}, 'citizen', ${identityId}, now() + make_interval(secs => ${sessionSeconds}),
              now() + make_interval(secs => ${sessionSeconds}))`
  })
  const secret = world.secrets.citizenSession
  const sealed = await encode({ token: { session: token }, secret, maxAge: sessionSeconds })
  return `${sessionCookie('citizen')}=${sealed}`
}
