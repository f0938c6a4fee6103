import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Citizen } from '#lib/actor/actor'
import { instantAt, setClock } from '#lib/core/clock'
import { readOtherPayerName } from '#lib/payer/other-name.queries'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment, newPayer } from '#tests/db/facts'
import { newCitizen } from '#tests/fixtures/payments'
import { readClaim, readClaims, readCreditHal } from './claims.queries.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterEach(() => setClock(null))
afterAll(() => db.close())

const on = (day: string) => setClock(() => instantAt(Date.parse(`${day}T10:00:00Z`)))

async function person(birthDate?: string) {
  const { payerId } = await newPayer(db, birthDate ? { birthDate } : {})
  return { payerId, citizen: await newCitizen(db, payerId) }
}

async function link(
  acting: string,
  forWhom: string,
  kind: 'guardian' | 'common_remitter',
  from: string,
  to: string | null,
) {
  await db.owner`insert into payer_link (acting_payer_id, for_payer_id, kind, valid_from, valid_to, source)
    values (${acting}, ${forWhom}, ${kind}, ${from}, ${to}, 'test')`
}

/** Whether the citizen sees the claim in the list and by its number; both must agree. */
async function sees(citizen: Citizen, assessmentId: string): Promise<boolean> {
  const [inList, alone, all] = await Promise.all([
    readClaims(citizen, { assessmentIds: [assessmentId] }),
    readClaim(citizen, assessmentId),
    readClaims(citizen),
  ])
  const answers = [
    inList.length === 1,
    alone !== null,
    all.some((claim) => claim.assessmentId === assessmentId),
  ]
  expect(new Set(answers).size).toBe(1)
  return answers[0] ?? false
}

describe('a grown-up', () => {
  test('sees their own claims and nobody else does', async () => {
    const owner = await person()
    const stranger = await person()
    const { assessmentId } = await newAssessment(db, 900, { payerId: owner.payerId })
    on('2026-07-01')
    expect(await sees(owner.citizen, assessmentId)).toBe(true)
    expect(await sees(stranger.citizen, assessmentId)).toBe(false)
    expect(await sees(await newCitizen(db), assessmentId)).toBe(false)
  })

  test('reads in whose name it is only where that is not their own', async () => {
    const owner = await person()
    const { assessmentId } = await newAssessment(db, 900, { payerId: owner.payerId })
    on('2026-05-01')
    const claimOf = async () => (await readClaim(owner.citizen, assessmentId))?.claim
    expect(await claimOf()).toMatchObject({ isForAnother: false })
    expect(await readOtherPayerName(owner.citizen)).toBeNull()
    expect(await readOtherPayerName(await newCitizen(db))).toBeNull()
    await db.owner`update payer set kind = 'organisation', organisation_name = 'Zkušební, s. r. o.',
      given_name = null, family_name = null, birth_date = null where id = ${owner.payerId}`
    expect(await claimOf()).toMatchObject({ isForAnother: true, payerName: 'Zkušební, s. r. o.' })
    expect(await readOtherPayerName(owner.citizen)).toBe('Zkušební, s. r. o.')
  })

  test('does not see what was superseded', async () => {
    const owner = await person()
    const { assessmentId } = await newAssessment(db, 900, { payerId: owner.payerId })
    await db.owner`update assessment set superseded_at = now() where id = ${assessmentId}`
    expect(await sees(owner.citizen, assessmentId)).toBe(false)
  })

  test.each([
    ['2026-01-01', null, '2026-05-01', true],
    ['2026-01-01', '2026-05-01', '2026-05-01', true],
    ['2026-01-01', '2026-04-30', '2026-05-01', false],
    ['2026-05-02', null, '2026-05-01', false],
  ])('is seen by a common remitter from %s to %s on %s: %s', async (from, to, today, isSeen) => {
    const owner = await person()
    const remitter = await person()
    const { assessmentId } = await newAssessment(db, 900, { payerId: owner.payerId })
    await link(remitter.payerId, owner.payerId, 'common_remitter', from, to)
    on(today)
    expect(await sees(remitter.citizen, assessmentId)).toBe(isSeen)
    const [claim] = await readClaims(remitter.citizen)
    expect(claim?.isForAnother).toBe(isSeen ? true : undefined)
  })

  test('does not see the claims of the one who pays for them', async () => {
    const owner = await person()
    const remitter = await person()
    const { assessmentId } = await newAssessment(db, 900, { payerId: remitter.payerId })
    await link(remitter.payerId, owner.payerId, 'common_remitter', '2026-01-01', null)
    expect(await sees(owner.citizen, assessmentId)).toBe(false)
  })

  test('is never seen through a link of a guardian', async () => {
    const owner = await person('1980-01-01')
    const other = await person()
    const { assessmentId } = await newAssessment(db, 900, { payerId: owner.payerId })
    await link(other.payerId, owner.payerId, 'guardian', '1990-01-01', null)
    expect(await sees(other.citizen, assessmentId)).toBe(false)
  })
})

describe('a child born on 1 June 2008', () => {
  const lastDay = { dueOn: '2026-05-31', lastDay: '2026-05-31' }

  async function family(
    claimFacts: object = lastDay,
    guardianFrom = '2008-06-01',
    guardianTo: string | null = null,
  ) {
    const child = await person('2008-06-01')
    const guardian = await person()
    await link(guardian.payerId, child.payerId, 'guardian', guardianFrom, guardianTo)
    const claim = await newAssessment(db, 540, { payerId: child.payerId, ...claimFacts })
    return { child, guardian, assessmentId: claim.assessmentId }
  }

  test('and the guardian both see it before the last day', async () => {
    const { child, guardian, assessmentId } = await family()
    on('2026-05-20')
    expect(await sees(guardian.citizen, assessmentId)).toBe(true)
    expect(await sees(child.citizen, assessmentId)).toBe(true)
  })

  test('arrears from childhood are never shown to the child, and stay with the guardian', async () => {
    const { child, guardian, assessmentId } = await family()
    for (const day of ['2026-06-01', '2026-06-02', '2030-01-01']) {
      on(day)
      expect(await sees(child.citizen, assessmentId)).toBe(false)
      expect(await sees(guardian.citizen, assessmentId)).toBe(true)
    }
  })

  test('a claim due when they are of age is their own, and the guardian does not see it', async () => {
    const { child, guardian, assessmentId } = await family({ dueOn: '2026-06-01', lastDay: '2026-06-01' })
    on('2026-07-01')
    expect(await sees(child.citizen, assessmentId)).toBe(true)
    expect(await sees(guardian.citizen, assessmentId)).toBe(false)
  })

  test.each([
    ['2008-06-01', '2026-05-30', false],
    ['2008-06-01', '2026-05-31', true],
    ['2026-06-01', null, false],
  ])('arrears are seen by who was guardian on the last day: from %s to %s: %s', async (from, to, isSeen) => {
    const { guardian, assessmentId } = await family(lastDay, from, to)
    on('2026-09-01')
    expect(await sees(guardian.citizen, assessmentId)).toBe(isSeen)
  })

  test('separated guardians see the child and nothing of each other', async () => {
    const { child, guardian, assessmentId } = await family()
    const other = await person()
    await link(other.payerId, child.payerId, 'guardian', '2008-06-01', null)
    const others = await newAssessment(db, 900, { payerId: other.payerId })
    const own = await newAssessment(db, 900, { payerId: guardian.payerId })
    on('2026-05-20')
    expect(await sees(other.citizen, assessmentId)).toBe(true)
    expect(await sees(guardian.citizen, others.assessmentId)).toBe(false)
    expect(await sees(other.citizen, own.assessmentId)).toBe(false)
  })

  test('credit is told to its own payer only', async () => {
    const { guardian } = await family()
    expect(await readCreditHal(guardian.citizen)).toBe(0n)
    expect(await readCreditHal(await newCitizen(db))).toBe(0n)
  })
})
