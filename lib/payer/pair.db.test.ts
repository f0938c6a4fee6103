import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Citizen, makeCitizen } from '#lib/actor/actor'
import { instantAt, setClock } from '#lib/core/clock'
import { type Environment, setEnvironment } from '#lib/core/env'
import { parseBirthNumber } from '#lib/identifiers/birth-number'
import { birthNumberLookup } from '#lib/identifiers/birth-number-secret'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newPayer } from '#tests/db/facts'
import { newCitizen } from '#tests/fixtures/payments'
import { pairByBirthNumber } from './pair.commands.ts'

const key = Buffer.alloc(32, 7)
// Invented: women born on 3 February 1980 whose numbers divide by eleven.
const numbers = Array.from({ length: 400 }, (_, index) => `805203${String(1000 + index)}`).filter(
  (text) => parseBirthNumber(text).ok,
)
let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  setEnvironment({ BIRTH_NUMBER_LOOKUP_KEY: key } as Environment)
})
afterEach(async () => {
  setClock(null)
  // The tests' people share a name and a birth date; yesterday's tries do not count.
  await db.owner`update pairing_try set at = at - interval '2 days'`
})
afterAll(async () => {
  setEnvironment(null)
  await db.close()
})

const nextNumber = () => numbers.pop() ?? ''
const asWritten = (number: string) => `${number.slice(0, 6)}/${number.slice(6)}`

async function payerWith(number: string, facts: { familyName?: string; birthDate?: string } = {}) {
  const { payerId } = await newPayer(db, facts)
  await db.owner`update payer set birth_number_lookup = ${birthNumberLookup(number, key)},
    birth_number_sealed = 'sealed', birth_number_key_id = 'k1' where id = ${payerId}`
  return payerId
}

async function citizenNamed(familyName = 'Zkušební', birthDate = '1980-02-03'): Promise<Citizen> {
  const citizen = await newCitizen(db)
  await db.owner`update identity set family_name = ${familyName}, birth_date = ${birthDate} where id = ${citizen.identityId}`
  return makeCitizen({ ...citizen, familyName })
}

const noMatch = { ok: false, error: 'no_match' }
const auditsOf = async (citizen: Citizen) =>
  (
    await db.owner<
      { action: string }[]
    >`select action from audit_entry where subject_id = ${citizen.identityId} order by id`
  ).map(({ action }) => action)

describe('the right number', () => {
  test.each([(number: string) => number, asWritten, (number: string) => ` ${asWritten(number)} `])(
    'pairs however it is written',
    async (written) => {
      const number = nextNumber()
      const payerId = await payerWith(number)
      const citizen = await citizenNamed()
      expect(await pairByBirthNumber(citizen, written(number))).toEqual({ ok: true, value: payerId })
      expect(await auditsOf(citizen)).toEqual(['pairing.make'])
      expect(await pairByBirthNumber(citizen, number)).toEqual({ ok: false, error: 'already_paired' })
    },
  )

  test.each([
    ['ČERNÁ', 'Černá'],
    ['Řeháková', 'ŘEHÁKOVÁ'],
    ['Dvořáková'.normalize('NFD'), 'Dvořáková'],
    ['de  Öttingen', 'De Öttingen'],
  ])('pairs %s with %s', async (asserted, registered) => {
    const number = nextNumber()
    const payerId = await payerWith(number, { familyName: registered })
    expect(await pairByBirthNumber(await citizenNamed(asserted), number)).toEqual({
      ok: true,
      value: payerId,
    })
  })

  test.each([
    ['Jana Nováková', 'Jana', 'Nováková'],
    ['Nováková Jana', 'Jana', 'Nováková'],
    ['Ing. Jana  NOVÁKOVÁ, Ph.D.', 'Jana', 'Nováková'],
    ['Jana Nováková Malá', 'Jana', 'Nováková Malá'],
  ])('pairs a person of whom only the whole name %s is told', async (asserted, givenName, familyName) => {
    const number = nextNumber()
    const payerId = await payerWith(number, { familyName })
    await db.owner`update payer set given_name = ${givenName} where id = ${payerId}`
    const citizen = await citizenNamed(asserted)
    await db.owner`update identity set given_name = null where id = ${citizen.identityId}`
    expect(await pairByBirthNumber(citizen, number)).toEqual({ ok: true, value: payerId })
  })

  test.each([
    ['Jana Jiná', null],
    ['Petra Nováková', null],
    // Beside a given name the surname is what it says, whatever words it has.
    ['Jana Nováková', 'Eva'],
  ])('does not pair a person told to be %s', async (asserted, givenName) => {
    const number = nextNumber()
    const payerId = await payerWith(number, { familyName: 'Nováková' })
    await db.owner`update payer set given_name = 'Jana' where id = ${payerId}`
    const citizen = await citizenNamed(asserted)
    await db.owner`update identity set given_name = ${givenName} where id = ${citizen.identityId}`
    expect(await pairByBirthNumber(citizen, number)).toEqual(noMatch)
  })

  test.each([
    ['a name', 'family_name'],
    ['a birth date', 'birth_date'],
  ])('is nothing to compare without %s: no try, and no lock however often', async (_what, column) => {
    const number = nextNumber()
    const payerId = await payerWith(number)
    const citizen = await citizenNamed()
    await db.owner`update identity set ${db.owner(column)} = null where id = ${citizen.identityId}`
    for (let time = 0; time < 7; time += 1) {
      expect(await pairByBirthNumber(citizen, number)).toEqual({ ok: false, error: 'not_told' })
    }
    expect(await db.owner`select 1 from pairing_try where identity_id = ${citizen.identityId}`).toEqual([])
    await db.owner`update identity set family_name = 'Zkušební', birth_date = '1980-02-03' where id = ${citizen.identityId}`
    expect(await pairByBirthNumber(citizen, number)).toEqual({ ok: true, value: payerId })
  })

  test('five times at once pairs once', async () => {
    const number = nextNumber()
    await payerWith(number)
    const citizen = await citizenNamed()
    const tries = await Promise.all(Array.from({ length: 5 }, () => pairByBirthNumber(citizen, number)))
    expect(tries.filter((one) => one.ok)).toHaveLength(1)
    expect(await auditsOf(citizen)).toEqual(['pairing.make'])
  })

  test('of two people at once pairs one of them', async () => {
    const number = nextNumber()
    await payerWith(number)
    const people = await Promise.all([citizenNamed(), citizenNamed()])
    const tries = await Promise.all(people.map((citizen) => pairByBirthNumber(citizen, number)))
    expect(tries.filter((one) => one.ok)).toHaveLength(1)
    expect(tries.filter((one) => !one.ok)).toEqual([noMatch])
  })
})

describe('one answer for', () => {
  test.each<[string, (number: string) => Promise<Citizen>]>([
    ['nobody with the number', () => citizenNamed()],
    [
      'another surname',
      async (number) => {
        await payerWith(number)
        return citizenNamed('Jiná')
      },
    ],
    [
      'another birth date',
      async (number) => {
        await payerWith(number)
        return citizenNamed('Zkušební', '1980-02-04')
      },
    ],
    [
      'a birth date that differs in the register',
      async (number) => {
        await payerWith(number, { birthDate: '1980-02-04' })
        return citizenNamed()
      },
    ],
    [
      'two rows',
      async (number) => {
        await Promise.all([payerWith(number), payerWith(number)])
        return citizenNamed()
      },
    ],
    [
      'a payer who has their pairing',
      async (number) => {
        await payerWith(number)
        expect(await pairByBirthNumber(await citizenNamed(), number)).toMatchObject({ ok: true })
        return citizenNamed()
      },
    ],
  ])('%s, and the sixth try of a day is refused alike', async (_, prepare) => {
    const number = nextNumber()
    const citizen = await prepare(number)
    for (let tried = 0; tried < 5; tried++) expect(await pairByBirthNumber(citizen, number)).toEqual(noMatch)
    expect(await pairByBirthNumber(citizen, number)).toEqual({ ok: false, error: 'too_many_tries' })
    const refusals = (await auditsOf(citizen)).filter((action) => action === 'pairing.refuse')
    expect(refusals).toHaveLength(6)
    setClock(() => instantAt(Date.now() + 25 * 3600_000))
    expect(await pairByBirthNumber(citizen, number)).toEqual(noMatch)
  })

  test.each(['', 'abc', '805203/0000', '8'.repeat(5000), '\0'])(
    'what is no birth number: %j',
    async (typed) => {
      expect(await pairByBirthNumber(await citizenNamed(), typed)).toEqual(noMatch)
    },
  )

  test('ten wrong tries at once leave five counted', async () => {
    const citizen = await citizenNamed()
    const tries = await Promise.all(
      Array.from({ length: 10 }, () => pairByBirthNumber(citizen, nextNumber())),
    )
    expect(tries.filter((one) => !one.ok && one.error === 'no_match')).toHaveLength(5)
  })
})

test('one name is one name however it is spelled, so fifteen wrong tries a day are all', async () => {
  const spelled = ['Řeháková', 'ŘEHÁKOVÁ', ' řeháková', 'Řeháková'.normalize('NFD')]
  for (const [index, familyName] of spelled.entries()) {
    const citizen = await citizenNamed(familyName, '1980-02-05')
    for (let tried = 0; tried < 5; tried++) {
      const expected = index * 5 + tried < 15 ? noMatch : { ok: false, error: 'too_many_tries' }
      expect(await pairByBirthNumber(citizen, '8052051000')).toEqual(expected)
    }
  }
})

test('no audit row keeps a birth number', async () => {
  const rows = await db.owner<{ text: string }[]>`select row_to_json(a)::text as text from audit_entry a`
  expect(rows.length).toBeGreaterThan(10)
  for (const { text } of rows) expect(text).not.toMatch(/805203\/?\d{4}/)
})
