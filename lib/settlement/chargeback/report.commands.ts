import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Actor, Officer } from '#lib/actor/actor'
import { fail, ok, type Result } from '#lib/core/result'
import { sentence } from '#lib/gateway/settlement-sentences'
import { mayDecide } from '../access.ts'
import { bookChargeback, lockPaid } from './book.commands.ts'
import { findLive } from './payment.queries.ts'
import { bookWon } from './won.commands.ts'

export type ChargebackProblem = 'no_reason' | 'no_amount' | 'amount_changed' | 'too_much' | 'not_taken'

/**
 * An officer tells that a bank took so much of a card payment back, where the gateway's settlement does not.
 * `seenAmountHal` is what of the payment the officer saw as not yet taken back. Null for anybody who may not, and for
 * a payment that is not there or not paid.
 */
export async function reportChargeback(
  actor: Officer,
  wish: { attemptId: string; amountHal: bigint; seenAmountHal: bigint; reason: string },
): Promise<Result<{ chargebackId: string }, ChargebackProblem> | null> {
  if (!mayDecide(actor)) return null
  const { attemptId, amountHal, seenAmountHal } = wish
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  if (amountHal <= 0n) return fail('no_amount')
  return database().transaction(async (tx) => {
    const found = await lockPaid(tx, attemptId)
    if (!found) return null
    const leftHal = found.attempt.amountHal - found.takenHal
    if (leftHal !== seenAmountHal) return fail('amount_changed')
    if (amountHal > leftHal) return fail('too_much')
    return ok({ chargebackId: await bookChargeback(tx, actor, found.attempt, { amountHal, reason }) })
  })
}

/**
 * An officer tells that a chargeback was decided for the city and the money is back. `seenAmountHal` is its amount.
 * Null for anybody who may not, and for a payment that is not there or not paid.
 */
export async function reportChargebackWon(
  actor: Officer,
  wish: { attemptId: string; seenAmountHal: bigint; reason: string },
): Promise<Result<null, ChargebackProblem> | null> {
  if (!mayDecide(actor)) return null
  const { attemptId, seenAmountHal } = wish
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  return database().transaction(async (tx) => {
    const found = await lockPaid(tx, attemptId)
    if (!found) return null
    const live = await findLive(tx, attemptId)
    if (live.length === 0) return fail('not_taken')
    const chosen = live.find((one) => one.amountHal === seenAmountHal)
    if (!chosen) return fail('amount_changed')
    await bookWon(tx, actor, found.attempt, { chargebackId: chosen.chargebackId, reason })
    return ok(null)
  })
}

/** The reason written where no officer told one. */
const bySettlement = sentence('chargebackTold')

/**
 * Books the chargebacks that settlements tell and nobody has booked, and those that came back: as many of a payment
 * and an amount as the settlements tell. Returns how many.
 */
export async function bookTold(actor: Actor): Promise<number> {
  const due = await database().execute<{ attempt_id: string; amount_hal: string; is_won: boolean }>(sql`
    select r.attempt_id, r.amount_hal, r.kind = 'chargeback_won' as is_won
      from (select attempt_id, kind, abs(gross_hal) as amount_hal, count(*) as told from settlement_row
             where kind in ('chargeback', 'chargeback_won') and attempt_id is not null
             group by attempt_id, kind, abs(gross_hal)) r
     where r.told > (
       select count(*) from chargeback c left join chargeback_won w on w.chargeback_id = c.id
        where c.attempt_id = r.attempt_id and c.amount_hal = r.amount_hal
          and (r.kind = 'chargeback' or w.chargeback_id is not null))
     order by is_won, r.attempt_id`)
  let booked = 0
  for (const { attempt_id: attemptId, amount_hal, is_won: isWon } of due) {
    if (await bookToldOf(actor, attemptId, BigInt(amount_hal), isWon)) booked++
  }
  return booked
}

/** One more of the told ones, counted anew under the payment's lock; false where all are booked or none can be. */
async function bookToldOf(
  actor: Actor,
  attemptId: string,
  amountHal: bigint,
  isWon: boolean,
): Promise<boolean> {
  return database().transaction(async (tx) => {
    const found = await lockPaid(tx, attemptId)
    if (!found) return false
    const [counts] = await tx.execute<{ told: number; booked: number }>(sql`
      select (select count(*)::int from settlement_row r where r.attempt_id = ${attemptId}
                and r.kind = ${isWon ? 'chargeback_won' : 'chargeback'} and abs(r.gross_hal) = ${amountHal}::bigint) as told,
             (select count(*)::int from chargeback c left join chargeback_won w on w.chargeback_id = c.id
               where c.attempt_id = ${attemptId} and c.amount_hal = ${amountHal}::bigint
                 and (${!isWon}::boolean or w.chargeback_id is not null)) as booked`)
    if (!counts || counts.told <= counts.booked) return false
    if (!isWon) {
      if (found.takenHal + amountHal > found.attempt.amountHal) return false
      await bookChargeback(tx, actor, found.attempt, { amountHal, reason: bySettlement })
      return true
    }
    const live = (await findLive(tx, attemptId)).find((one) => one.amountHal === amountHal)
    if (!live) return false
    await bookWon(tx, actor, found.attempt, { chargebackId: live.chargebackId, reason: bySettlement })
    return true
  })
}
