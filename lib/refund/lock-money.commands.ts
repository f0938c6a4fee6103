import { eq } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { paymentAttempt } from '#db/schema/payment'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import type { Refund } from './move.commands.ts'

/** The attempt first, then the account: the order in which a payment being settled locks them. */
export async function lockMoney(
  tx: Transaction,
  { attemptId, accountId }: Pick<Refund, 'attemptId' | 'accountId'>,
) {
  if (attemptId) {
    await tx
      .select({ id: paymentAttempt.id })
      .from(paymentAttempt)
      .where(eq(paymentAttempt.id, attemptId))
      .for('update')
  }
  await lockAccounts(tx, [accountId])
}
