import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { chargebackWon } from '#db/schema/settlement'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { isoDate } from '#lib/core/dates'
import { sumHal } from '#lib/core/money'
import { readAccounts } from '#lib/ledger/accounts.queries'
import { creditLines, layShare } from '#lib/ledger/lay-money.rules'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { type Line, postEntry } from '#lib/ledger/post.commands'
import { type EndedReceivable, endByWon, endedReceivables } from '#lib/recovery/receivable/won.queries'
import { writeMoves } from '#lib/recovery/receivable/write.commands'
import { finishChargeback, type PaidAttempt } from './book.commands.ts'

/**
 * Books that a chargeback was decided for the city: the money is back. It first ends what remains of the receivables of
 * that chargeback and what was written off of them; the rest is laid again under its old legal day.
 */
export async function bookWon(
  tx: Transaction,
  actor: Actor,
  attempt: PaidAttempt,
  won: { chargebackId: string; reason: string },
): Promise<void> {
  const { chargebackId, reason } = won
  const effectiveOn = isoDate(attempt.paidOn)
  const taken = await tx.execute<TakenRow>(sql`
    select c.entry_id, c.amount_hal, l.account_id, a.kind, l.assessment_id, l.amount_hal as line_hal
      from chargeback c join journal_line l on l.entry_id = c.entry_id join account a on a.id = l.account_id
     where c.id = ${chargebackId} order by l.line_number`)
  const [first] = taken
  if (!first) throw new Error('The chargeback is gone.')
  const accounts = await tx.execute<{ id: string }>(sql`
    select l.account_id as id from chargeback c join journal_line l on l.entry_id = c.entry_id and l.side is not null
     where c.id = ${chargebackId}
    union select account_id from receivable where chargeback_id = ${chargebackId} and account_id is not null`)
  await lockAccounts(
    tx,
    accounts.map((row) => Number(row.id)),
  )
  const receivables = await endedReceivables(tx, chargebackId)
  const shares = sharesOf(taken, receivables)
  const states = await readAccounts(tx, [...shares.keys()])
  const writtenOffHal = sumHal(receivables.map((one) => one.writtenOffHal))
  const lines: Line[] = [
    ...taken
      .filter((row) => row.kind === 'gateway_clearing')
      .map((row) => ({ accountId: Number(row.account_id), amountHal: -BigInt(row.line_hal) })),
    ...receivables.map((one) => ({ accountId: one.ledgerAccountId, amountHal: -one.remainsHal })),
  ]
  if (writtenOffHal > 0n)
    lines.push({ accountId: await findOrOpenAccount(tx, { kind: 'write_offs' }), amountHal: -writtenOffHal })
  for (const [accountId, { amountHal, chosenIds }] of shares) {
    const state = states.get(accountId)
    if (!state) throw new Error('A personal account of the chargeback is gone.')
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
  await writeMoves(tx, actor, endByWon(receivables, entryId, reason))
  await finishChargeback(tx, actor, 'chargeback.won', chargebackId, {
    accountIds: [...shares.keys()],
    touched: lines.flatMap((line) => line.assessmentId ?? []),
    amountHal: BigInt(first.amount_hal),
  })
}

interface TakenRow extends Record<string, unknown> {
  entry_id: string
  amount_hal: string
  account_id: string
  kind: string
  assessment_id: string | null
  line_hal: string
}

/**
 * What each personal account gets of the money that is back: what was taken off it, what its debtor has paid meanwhile, and
 * less what ends a receivable whose money had come off another account of the payer.
 */
function sharesOf(
  taken: readonly TakenRow[],
  receivables: readonly EndedReceivable[],
): Map<number, { amountHal: bigint; chosenIds: string[] }> {
  const shares = new Map<number, { amountHal: bigint; chosenIds: string[] }>()
  const add = (accountId: number, amountHal: bigint, chosenIds: readonly string[] = []) => {
    const share = shares.get(accountId) ?? { amountHal: 0n, chosenIds: [] }
    shares.set(accountId, {
      amountHal: share.amountHal + amountHal,
      chosenIds: [...share.chosenIds, ...chosenIds],
    })
  }
  for (const row of taken) {
    if (row.kind !== 'personal') continue
    add(Number(row.account_id), BigInt(row.line_hal), row.assessment_id ? [row.assessment_id] : [])
  }
  let overHal = 0n
  for (const one of receivables) {
    const paidHal = one.amountHal - one.remainsHal - one.writtenOffHal
    if (one.accountId !== null && paidHal > 0n) add(one.accountId, paidHal)
    // It stands in an entry of its own, whose counterpart is in what was taken off the account before it.
    if (!one.isOwn) overHal += one.amountHal
  }
  for (const [accountId, share] of shares) {
    const lessHal = overHal < share.amountHal ? overHal : share.amountHal
    overHal -= lessHal
    shares.set(accountId, { ...share, amountHal: share.amountHal - lessHal })
  }
  return new Map([...shares].filter(([, share]) => share.amountHal > 0n))
}
