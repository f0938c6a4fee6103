import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeJob, type Officer } from '#lib/actor/actor'
import { coverArrears } from '#lib/assessment/credit/cover-arrears.commands'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { nextWorkingDay } from '#lib/core/working-days'
import { splitByList } from '#lib/matching/agreement/split.commands'
import { approveRefund } from '#lib/refund/decide.commands'
import { decideStray } from '#lib/refund/decide-stray.commands'
import { followBankRefunds } from '#lib/refund/follow.commands'
import { cancelRefundOrder } from '#lib/refund/order/cancel.commands'
import { createRefundOrder } from '#lib/refund/order/create.commands'
import { showOrderOverview, waitingForOrder } from '#lib/refund/order/orders.queries'
import { proposeRefund } from '#lib/refund/propose.commands'
import { newOfficer, resolveByTwo } from '#tests/fixtures/refunds'
import { type TestDatabase, testDatabase } from './database.ts'
import { newAssessment, newPayer } from './facts.ts'
import { differences, type Movement, receive } from './statements.ts'

const account = '19-2000145399/0800'
const theirs = '1265098001/5500'
const today = pragueDate(now())
let db: TestDatabase
let clerk: Officer
let accountant: Officer
let another: Officer
let balance = 0
let symbols = 3_100_000

beforeAll(async () => {
  db = await testDatabase()
  clerk = await newOfficer(db, ['refunds.propose', 'matching.write'])
  accountant = await newOfficer(db)
  another = await newOfficer(db)
  await db.owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
    select code, ${account}, 'CZ6508000000192000145399', '2020-01-01' from fee_kind`
})
afterAll(() => db.close())

async function bring(...movements: Omit<Movement, 'on'>[]) {
  const opening = balance
  balance += movements.reduce((sum, one) => sum + one.crowns, 0)
  const told = movements.map((one) => ({ ...one, on: today, ref: String(++symbols) }))
  await receive({ account, from: today, to: today, opening, movements: told })
}

const steps = fc.oneof(
  fc.record({ do: fc.constant('pay' as const), crowns: fc.integer({ min: 1, max: 2000 }), who: fc.nat(1) }),
  fc.record({ do: fc.constant('split' as const), crowns: fc.integer({ min: 2, max: 2000 }), who: fc.nat(1) }),
  fc.record({
    do: fc.constant('assess' as const),
    crowns: fc.integer({ min: 1, max: 900 }),
    who: fc.nat(1),
    isLate: fc.boolean(),
  }),
  fc.record({ do: fc.constant('refund' as const), share: fc.integer({ min: 1, max: 100 }), who: fc.nat(1) }),
  fc.record({
    do: fc.constantFrom('cover' as const, 'order' as const, 'cancel' as const, 'follow' as const),
  }),
  fc.record({
    do: fc.constantFrom(
      'leave' as const,
      'leave' as const,
      'stray' as const,
      'come back' as const,
      'take back' as const,
    ),
    nth: fc.nat(5),
  }),
  fc.record({
    do: fc.constant('resolve' as const),
    nth: fc.nat(5),
    outcome: fc.constantFrom('done' as const, 'failed' as const),
  }),
)

test('whatever happens to credit, refunds and their orders, in any order: no haléř is made or lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 14 }), async (chosen) => {
      const people = await Promise.all(
        [0, 1].map(async () => {
          const { payerId } = await newPayer(db)
          const variableSymbol = String(++symbols)
          const { accountId } = await newAssessment(db, 300, { payerId, variableSymbol, dueOn: '2099-05-31' })
          return { payerId, variableSymbol, accountId }
        }),
      )
      const person = (who: number) =>
        people[who] ?? people[0] ?? { payerId: '', variableSymbol: '', accountId: 0 }
      const refundsIn = async (state: string) =>
        db.owner<{ id: string; reference: string; crowns: number }[]>`
          select id, reference, amount_hal / 100.0 as crowns from refund
           where state = ${state} and account_id = any(${people.map((one) => one.accountId)}) order by reference`
      for (const step of chosen) {
        if (step.do === 'pay') await bring({ crowns: step.crowns, vs: person(step.who).variableSymbol })
        else if (step.do === 'split') {
          await bring({ crowns: step.crowns, vs: String(++symbols), from: theirs })
          const [entry] = await db.owner<{ id: string }[]>`select id from bank_entry order by id desc limit 1`
          const part = Math.floor(step.crowns / 2)
          const rows = [part, step.crowns - part].map((crowns, index) => ({
            ...{ line: index + 2, specificSymbol: null, amountHal: BigInt(crowns * 100) },
            variableSymbol: person(index).variableSymbol,
          }))
          const seenAmountHal = BigInt(step.crowns * 100)
          await splitByList(clerk, { bankEntryId: Number(entry?.id), seenAmountHal, rows, reason: 'seznam' })
        } else if (step.do === 'assess') {
          const dueOn = step.isLate ? '2024-03-31' : '2099-03-31'
          await newAssessment(db, step.crowns, {
            ...{ payerId: person(step.who).payerId, feeKindCode: 'pes', dueOn, period: String(++symbols) },
          })
        } else if (step.do === 'refund') {
          const { payerId, accountId } = person(step.who)
          const [row] = await db.owner<
            { hal: string }[]
          >`select credit_hal as hal from account_balance where account_id = ${accountId}`
          const seenCreditHal = BigInt(row?.hal ?? 0)
          // Whole crowns, as statements of these tests tell them.
          const amountHal = ((seenCreditHal * BigInt(step.share)) / 10_000n) * 100n
          const proposed = await proposeRefund(clerk, {
            ...{ accountId, ground: 'credit', entitled: { payerId }, amountHal, seenCreditHal },
            ...{ to: { bankAccount: theirs }, exceptionalReason: 'zkouška' },
          })
          if (proposed?.ok) {
            const { refundId } = proposed.value
            await approveRefund(accountant, { refundId, seenAmountHal: amountHal })
          }
        } else if (step.do === 'order') {
          const waiting = await waitingForOrder(db.database)
          const seenTotalHal = waiting.reduce((sum, one) => sum + one.amountHal, 0n)
          await createRefundOrder(accountant, {
            bankAccount: account,
            format: 'abo',
            dueOn: nextWorkingDay(today),
            seenTotalHal,
          })
        } else if (step.do === 'cancel') {
          const [last] = await db.owner<
            { id: number }[]
          >`select id from refund_order order by id desc limit 1`
          if (last) await cancelRefundOrder(another, { number: last.id, reason: 'zkouška' })
        } else if (step.do === 'leave') {
          const sent = await refundsIn('sent')
          const one = sent[step.nth % Math.max(sent.length, 1)]
          if (one) await bring({ crowns: -Number(one.crowns), vs: one.reference, from: theirs })
        } else if (step.do === 'stray') {
          // A movement of a refund whose order was cancelled, that was said to have failed, or is out already.
          const all = [
            ...(await refundsIn('failed')),
            ...(await refundsIn('approved')),
            ...(await refundsIn('done')),
          ]
          const one = all[step.nth % Math.max(all.length, 1)]
          if (one) await bring({ crowns: -Number(one.crowns), vs: one.reference, from: theirs })
        } else if (step.do === 'come back' || step.do === 'take back') {
          const done = await refundsIn('done')
          const one = done[step.nth % Math.max(done.length, 1)]
          const isReversal = step.do === 'take back'
          if (one)
            await bring({ crowns: Number(one.crowns), vs: one.reference, from: theirs, reversal: isReversal })
        } else if (step.do === 'resolve') {
          const sent = await refundsIn('sent')
          const one = sent[step.nth % Math.max(sent.length, 1)]
          if (one)
            await resolveByTwo([accountant, another], {
              ...{ refundId: one.id, outcome: step.outcome, reason: 'zkouška' },
            })
        } else if (step.do === 'cover') await coverArrears(makeJob('cover-arrears'))
        else await followBankRefunds(makeJob('tend-refunds'))
      }
      await followBankRefunds(makeJob('tend-refunds'))
      for (const { bankEntryId, amountHal } of (await showOrderOverview(another))?.strayMovements ?? []) {
        const said = {
          bankEntryId,
          meaning: 'paid_twice',
          seenAmountHal: amountHal,
          reason: 'výpis',
        } as const
        expect(await decideStray(another, said)).toEqual({ ok: true, value: null })
      }
      expect(await differences()).toEqual([])
      const [sums] = await db.owner`
        select (select coalesce(sum(amount_hal), 0)::int from journal_line) as whole,
               (select count(*)::int from account_balance where credit_hal < 0) as below_zero,
               (select count(*)::int from assessment_balance where paid_hal > assessed_hal) as above_whole`
      expect(sums).toEqual({ whole: 0, below_zero: 0, above_whole: 0 })
    }),
    { numRuns: 25 },
  )
}, 110_000)
