import { afterAll, beforeAll, expect, test } from 'vitest'
import { isoDate } from '#lib/core/dates'
import { transferTargets } from '#lib/fee/transfer-targets.queries'
import { newAssessment, newPayer } from '#tests/db/facts'
import { begin, newCitizen, type PaymentWorld, paymentWorld } from '#tests/fixtures/payments'
import { readTransfers } from './transfer.queries.ts'

const today = isoDate('2026-05-20')
const oldIban = 'CZ6508000000192000145399'
const newIban = 'CZ6001000001313021140217'
let world: PaymentWorld
beforeAll(async () => {
  world = await paymentWorld()
  await world.db
    .owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from, valid_to) values
    ('odpad', '19-2000145399/0800', ${oldIban}, '2020-01-01', '2026-06-30'),
    ('odpad', '131-3021140217/0100', ${newIban}, '2026-07-01', null)`
})
afterAll(() => world.close())

async function somebodyOwing(variableSymbol: string) {
  const { payerId } = await newPayer(world.db)
  const { assessmentId } = await newAssessment(world.db, 900, { payerId, variableSymbol })
  return { assessmentId, citizen: await newCitizen(world.db, payerId) }
}

test.each([
  ['2019-12-31', undefined],
  ['2020-01-01', oldIban],
  ['2026-06-30', oldIban],
  ['2026-07-01', newIban],
])('on %s the account of the fee is %s', async (on, iban) => {
  expect((await transferTargets(isoDate(on))).get('odpad')?.iban).toBe(iban)
})

test('the owner is given the transfer, a stranger nothing, like for a claim that does not exist', async () => {
  const { assessmentId, citizen } = await somebodyOwing('1001')
  const own = await readTransfers(citizen, [assessmentId], today)
  expect(own.plan.transfers).toMatchObject([{ iban: oldIban, variableSymbol: '1001', amountHal: 90_000n }])
  const stranger = (await somebodyOwing('1002')).citizen
  const nothing = { claims: [], plan: { transfers: [], cardOnly: [] }, isBeingPaid: false }
  expect(await readTransfers(stranger, [assessmentId], today)).toEqual(nothing)
  expect(await readTransfers(citizen, [], today)).toEqual(nothing)
})

test('what is just being paid is not offered a second time', async () => {
  const { assessmentId, citizen } = await somebodyOwing('1003')
  const { attemptId } = await begin(citizen, [assessmentId], 900)
  expect((await readTransfers(citizen, [assessmentId], today)).plan.transfers).toHaveLength(1)
  await world.db.owner`update payment_attempt set first_evidence_at = now() where id = ${attemptId}`
  const later = await readTransfers(citizen, [assessmentId], today)
  expect(later).toMatchObject({ claims: [], plan: { transfers: [] }, isBeingPaid: true })
})
