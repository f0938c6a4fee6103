import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { readClaims } from '#lib/assessment/claims.queries'
import { remainingHal } from '#lib/assessment/rules'
import { refreshPayment } from '#lib/payment/refresh.commands'
import { newAssessment, newPayer } from '#tests/db/facts'
import {
  attemptRow,
  begin,
  click,
  creditOn,
  newCitizen,
  type PaymentWorld,
  paymentWorld,
} from '#tests/fixtures/payments'
import { verifyLedger } from './verify.queries.ts'

const job = makeJob('poll-payments')
let world: PaymentWorld
beforeAll(async () => {
  world = await paymentWorld()
})
afterAll(() => world.close())

async function payAll(attemptIds: readonly string[]) {
  const rows = await Promise.all(attemptIds.map((id) => attemptRow(world.db, id)))
  await Promise.all(rows.map((row) => world.decide(row.gateway_payment_id, 'pay')))
  return Promise.all(attemptIds.map((id) => refreshPayment(job, id)))
}

/** People who all pay for one another, each with a claim of 900 crowns. */
async function household(size: number) {
  const people = await Promise.all(Array.from({ length: size }, () => newPayer(world.db)))
  const claims = await Promise.all(
    people.map(({ payerId }) => newAssessment(world.db, 900, { payerId, dueOn: '2099-05-31' })),
  )
  for (const one of people) {
    for (const other of people) {
      if (one === other) continue
      await world.db.owner`insert into payer_link (acting_payer_id, for_payer_id, kind, valid_from, source)
        values (${one.payerId}, ${other.payerId}, 'common_remitter', '2020-01-01', 'test')`
    }
  }
  const citizens = await Promise.all(people.map(({ payerId }) => newCitizen(world.db, payerId)))
  return { claims, citizens }
}

test('everybody of a household pays for everybody at once, in every order: no deadlock, the rest is credit', async () => {
  const size = 6
  const { claims, citizens } = await household(size)
  const ids = claims.map((claim) => claim.assessmentId)
  const begun = await Promise.all(
    citizens.map((citizen, index) => {
      const turned = [...ids.slice(index), ...ids.slice(0, index)]
      return begin(citizen, index % 2 ? turned.reverse() : turned, size * 900)
    }),
  )
  expect(await payAll(begun.map((one) => one.attemptId))).toEqual(Array(size).fill('paid'))
  for (const { accountId } of claims) expect(await creditOn(world.db, accountId)).toBe((size - 1) * 900)
  expect((await verifyLedger(job)).differences).toEqual([])
})

test('different orders of one account at once sum up', async () => {
  const { payerId } = await newPayer(world.db)
  const citizen = await newCitizen(world.db, payerId)
  const claims = []
  for (let year = 2030; year < 2042; year++) {
    claims.push(await newAssessment(world.db, 100, { payerId, period: String(year), dueOn: `${year}-05-31` }))
  }
  const begun = await Promise.all(claims.map((claim) => begin(citizen, [claim.assessmentId], 100)))
  expect(new Set(await payAll(begun.map((one) => one.attemptId)))).toEqual(new Set(['paid']))
  const left = await readClaims(citizen)
  expect(left.map((claim) => remainingHal(claim))).toEqual(Array(12).fill(0n))
  expect(await creditOn(world.db, claims[0]?.accountId ?? 0)).toBe(0)
  expect((await verifyLedger(job)).differences).toEqual([])
})

const step = fc.oneof(
  fc.record({
    kind: fc.constant('assess' as const),
    crowns: fc.integer({ min: 1, max: 5000 }),
    fee: fc.constantFrom('odpad', 'pes', 'najem'),
    month: fc.integer({ min: 1, max: 12 }),
  }),
  fc.record({
    kind: fc.constant('pay' as const),
    chosen: fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('pay_twice' as const),
    chosen: fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('stop' as const), isStopped: fc.boolean() }),
)

test('whatever is assessed and paid in whatever order, no haléř is made or lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
      const { payerId } = await newPayer(world.db)
      const people = [await newCitizen(world.db, payerId), await newCitizen(world.db, payerId)]
      let paidHal = 0n
      for (const [index, one] of steps.entries()) {
        if (one.kind === 'assess') {
          const dueOn = `2099-${String(one.month).padStart(2, '0')}-15`
          const facts = { payerId, feeKindCode: one.fee, period: `2099-${index}`, dueOn }
          await newAssessment(world.db, one.crowns, facts)
        } else if (one.kind === 'stop') {
          await world.db.owner`update payer set allocation_stopped = ${one.isStopped} where id = ${payerId}`
        } else {
          const payers = people.slice(0, one.kind === 'pay' ? 1 : 2)
          const open = (await readClaims(people[0] as never)).filter((claim) => remainingHal(claim) > 0n)
          const picked = [...new Set(one.chosen.map((nth) => open[nth % Math.max(open.length, 1)]))]
          const chosen = picked.filter((claim) => claim !== undefined)
          if (chosen.length === 0) continue
          const sumHal = chosen.reduce((sum, claim) => sum + remainingHal(claim), 0n)
          const ids = chosen.map((claim) => claim.assessmentId)
          const clicks = await Promise.all(
            payers.map((citizen) => click(citizen, ids, Number(sumHal / 100n))),
          )
          const begun = clicks.flatMap((each) => (each.ok ? [each.value.attemptId] : []))
          const states = await payAll(begun)
          expect(new Set(states).size).toBeLessThanOrEqual(1)
          paidHal += sumHal * BigInt(begun.length)
        }
      }
      const [row] = await world.db.owner<{ laid: string }[]>`
        select coalesce(-sum(l.amount_hal), 0)::text as laid from journal_line l join account a on a.id = l.account_id
         where a.payer_id = ${payerId} and l.side = 'credit'`
      expect(BigInt(row?.laid ?? 0)).toBe(paidHal)
      expect((await verifyLedger(job)).differences).toEqual([])
    }),
    { numRuns: 12 },
  )
}, 90_000)
