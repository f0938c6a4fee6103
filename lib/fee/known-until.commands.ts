import { and, eq, gt, inArray, isNull, lt, or } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { feeKind } from '#db/schema/fee'
import type { Actor, Job } from '#lib/actor/actor'
import { appendAudit, appendAudits } from '#lib/audit/append.commands'
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

/**
 * Moves the day up to which transfers of these fee kinds are known; it never moves back, and no further than today.
 * Returns the kinds that moved, in their own order, each with one row in the audit.
 */
export async function moveKnownUntil(
  tx: Transaction,
  actor: Actor,
  feeKindCodes: readonly string[],
  wantedDay: IsoDate,
): Promise<string[]> {
  const today = pragueDate(now())
  const day = wantedDay > today ? today : wantedDay
  const behind = await tx
    .select({ code: feeKind.code, before: feeKind.paymentsKnownUntil })
    .from(feeKind)
    .where(
      and(
        inArray(feeKind.code, [...feeKindCodes]),
        or(isNull(feeKind.paymentsKnownUntil), lt(feeKind.paymentsKnownUntil, day)),
      ),
    )
    .orderBy(feeKind.sortOrder)
    .for('update')
  const codes = behind.map(({ code }) => code)
  if (codes.length === 0) return []
  await tx.update(feeKind).set({ paymentsKnownUntil: day }).where(inArray(feeKind.code, codes))
  await appendAudits(
    tx,
    actor,
    behind.map(({ code, before }) => ({
      action: 'fee_kind.payments_known_until',
      subjectKind: 'fee_kind',
      subjectId: code,
      details: { day, before },
    })),
  )
  return codes
}

/**
 * Says that transfers of these fee kinds are known only up to an earlier day, because what told more was taken back. A
 * kind that is known no further stays. Each that moved leaves one row in the audit.
 */
export async function shortenKnownUntil(
  tx: Transaction,
  actor: Actor,
  feeKindCodes: readonly string[],
  day: IsoDate,
): Promise<void> {
  const ahead = await tx
    .select({ code: feeKind.code, before: feeKind.paymentsKnownUntil })
    .from(feeKind)
    .where(and(inArray(feeKind.code, [...feeKindCodes]), gt(feeKind.paymentsKnownUntil, day)))
    .orderBy(feeKind.sortOrder)
    .for('update')
  const codes = ahead.map(({ code }) => code)
  if (codes.length === 0) return
  await tx.update(feeKind).set({ paymentsKnownUntil: day }).where(inArray(feeKind.code, codes))
  await appendAudits(
    tx,
    actor,
    ahead.map(({ code, before }) => ({
      action: 'fee_kind.payments_known_until',
      subjectKind: 'fee_kind',
      subjectId: code,
      details: { day, before },
    })),
  )
}
