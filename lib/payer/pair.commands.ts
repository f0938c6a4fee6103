import { and, eq, isNull, sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { foldedText } from '#db/czech-text'
import { identity, identityPayer, pairingTry } from '#db/schema/identity'
import { payer } from '#db/schema/payer'
import type { Citizen } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { instantAt, now } from '#lib/core/clock'
import { isoDate } from '#lib/core/dates'
import { env } from '#lib/core/env'
import { fail, ok, type Result } from '#lib/core/result'
import { agreesWithBirthDate, parseBirthNumber } from '#lib/identifiers/birth-number'
import { birthNumberLookup } from '#lib/identifiers/birth-number-secret'
import { isAssertedName } from './same-name.rules.ts'

const triesADay = 5

/** „Not found“ and „does not fit“ are one answer, so that nobody learns who lives here. */
export type PairingRefusal = 'no_match' | 'too_many_tries' | 'already_paired' | 'not_told'

/**
 * Pairs the citizen with the payer whose birth number was typed, when the surname and the birth date asserted by
 * the identity provider equal exactly that one row. Five tries a day; each is counted and audited. Where the provider
 * told no name or no birth date there is nothing to compare: `not_told`, which is no try.
 */
export async function pairByBirthNumber(
  actor: Citizen,
  typed: string,
): Promise<Result<string, PairingRefusal>> {
  return database().transaction(async (tx) => {
    const [person] = await tx.select().from(identity).where(eq(identity.id, actor.identityId)).for('update')
    if (!person) throw new Error('The identity is gone.')
    if (await pairedPayer(tx, actor.identityId)) return fail('already_paired')
    if (!person.familyName || !person.birthDate) {
      await appendAudit(tx, actor, {
        action: 'pairing.refuse',
        subjectKind: 'identity',
        subjectId: actor.identityId,
        details: { because: 'not_told' },
      })
      return fail('not_told')
    }
    const dayAgo = instantAt(now().getTime() - 24 * 3600 * 1000).toISOString()
    const [tries] = await tx.execute<{ count: string }>(sql`
      select count(*) from pairing_try where identity_id = ${actor.identityId} and not succeeded and at > ${dayAgo}`)
    if (Number(tries?.count ?? 0) >= triesADay || (await guessedTooOften(tx, person, dayAgo))) {
      await appendAudit(tx, actor, {
        action: 'pairing.refuse',
        subjectKind: 'identity',
        subjectId: actor.identityId,
        details: { because: 'too_many_tries' },
      })
      return fail('too_many_tries')
    }
    const payerId = await matchingPayer(tx, person, typed)
    const paired = payerId ? await pair(tx, actor, payerId, 'birth_number') : false
    // A payer who already has somebody counts as a failed try too: the count must tell nothing either.
    await tx.insert(pairingTry).values({ identityId: actor.identityId, succeeded: paired })
    if (!payerId || !paired) {
      await appendAudit(tx, actor, {
        action: 'pairing.refuse',
        subjectKind: 'identity',
        subjectId: actor.identityId,
        details: { because: 'no_match' },
      })
      return fail('no_match')
    }
    return ok(payerId)
  })
}

/** Failed tries a day for one name and birth date over all accounts: nobody guesses a neighbour by many logins. */
const triesADayForOnePerson = 15

async function guessedTooOften(tx: Transaction, person: typeof identity.$inferSelect, since: string) {
  if (!person.familyName || !person.birthDate) return false
  const [row] = await tx.execute<{ count: string }>(sql`
    select count(*) from pairing_try t join identity i on i.id = t.identity_id
     where not t.succeeded and t.at > ${since} and i.birth_date = ${person.birthDate}
       and ${foldedText(sql`i.family_name`)} = ${foldedText(sql`${person.familyName}::text`)}`)
  return Number(row?.count ?? 0) >= triesADayForOnePerson
}

async function matchingPayer(tx: Transaction, person: typeof identity.$inferSelect, typed: string) {
  const number = parseBirthNumber(typed)
  if (!number.ok || !person.familyName || !person.birthDate) return null
  if (!agreesWithBirthDate(number.value, isoDate(person.birthDate))) return null
  const lookup = birthNumberLookup(number.value.normalized, env().BIRTH_NUMBER_LOOKUP_KEY)
  const rows = await tx
    .select({ id: payer.id, givenName: payer.givenName, familyName: payer.familyName })
    .from(payer)
    .where(
      and(
        eq(payer.birthNumberLookup, lookup),
        eq(payer.kind, 'person'),
        eq(payer.birthDate, person.birthDate),
      ),
    )
  const [only, ...others] = rows.filter((row) => isAssertedName(person, row))
  return only && others.length === 0 ? only.id : null
}

async function pairedPayer(tx: Transaction, identityId: string): Promise<string | null> {
  const [row] = await tx
    .select({ payerId: identityPayer.payerId })
    .from(identityPayer)
    .where(and(eq(identityPayer.identityId, identityId), isNull(identityPayer.endedAt)))
  return row?.payerId ?? null
}

/** Writes the pairing; false where that payer already has another identity, which a clerk must resolve. */
async function pair(
  tx: Transaction,
  actor: Citizen,
  payerId: string,
  pairedBy: 'claim' | 'birth_number',
): Promise<boolean> {
  const [made] = await tx
    .insert(identityPayer)
    .values({ identityId: actor.identityId, payerId, pairedBy })
    .onConflictDoNothing()
    .returning({ id: identityPayer.id })
  await appendAudit(tx, actor, {
    action: made ? 'pairing.make' : 'pairing.conflict',
    subjectKind: 'identity',
    subjectId: actor.identityId,
    payerId,
    details: { by: pairedBy },
  })
  return made !== undefined
}
