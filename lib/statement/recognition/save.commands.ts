import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import type { BankRule } from '#lib/bank/import/input'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'
import { maySetRules } from './access.ts'
import { tryWithin } from './try.queries.ts'

export type SaveProblem = { kind: 'takes_payments' | 'changes_differ'; count: number }

/**
 * Saves how movements of the bank are recognised from today on, after trying it on the past ones: rules that would take
 * somebody's payment are refused, and the officer says how many past movements they saw to be recognised otherwise. What
 * was booked stays as it is. Null for anybody who may not.
 */
export async function saveRules(
  actor: Officer,
  wish: { rules: readonly BankRule[]; seenChanges: number },
): Promise<Result<null, SaveProblem> | null> {
  if (!maySetRules(actor)) return null
  const today = pragueDate(now())
  return database().transaction(async (tx) => {
    const { changed } = await tryWithin(tx, wish.rules, today)
    const payments = changed.filter((one) => one.isPayment).length
    if (payments > 0) return fail({ kind: 'takes_payments', count: payments })
    if (changed.length !== wish.seenChanges) return fail({ kind: 'changes_differ', count: changed.length })
    await tx.execute(sql`
      select set_city_setting('officer', ${actor.identityId}, 'bankRules', ${JSON.stringify(wish.rules)}::jsonb,
                              ${today}::date)`)
    await appendAudit(tx, actor, {
      action: 'city_setting.bank_rules',
      subjectKind: 'city_setting',
      subjectId: 'bankRules',
      details: { rules: wish.rules.length, changes: changed.length },
    })
    return ok(null)
  })
}
