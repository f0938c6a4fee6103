import { expect } from 'vitest'
import { differences, release } from '../statements.ts'
import { follow, type SequenceWorld, tell } from './world.ts'

/**
 * Tells the bank's whole truth, lets every job follow it, and then asks `ledger verify`, and by sums of its own whether a
 * haléř was made or lost.
 */
export async function judge(at: SequenceWorld): Promise<void> {
  await follow(at)
  await tell(at.timeline.whole())
  const [held] = await at.owner<{ id: string }[]>`select h.id from held_statement h
    where not exists (select 1 from held_statement_decision d where d.held_id = h.id) order by h.id desc limit 1`
  if (held && (await countTold(at)) < at.timeline.movements.length) await release(Number(held.id))
  await follow(at)
  await follow(at)
  expect(await differences()).toEqual([])
  const { movements } = at.timeline
  const [sums] = await at.owner`
    select (select coalesce(sum(amount_hal), 0)::int from journal_line) as whole,
           (select coalesce(sum(l.amount_hal) / 100.0, 0)::float from journal_line l join account a on a.id = l.account_id
             where a.kind = 'bank_account') as bank,
           (select count(*)::int from account_balance where credit_hal < 0) as below_zero,
           (select count(*)::int from assessment_balance where paid_hal > assessed_hal or paid_hal < 0) as above_whole`
  expect({ ...sums, told: await countTold(at), bank: Math.round(Number(sums?.bank) * 100) / 100 }).toEqual({
    whole: 0,
    told: movements.length,
    bank: Math.round(at.timeline.balance() * 100) / 100,
    below_zero: 0,
    above_whole: 0,
  })
}

async function countTold({ owner }: SequenceWorld): Promise<number> {
  const [row] = await owner`select count(*)::int as count from bank_entry`
  return row?.count
}
