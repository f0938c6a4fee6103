import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { paymentAttempt } from '#db/schema/payment'
import { chargeback, chargebackWon } from '#db/schema/settlement'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { updateLegalStates } from '#lib/assessment/update-legal-states.commands'
import { appendAudit } from '#lib/audit/append.commands'
import { isoDate } from '#lib/core/dates'
import { readAccounts } from '#lib/ledger/accounts.queries'
import { creditLines, layShare } from '#lib/ledger/lay-money.rules'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { attemptFingerprint } from '#lib/ledger/payment-fingerprint.queries'
import { type Line, postEntry } from '#lib/ledger/post.commands'
import { type LaidLeg, relayCredit, takeLegs } from '#lib/matching/take-back.commands'

type Attempt = typeof paymentAttempt.$inferSelect

/** The paid attempt, locked till the end of the transaction, with what banks have taken back of it; or null. */
export async function lockPaid(
  tx: Transaction,
  attemptId: string,
): Promise<{ attempt: Attempt & { paidOn: string }; takenHal: bigint } | null> {
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
 * the money leaves where it lies, first what was laid last. What the payer's accounts have no more (it was given back
 * already) stands among chargebacks. Credit that is left is laid on the claims that opened. The caller has locked the
 * attempt and knows that so much is left of it.
 */
export async function bookChargeback(
  tx: Transaction,
  actor: Actor,
  attempt: Attempt & { paidOn: string },
  taken: { amountHal: bigint; reason: string },
): Promise<string> {
  const id = randomUUID()
  const { amountHal, reason } = taken
  const legs = legsFor(await readLaid(tx, attempt.id), amountHal)
  const accountIds = [...legs.keys()]
  await lockAccounts(tx, accountIds)
  const clearingId = await findOrOpenAccount(tx, { kind: 'gateway_clearing', gateway: attempt.gateway })
  const lines: Line[] = [{ accountId: clearingId, amountHal: -amountHal }]
  let missingHal = 0n
  for (const [accountId, ofAccount] of legs) {
    const got = await takeLegs(tx, accountId, ofAccount)
    lines.push(...got.lines)
    missingHal += got.missingHal
  }
  if (missingHal > 0n) {
    const chargebacksId = await findOrOpenAccount(tx, { kind: 'chargebacks', gateway: attempt.gateway })
    lines.push({ accountId: chargebacksId, amountHal: missingHal })
  }
  const mark = `chargeback:${id}`
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
  const relaid = await relayCredit(tx, actor, accountIds, mark)
  await finish(tx, actor, 'chargeback.record', id, [...lines, ...relaid], amountHal)
  return id
}

/** Books that a chargeback was decided for the city: the money is back and is laid again under its old legal day. */
export async function bookWon(
  tx: Transaction,
  actor: Actor,
  attempt: Attempt & { paidOn: string },
  won: { chargebackId: string; reason: string },
): Promise<void> {
  const { chargebackId, reason } = won
  const effectiveOn = isoDate(attempt.paidOn)
  const taken = await tx.execute<{
    entry_id: string
    amount_hal: string
    account_id: string
    kind: string
    assessment_id: string | null
    line_hal: string
  }>(sql`
    select c.entry_id, c.amount_hal, l.account_id, a.kind, l.assessment_id, l.amount_hal as line_hal
      from chargeback c join journal_line l on l.entry_id = c.entry_id join account a on a.id = l.account_id
     where c.id = ${chargebackId} order by l.line_number`)
  const [first] = taken
  if (!first) throw new Error('The chargeback is gone.')
  const personal = taken.filter((row) => row.kind === 'personal')
  const accountIds = [...new Set(personal.map((row) => Number(row.account_id)))]
  if (accountIds.length > 0) await lockAccounts(tx, accountIds)
  const states = await readAccounts(tx, accountIds)
  const lines: Line[] = taken
    .filter((row) => row.kind !== 'personal')
    .map((row) => ({ accountId: Number(row.account_id), amountHal: -BigInt(row.line_hal) }))
  for (const [accountId, state] of states) {
    const own = personal.filter((row) => Number(row.account_id) === accountId)
    const amountHal = own.reduce((sum, row) => sum + BigInt(row.line_hal), 0n)
    const chosenIds = own.flatMap((row) => row.assessment_id ?? [])
    lines.push(...creditLines(accountId, layShare(state, { accountId, amountHal, chosenIds }, effectiveOn)))
  }
  const mark = `chargeback:${chargebackId}`
  const entryId = await postEntry(
    tx,
    actor,
    {
      kind: 'reversal',
      effectiveOn,
      sourceReference: mark,
      fingerprint: `${mark}:won`,
      reversesEntryId: Number(first.entry_id),
      ...(attempt.way ? { way: attempt.way } : {}),
    },
    lines,
  )
  if (entryId === null) throw new Error(`The ${mark} is already back.`)
  await tx.insert(chargebackWon).values({ chargebackId, reason, entryId, ...actorReference(actor) })
  await finish(tx, actor, 'chargeback.won', chargebackId, lines, BigInt(first.amount_hal))
}

type Laid = LaidLeg & { accountId: number }

/** Where the payment was laid, the credit and the latest claims first. */
async function readLaid(tx: Transaction, attemptId: string): Promise<Laid[]> {
  const rows = await tx.execute<{ account_id: string; assessment_id: string | null; amount_hal: string }>(sql`
    select l.account_id, l.assessment_id, -l.amount_hal as amount_hal
      from payment_attempt t join journal_entry e on e.fingerprint = ${attemptFingerprint}
      join journal_line l on l.entry_id = e.id and l.side = 'credit'
     where t.id = ${attemptId} order by l.assessment_id is not null, l.line_number desc`)
  return rows.map((row) => ({
    accountId: Number(row.account_id),
    assessmentId: row.assessment_id,
    amountHal: BigInt(row.amount_hal),
  }))
}

/** The part of the legs that makes so much, by account. */
function legsFor(laid: readonly Laid[], amountHal: bigint): Map<number, LaidLeg[]> {
  const legs = new Map<number, LaidLeg[]>()
  let leftHal = amountHal
  for (const { accountId, assessmentId, amountHal: ownHal } of laid) {
    const partHal = ownHal < leftHal ? ownHal : leftHal
    if (partHal === 0n) break
    legs.set(accountId, [...(legs.get(accountId) ?? []), { assessmentId, amountHal: partHal }])
    leftHal -= partHal
  }
  return legs
}

async function finish(
  tx: Transaction,
  actor: Actor,
  action: `chargeback.${string}`,
  chargebackId: string,
  lines: readonly Line[],
  amountHal: bigint,
): Promise<void> {
  await updateLegalStates(tx, actor, [...new Set(lines.flatMap((line) => line.assessmentId ?? []))])
  const accountIds = [...new Set(lines.filter((line) => line.side).map((line) => line.accountId))]
  const payers = await tx.execute<{ payer_id: string }>(sql`
    select distinct payer_id from account where id in (${sql.join(
      [0, ...accountIds].map((id) => sql`${id}::bigint`),
      sql`, `,
    )}) and payer_id is not null`)
  for (const { payer_id: payerId } of payers) {
    await appendAudit(tx, actor, {
      action,
      subjectKind: 'chargeback',
      subjectId: chargebackId,
      payerId,
      details: { amountHal: String(amountHal) },
    })
  }
}
