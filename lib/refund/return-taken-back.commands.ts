import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { auditRefund } from './audit.commands.ts'
import { lockRefund, moveRefund } from './move.commands.ts'

/** The bank took back what it had returned of a refund, which is booked already: the money is out after all. */
export async function takeReturnBack(tx: Transaction, actor: Actor, bankEntryId: number): Promise<void> {
  const [line] = await tx.execute<{ refund_id: string }>(sql`
    select refund_id from refund_bank_line where bank_entry_id = ${bankEntryId} and kind = 'returned'`)
  const found = line ? await lockRefund(tx, line.refund_id) : null
  if (found?.state !== 'returned') return
  await moveRefund(tx, actor, found, 'done', { reversalEntryId: null })
  await auditRefund(tx, actor, found, 'refund.return_taken_back')
}
