import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { nextWorkingDay } from '#lib/core/working-days'
import { approveRefund } from '#lib/refund/decide.commands'
import { createRefundOrder } from '#lib/refund/order/create.commands'
import { proposeRefund } from '#lib/refund/propose.commands'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment } from '#tests/db/facts'
import { confirmOpeningOf, differences, fileOf, importer } from '#tests/db/statements'
import { newOfficer } from '#tests/fixtures/refunds'
import { followStatements, receiveStatements, receiveUpload } from './receive.commands.ts'

const account = '19-2000145399/0800'
const theirs = '1265098001/5500'
const today = pragueDate(now())
let db: TestDatabase

beforeEach(async () => {
  db = await testDatabase()
  await db.owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
    values ('odpad', ${account}, 'CZ6508000000192000145399', '2020-01-01')`
  await confirmOpeningOf(account, 0)
})
afterEach(async () => {
  expect(await differences()).toEqual([])
  await db.close()
})

/** A statement of today with one movement. */
const dayWith = (opening: number, crowns: number, vs: string) =>
  fileOf({ account, from: today, to: today, opening, movements: [{ crowns, vs, from: theirs, on: today }] })

/** A refund of 300 Kč that left in an order and that no statement has shown yet; 1 000 Kč came. */
async function sentRefund(): Promise<{ refundId: string; reference: string }> {
  const clerk = await newOfficer(db, ['refunds.propose'])
  const accountant = await newOfficer(db)
  const { accountId, payerId } = await newAssessment(db, 700, { variableSymbol: '2611001' })
  await receiveStatements(importer, [dayWith(0, 1000, '2611001')])
  const proposed = await proposeRefund(clerk, {
    accountId,
    ground: 'credit',
    entitled: { payerId },
    amountHal: 30_000n,
    seenCreditHal: 30_000n,
    to: { bankAccount: theirs },
  })
  if (!proposed?.ok) throw new Error('not proposed')
  const { refundId, reference } = proposed.value
  await approveRefund(accountant, { refundId, seenAmountHal: 30_000n })
  const wish = {
    bankAccount: account,
    format: 'abo',
    dueOn: nextWorkingDay(today),
    seenTotalHal: 30_000n,
  } as const
  expect(await createRefundOrder(accountant, wish)).toMatchObject({ ok: true })
  return { refundId, reference }
}

const doors = {
  'brought by an officer': async (file: ReturnType<typeof fileOf>) =>
    receiveUpload(await newOfficer(db, ['statements.import']), file),
  'by a job, as the folder, the bank’s interface and the command do': async (
    file: ReturnType<typeof fileOf>,
  ) => receiveStatements(importer, [file]),
}

test.each(Object.entries(doors))('a statement %s finishes the refund it shows', async (_door, bring) => {
  const { refundId, reference } = await sentRefund()
  const report = await bring(dayWith(1000, -300, reference))
  expect(report?.files[0]).toMatchObject({ refusal: null, newEntries: 1 })
  const jobs =
    await db.owner`select data from pgboss.job where name = 'follow-statements' and state = 'created'`
  expect(jobs.length).toBeGreaterThan(0)
  await followStatements(makeJob('follow-statements'))
  const [refund] = await db.owner`select state from refund where id = ${refundId}`
  expect(refund?.state).toBe('done')
  // What an officer did by name is confirmed by that; what follows is nobody's by name and has to be confirmed.
  const [entry] = await db.owner`select actor_kind from journal_entry where kind = 'refund_sent'`
  expect(entry?.actor_kind).toBe('job')
})
