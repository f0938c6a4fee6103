import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Line } from './post.commands.ts'

/** Where a part of a payment was laid: on a claim, or without one as credit. In haléře. */
export interface LaidLeg {
  assessmentId: string | null
  amountHal: bigint
}

/** What may be taken off one account, and from where. */
export interface Taking {
  /** Where the money was laid; their sum is what is wanted, unless `wantedHal` says less. */
  legs: readonly LaidLeg[]
  wantedHal?: bigint
  /** Claims the money moved on to, and how much of it; taken from in this order, after the legs and the credit. */
  further?: readonly LaidLeg[]
  /** Whether the other claims may be opened too, the latest first. */
  mayOpenOthers: boolean
}

/**
 * The lines that take so much off one account: first from where it was laid, then from credit, then from where it
 * moved on to. `missingHal` is what is not there. The caller holds the account's lock.
 */
export async function takeLegs(
  tx: Transaction,
  accountId: number,
  { legs, wantedHal, further = [], mayOpenOthers }: Taking,
): Promise<{ lines: Line[]; missingHal: bigint }> {
  const rows = await tx.execute<{ assessment_id: string | null; paid_hal: string }>(sql`
    select null as assessment_id, credit_hal as paid_hal, null::date as last_day
      from account_balance where account_id = ${accountId}
    union all
    select * from (select a.id::text, b.paid_hal, a.last_day from assessment a
                     join assessment_balance b on b.assessment_id = a.id
                    where a.account_id = ${accountId} and b.paid_hal > 0 order by a.last_day desc, a.id) paid`)
  const here = new Map(rows.map((row) => [row.assessment_id, BigInt(row.paid_hal)]))
  const taken = new Map<string | null, bigint>()
  let leftHal = wantedHal ?? legs.reduce((total, leg) => total + leg.amountHal, 0n)
  const take = (from: string | null, mostHal: bigint) => {
    const availableHal = (here.get(from) ?? 0n) - (taken.get(from) ?? 0n)
    const limitHal = mostHal < leftHal ? mostHal : leftHal
    const amountHal = limitHal < availableHal ? limitHal : availableHal
    if (amountHal <= 0n) return
    taken.set(from, (taken.get(from) ?? 0n) + amountHal)
    leftHal -= amountHal
  }
  for (const leg of legs) take(leg.assessmentId, leg.amountHal)
  take(null, leftHal)
  for (const leg of further) take(leg.assessmentId, leg.amountHal)
  if (mayOpenOthers) for (const from of here.keys()) take(from, leftHal)
  const lines = [...taken].map(
    ([assessmentId, amountHal]): Line => ({
      accountId,
      side: 'credit',
      amountHal,
      ...(assessmentId ? { assessmentId } : {}),
    }),
  )
  return { lines, missingHal: leftHal }
}
