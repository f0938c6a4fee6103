import { eq } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { account } from '#db/schema/account'
import { appendAudit } from '#lib/audit/append.commands'
import type { moveRefund, Refund } from './move.commands.ts'

/** The act's row in the audit, under the payer whose account it is. */
export async function auditRefund(
  tx: Transaction,
  actor: Parameters<typeof moveRefund>[1],
  about: Refund,
  action: `refund.${string}`,
): Promise<void> {
  const [owner] = await tx
    .select({ payerId: account.payerId })
    .from(account)
    .where(eq(account.id, about.accountId))
  await appendAudit(tx, actor, {
    action,
    subjectKind: 'refund',
    subjectId: about.id,
    payerId: owner?.payerId ?? null,
    details: { amountHal: String(about.amountHal), ground: about.ground, way: about.way },
  })
}
