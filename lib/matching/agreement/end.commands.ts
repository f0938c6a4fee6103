import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { mayMatch } from '../access.ts'

/** Ends an agreement from today on; false where there is none that lasts. Null for anybody who may not. */
export async function endAgreement(actor: Officer, id: number): Promise<boolean | null> {
  if (!mayMatch(actor)) return null
  return database().transaction(async (tx) => {
    const [ended] = await tx.execute(sql`
      update payment_list set valid_to = greatest(valid_from, ${pragueDate(now())}::date - 1)
       where id = ${id} and valid_to is null returning id`)
    if (!ended) return false
    await appendAudit(tx, actor, {
      action: 'payment_list.end',
      subjectKind: 'payment_list',
      subjectId: String(id),
    })
    return true
  })
}
