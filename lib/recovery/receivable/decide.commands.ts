import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { fail, ok, type Result } from '#lib/core/result'
import { mayRecover } from '../access.ts'
import { lockReceivable } from './find.queries.ts'
import type { ReceivableGround } from './rules.ts'

export type DecideProblem = 'settled' | 'amount_changed' | 'no_reason' | 'unknown_debtor'

/**
 * An officer decides who owes a receivable, a payer by their number in the agenda or somebody by name, and on which ground of
 * the law. May be decided anew; the last decision counts. `seenRemainsHal` is what remained as the officer saw it. Null for
 * anybody who may not, and for what is not there.
 */
export async function decideReceivable(
  actor: Officer,
  wish: {
    receivableId: number
    seenRemainsHal: bigint
    debtor: { payerExternalId: string } | { name: string }
    ground: ReceivableGround
    reason: string
  },
): Promise<Result<null, DecideProblem> | null> {
  if (!mayRecover(actor)) return null
  const { receivableId, seenRemainsHal, debtor, ground } = wish
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  return database().transaction(async (tx) => {
    const found = await lockReceivable(tx, receivableId)
    if (!found) return null
    if (found.remainsHal === 0n) return fail('settled')
    if (found.remainsHal !== seenRemainsHal) return fail('amount_changed')
    const name = 'name' in debtor ? debtor.name.trim() : null
    const [payer] =
      'name' in debtor
        ? []
        : await tx.execute<{ id: string }>(
            sql`select id from payer where external_id = ${debtor.payerExternalId}`,
          )
    if (!payer && !name) return fail('unknown_debtor')
    const turn = found.turns + 1
    await tx.execute(sql`
      insert into receivable_decision (receivable_id, turn, debtor_payer_id, debtor_name, ground, reason, decided_by)
      values (${receivableId}, ${turn}, ${payer?.id ?? null}, ${name}, ${ground}, ${reason}, ${actor.identityId})`)
    await appendAudit(tx, actor, {
      action: 'receivable.decide',
      subjectKind: 'receivable',
      subjectId: String(receivableId),
      payerId: payer?.id ?? found.payerId,
      details: { ground, turn },
    })
    return ok(null)
  })
}
