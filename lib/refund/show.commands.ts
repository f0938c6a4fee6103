import { eq, inArray } from 'drizzle-orm'
import { database } from '#db/client'
import { account } from '#db/schema/account'
import { refund } from '#db/schema/refund'
import type { Officer } from '#lib/actor/actor'
import { appendAudits } from '#lib/audit/append.commands'
import type { RefundState } from './edges.rules.ts'
import { type ListedRefund, listRefunds } from './listing.queries.ts'

/** The newest refunds, or those in one state; each reading of whose they are is recorded. Null for anybody who may not. */
export async function showRefunds(actor: Officer, state: RefundState | null): Promise<ListedRefund[] | null> {
  const listed = await listRefunds(actor, state)
  if (!listed || listed.length === 0) return listed
  await database().transaction(async (tx) => {
    const rows = await tx
      .selectDistinct({ payerId: account.payerId })
      .from(refund)
      .innerJoin(account, eq(account.id, refund.accountId))
      .where(
        inArray(
          refund.id,
          listed.map((one) => one.refundId),
        ),
      )
    await appendAudits(
      tx,
      actor,
      rows.map(({ payerId }) => ({
        action: 'refund.read',
        subjectKind: 'refund',
        subjectId: state ?? 'all',
        payerId,
      })),
    )
  })
  return listed
}
