import { and, asc, eq, inArray } from 'drizzle-orm'
import { database } from '#db/client'
import { refund } from '#db/schema/refund'
import type { Job } from '#lib/actor/actor'
import { log } from '#lib/core/log'
import { followBankRefunds } from './follow.commands.ts'
import { proposeReturns } from './propose-returns.commands.ts'
import { sendRefund } from './send.commands.ts'
import { tendWaiting } from './tend-waiting.commands.ts'

/**
 * The round over refunds: follows those to bank accounts in the statements, sends those that a stop or a missing gateway left approved, holds those whose sending was
 * interrupted, and revives or closes the requests that wait.
 */
export async function tendRefunds(actor: Job): Promise<void> {
  for (const step of [tendWaiting, followBankRefunds, proposeReturns]) {
    await step(actor).catch((error) => log.error(error, 'a part of the round over refunds failed'))
  }
  const due = await database()
    .select({ id: refund.id })
    .from(refund)
    .where(and(eq(refund.way, 'gateway'), inArray(refund.state, ['approved', 'sent', 'unknown'])))
    .orderBy(asc(refund.proposedAt))
  for (const { id } of due) {
    await sendRefund(actor, id).catch((error) => log.error(error, 'a refund could not be sent'))
  }
}
