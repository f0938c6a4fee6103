import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { postEntry } from '#lib/ledger/post.commands'
import { mayRecover } from '../access.ts'
import { lockReceivable } from './find.queries.ts'
import { writeMoves } from './write.commands.ts'

export type WriteOffProblem =
  | 'settled'
  | 'not_decided'
  | 'amount_changed'
  | 'no_reason'
  | 'same_officer'
  | 'not_proposed'

/**
 * An officer asks for what remains of a receivable to be written off, once who owes it was decided; another one must
 * agree. `seenRemainsHal` is what remained as the officer saw it. Null for anybody who may not, and for what is not there.
 */
export async function proposeWriteOff(
  actor: Officer,
  wish: { receivableId: number; seenRemainsHal: bigint; reason: string },
): Promise<Result<null, WriteOffProblem> | null> {
  if (!mayRecover(actor)) return null
  const { receivableId, seenRemainsHal } = wish
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  return database().transaction(async (tx) => {
    const found = await lockReceivable(tx, receivableId)
    if (!found) return null
    if (found.remainsHal === 0n) return fail('settled')
    if (found.turns === 0) return fail('not_decided')
    if (found.remainsHal !== seenRemainsHal) return fail('amount_changed')
    await tx.execute(sql`
      insert into receivable_write_off (receivable_id, amount_hal, reason, proposed_by)
      values (${receivableId}, ${found.remainsHal}, ${reason}, ${actor.identityId})`)
    await appendAudit(tx, actor, {
      action: 'receivable.propose_write_off',
      subjectKind: 'receivable',
      subjectId: String(receivableId),
      payerId: found.payerId,
      details: { amountHal: String(found.remainsHal) },
    })
    return ok(null)
  })
}

/**
 * A second officer agrees that what remains is written off, as the last proposal asks. `seenRemainsHal` is what remained
 * as the officer saw it. Null for anybody who may not, and for what is not there.
 */
export async function agreeToWriteOff(
  actor: Officer,
  wish: { receivableId: number; seenRemainsHal: bigint },
): Promise<Result<null, WriteOffProblem> | null> {
  if (!mayRecover(actor)) return null
  const { receivableId, seenRemainsHal } = wish
  return database().transaction(async (tx) => {
    const found = await lockReceivable(tx, receivableId)
    if (!found) return null
    if (found.remainsHal === 0n) return fail('settled')
    if (found.remainsHal !== seenRemainsHal) return fail('amount_changed')
    const [asked] = await tx.execute<{
      id: string
      amount_hal: string
      reason: string
      proposed_by: string
    }>(sql`
      select id, amount_hal, reason, proposed_by from receivable_write_off
       where receivable_id = ${receivableId} order by id desc limit 1`)
    // What came in since then was not in the first officer's mind.
    if (!asked || BigInt(asked.amount_hal) !== found.remainsHal) return fail('not_proposed')
    if (asked.proposed_by === actor.identityId) return fail('same_officer')
    const writeOffsId = await findOrOpenAccount(tx, { kind: 'write_offs' })
    const entry = { kind: 'receivable_written_off', effectiveOn: pragueDate(now()) } as const
    const entryId = await postEntry(
      tx,
      actor,
      {
        ...entry,
        sourceReference: `receivable:${receivableId}`,
        fingerprint: `receivable:${receivableId}:write_off:${asked.id}`,
      },
      [
        { accountId: writeOffsId, amountHal: found.remainsHal },
        { accountId: found.ledgerAccountId, amountHal: -found.remainsHal },
      ],
    )
    if (entryId === null) return fail('not_proposed')
    await writeMoves(tx, actor, [
      {
        ...{ receivableId, kind: 'write_off', amountHal: found.remainsHal, entryId },
        ...{ writeOffId: Number(asked.id), reason: asked.reason },
      },
    ])
    return ok(null)
  })
}
