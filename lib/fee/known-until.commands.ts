import { eq } from 'drizzle-orm'
import { database } from '#db/client'
import { feeKind } from '#db/schema/fee'
import type { Job } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { now } from '#lib/core/clock'
import { type IsoDate, isoDate, pragueDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'

/**
 * Says up to which day transfers of a fee kind are known, and returns the day told before. A mistake may be taken
 * back, since an earlier day only makes the portal say less; a day to come cannot be known.
 */
export async function setPaymentsKnownUntil(
  actor: Job,
  feeKindCode: string,
  day: IsoDate,
): Promise<Result<IsoDate | null, 'unknown_kind' | 'in_future'>> {
  if (day > pragueDate(now())) return fail('in_future')
  return database().transaction(async (tx) => {
    const [kind] = await tx.select().from(feeKind).where(eq(feeKind.code, feeKindCode)).for('update')
    if (!kind) return fail('unknown_kind')
    const before = kind.paymentsKnownUntil ? isoDate(kind.paymentsKnownUntil) : null
    if (before === day) return ok(before)
    await tx.update(feeKind).set({ paymentsKnownUntil: day }).where(eq(feeKind.code, feeKindCode))
    await appendAudit(tx, actor, {
      action: 'fee_kind.payments_known_until',
      subjectKind: 'fee_kind',
      subjectId: feeKindCode,
      details: { day, before },
    })
    return ok(before)
  })
}
