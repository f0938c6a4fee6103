import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { paymentAttempt } from '#db/schema/payment'
import { chargeback } from '#db/schema/settlement'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { updateLegalStates } from '#lib/assessment/update-legal-states.commands'
import { appendAudits } from '#lib/audit/append.commands'
import { isoDate } from '#lib/core/dates'
import { sumHal } from '#lib/core/money'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { attemptFingerprint } from '#lib/ledger/payment-fingerprint.queries'
import { type Line, postEntry } from '#lib/ledger/post.commands'
import { relayCredit } from '#lib/ledger/relay-credit.commands'
import type { LaidLeg } from '#lib/ledger/take-legs.queries'
import { payersOf } from '#lib/recovery/moved-on.queries'
import { writeReceivables } from '#lib/recovery/receivable/write.commands'
import { type Demand, receivablesAccount, takeOff } from '#lib/recovery/take-off.commands'

/** A paid attempt with its legal day. */
export type PaidAttempt = typeof paymentAttempt.$inferSelect & { paidOn: string }

/** The paid attempt, locked till the end of the transaction, with what banks have taken back of it; or null. */
export async function lockPaid(
  tx: Transaction,
  attemptId: string,
): Promise<{ attempt: PaidAttempt; takenHal: bigint } | null> {
  const [attempt] = await tx
    .select()
    .from(paymentAttempt)
    .where(and(eq(paymentAttempt.id, attemptId), eq(paymentAttempt.state, 'paid')))
    .for('update')
  if (!attempt?.paidOn) return null
  const [taken] = await tx.execute<{ hal: string }>(sql`
    select coalesce(sum(c.amount_hal), 0) as hal from chargeback c where c.attempt_id = ${attemptId}
       and not exists (select 1 from chargeback_won w where w.chargeback_id = c.id)`)
  return { attempt: { ...attempt, paidOn: attempt.paidOn }, takenHal: BigInt(taken?.hal ?? 0) }
}

/**
 * Books that a bank took so much of a payment back, under the legal day of the payment: the gateway owes us less, and
 * the money leaves where it lies, first what was laid last; what was done with it since is undone in order (see `takeOff`).
 * What left the city is a receivable, against whom an officer decides. Credit that is left is laid on the claims that
 * opened. The caller has locked the attempt and knows that so much is left of it.
 */
export async function bookChargeback(
  tx: Transaction,
  actor: Actor,
  attempt: PaidAttempt,
  taken: { amountHal: bigint; reason: string },
): Promise<string> {
  const id = randomUUID()
  const { amountHal, reason } = taken
  const mark = `chargeback:${id}`
  const off = await takeOff(tx, actor, demandsFor(await readLaid(tx, attempt.id), amountHal), mark)
  const clearingId = await findOrOpenAccount(tx, { kind: 'gateway_clearing', gateway: attempt.gateway })
  const lines: Line[] = [{ accountId: clearingId, amountHal: -amountHal }, ...off.lines]
  const ledgerAccountId = off.shortfalls.length > 0 ? await receivablesAccount(tx) : 0
  const ownHal = sumHal(off.shortfalls.filter((one) => one.entryId === null).map((one) => one.amountHal))
  lines.push({ accountId: ledgerAccountId, amountHal: ownHal })
  const entryId = await postEntry(
    tx,
    actor,
    {
      kind: 'chargeback',
      effectiveOn: isoDate(attempt.paidOn),
      sourceReference: mark,
      fingerprint: mark,
      ...(attempt.way ? { way: attempt.way } : {}),
    },
    lines,
  )
  if (entryId === null) throw new Error(`The ${mark} is already booked.`)
  await tx
    .insert(chargeback)
    .values({ id, attemptId: attempt.id, amountHal, reason, entryId, ...actorReference(actor) })
  const { shortfalls } = off
  await writeReceivables(tx, actor, { chargebackId: id }, { shortfalls, entryId, ledgerAccountId })
  const relaid = await relayCredit(tx, actor, off.accountIds, mark)
  const touched = [...off.touched, ...relaid.flatMap((line) => line.assessmentId ?? [])]
  await finishChargeback(tx, actor, 'chargeback.record', id, {
    accountIds: off.accountIds,
    touched,
    amountHal,
  })
  return id
}

type Laid = LaidLeg & { accountId: number; entryId: number }

/** Where the payment was laid, the credit and the latest claims first. */
async function readLaid(tx: Transaction, attemptId: string): Promise<Laid[]> {
  const rows = await tx.execute<{
    entry_id: string
    account_id: string
    assessment_id: string | null
    amount_hal: string
  }>(sql`
    select e.id as entry_id, l.account_id, l.assessment_id, -l.amount_hal as amount_hal
      from payment_attempt t join journal_entry e on e.fingerprint = ${attemptFingerprint}
      join journal_line l on l.entry_id = e.id and l.side = 'credit'
     where t.id = ${attemptId} order by l.assessment_id is not null, l.line_number desc`)
  return rows.map((row) => ({
    entryId: Number(row.entry_id),
    accountId: Number(row.account_id),
    assessmentId: row.assessment_id,
    amountHal: BigInt(row.amount_hal),
  }))
}

/** The part of the legs that makes so much, by account. */
function demandsFor(laid: readonly Laid[], amountHal: bigint): Demand[] {
  const legs = new Map<number, LaidLeg[]>()
  let leftHal = amountHal
  for (const { accountId, assessmentId, amountHal: ownHal } of laid) {
    const partHal = ownHal < leftHal ? ownHal : leftHal
    if (partHal === 0n) break
    legs.set(accountId, [...(legs.get(accountId) ?? []), { assessmentId, amountHal: partHal }])
    leftHal -= partHal
  }
  const sinceEntryId = laid[0]?.entryId ?? 0
  return [...legs].map(([accountId, ofAccount]) => ({ accountId, legs: ofAccount, sinceEntryId }))
}

/** The legal states and the audit that go with what happened to a chargeback. */
export async function finishChargeback(
  tx: Transaction,
  actor: Actor,
  action: `chargeback.${string}`,
  chargebackId: string,
  of: { accountIds: readonly number[]; touched: readonly string[]; amountHal: bigint },
): Promise<void> {
  await updateLegalStates(tx, actor, [...new Set(of.touched)])
  const payerIds = await payersOf(tx, of.accountIds)
  await appendAudits(
    tx,
    actor,
    payerIds.map((payerId) => ({
      action,
      subjectKind: 'chargeback',
      subjectId: chargebackId,
      payerId,
      details: { amountHal: String(of.amountHal) },
    })),
  )
}
