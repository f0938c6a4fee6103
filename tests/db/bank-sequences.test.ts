import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeOfficer } from '#lib/actor/actor'
import { assignReceipt } from '#lib/matching/assign.commands'
import { undoMatch } from '#lib/recovery/undo-match.commands'
import { type TestDatabase, testDatabase } from './database.ts'
import { newAssessment, newPayer } from './facts.ts'
import { differences, type Movement, newCityAccount, receive, standing } from './statements.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

const officer = makeOfficer({
  identityId: randomUUID(),
  sessionId: randomUUID(),
  name: 'Eva',
  roles: ['clerk'],
  permissions: new Set(['matching.write']),
})
const lastDay = 12
const day = (n: number) => `2026-06-${String(n).padStart(2, '0')}`

/** Few amounts and symbols, so that equal payments, slips and reversals are common. */
const movement = fc.record({
  crowns: fc.constantFrom(900, 900, 540, 300, -200),
  day: fc.integer({ min: 1, max: lastDay }),
  symbol: fc.constantFrom<'first' | 'second' | 'nobody' | 'none'>(
    'first',
    'first',
    'second',
    'nobody',
    'none',
  ),
  isReversed: fc.boolean(),
})
const step = fc.oneof(
  fc.record({
    kind: fc.constant('import' as const),
    from: fc.integer({ min: 1, max: lastDay }),
    days: fc.integer({ min: 0, max: lastDay }),
  }),
  fc.record({
    kind: fc.constant('assign' as const),
    nth: fc.nat(20),
    share: fc.integer({ min: 1, max: 99 }),
  }),
  fc.record({ kind: fc.constant('undo' as const), nth: fc.nat(20) }),
  fc.record({ kind: fc.constant('assess' as const), crowns: fc.integer({ min: 1, max: 2000 }) }),
)

test('statements cut anyhow, in any order, with decisions between: every entry once and no haléř lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(movement, { maxLength: 10 }),
      fc.array(step, { minLength: 2, maxLength: 9 }),
      async (facts, steps) => {
        const account = await newCityAccount(db)
        const symbols = { first: newSymbol(), second: newSymbol(), nobody: newSymbol(), none: undefined }
        const payers = [await newPayer(db), await newPayer(db)]
        for (const [index, { payerId }] of payers.entries()) {
          const variableSymbol = index === 0 ? symbols.first : symbols.second
          await newAssessment(db, 900, { payerId, variableSymbol })
        }
        const all = facts.flatMap((one): Movement[] => {
          const vs = symbols[one.symbol]
          const came = { crowns: one.crowns, on: day(one.day), from: '19/0800', ...(vs ? { vs } : {}) }
          if (!one.isReversed) return [came]
          return [
            came,
            { ...came, crowns: -one.crowns, on: day(Math.min(lastDay, one.day + 2)), reversal: true },
          ]
        })
        const cut = (first: number, last: number) => ({
          account,
          from: day(first),
          to: day(last),
          opening: 1000 + sumOf(all.filter((one) => one.on < day(first))),
          movements: all.filter((one) => one.on >= day(first) && one.on <= day(last)),
        })
        const pick = async (state: 0 | 1, nth: number) => {
          const rows = await db.owner<{ id: string; amount_hal: string }[]>`
            select id, amount_hal from bank_entry b where kind = 'receipt' and bank_account = ${account}
               and (select count(*) % 2 from bank_match m where m.bank_entry_id = b.id) = ${state} order by id`
          const row = rows[nth % Math.max(rows.length, 1)]
          return row ? { bankEntryId: Number(row.id), seenAmountHal: BigInt(row.amount_hal) } : null
        }
        for (const one of steps) {
          if (one.kind === 'import') {
            const { file } = await receive(cut(one.from, Math.min(lastDay, one.from + one.days)))
            expect(file.refusal).toBeNull()
          } else if (one.kind === 'undo') {
            const met = await pick(1, one.nth)
            if (met) await undoMatch(officer, { ...met, reason: 'zkouška' })
          } else if (one.kind === 'assign') {
            const met = await pick(0, one.nth)
            const firstHal = ((met?.seenAmountHal ?? 0n) * BigInt(one.share)) / 100n
            const shares = [firstHal, (met?.seenAmountHal ?? 0n) - firstHal]
            const parts = payers.map(({ payerId }, index) => ({
              payerId,
              feeKindCode: 'odpad',
              amountHal: shares[index] ?? 0n,
            }))
            if (met) await assignReceipt(officer, { ...met, parts, reason: 'zkouška' })
          } else {
            const payerId = payers[one.crowns % 2]?.payerId ?? ''
            await newAssessment(db, one.crowns, { payerId, period: randomUUID() })
          }
        }
        await receive(cut(1, lastDay))
        const [count] = await db.owner`select count(*) as n from bank_entry where bank_account = ${account}`
        expect(Number(count?.n)).toBe(all.length)
        const [laid] = await db.owner`
          select coalesce(-sum(l.amount_hal), 0) / 100 as crowns from journal_line l join account a on a.id = l.account_id
           where a.payer_id = any(${payers.map((one) => one.payerId)}) and l.side = 'credit'`
        const now = await standing(db, account)
        const unidentified = -(now.unidentified ?? 0)
        const otherwise = -(now.other_movements ?? 0)
        expect(Number(laid?.crowns) + unidentified + otherwise).toBe(sumOf(all))
        expect(now.bank_account ?? 0).toBe(1000 + sumOf(all))
        expect(await differences()).toEqual([])
      },
    ),
    { numRuns: 15 },
  )
}, 110_000)

const sumOf = (movements: readonly Movement[]) => movements.reduce((sum, one) => sum + one.crowns, 0)

let symbol = 10_000_019
function newSymbol(): string {
  symbol += 1_357_911
  return String(symbol)
}
