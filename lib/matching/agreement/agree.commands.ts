import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { paymentList, paymentListMember } from '#db/schema/payment-list'
import type { Officer } from '#lib/actor/actor'
import { appendAudit, appendAudits } from '#lib/audit/append.commands'
import { normalAccount } from '#lib/bank/import/rules'
import { now } from '#lib/core/clock'
import { type IsoDate, pragueDate } from '#lib/core/dates'
import { sumHal } from '#lib/core/money'
import { fail, ok, type Result } from '#lib/core/result'
import { mayMatch } from '../access.ts'
import { kindsOn, readWaiting } from '../candidates.queries.ts'
import { layReceipt } from '../lay.commands.ts'
import type { Part } from '../rules.ts'
import { candidatesOfRows, listAgreed } from './agreed.queries.ts'
import type { ListRow } from './payment-list.ts'

export type SplitProblem =
  | { kind: 'not_waiting' | 'amount_changed' | 'no_reason' }
  /** The list makes up another sum than the receipt; in haléře. */
  | { kind: 'sum_differs'; listHal: bigint }
  /** Rows whose symbols lead to nobody, or to several. */
  | { kind: 'unknown_rows'; lines: number[] }

/**
 * Splits one receipt by a list of whom it pays for: every row leads to one account of a fee kind paid to that account of
 * the city, and the rows make up the receipt to the haléř; several rows of one account are one part. Nothing of a list
 * that does not fit is used. Undone as a whole by `undoMatch`. Null for anybody who may not, and for what is not there.
 */
export async function splitByList(
  actor: Officer,
  wish: { bankEntryId: number; seenAmountHal: bigint; rows: readonly ListRow[]; reason: string },
): Promise<Result<{ parts: number }, SplitProblem> | null> {
  if (!mayMatch(actor)) return null
  const { bankEntryId, seenAmountHal, rows } = wish
  const reason = wish.reason.trim()
  if (reason === '') return fail({ kind: 'no_reason' })
  return database().transaction(async (tx) => {
    const [known] = await tx.execute(
      sql`select 1 from bank_entry where id = ${bankEntryId} and kind = 'receipt'`,
    )
    if (!known) return null
    const receipt = await readWaiting(tx, bankEntryId)
    if (!receipt) return fail({ kind: 'not_waiting' })
    if (receipt.amountHal !== seenAmountHal) return fail({ kind: 'amount_changed' })
    const listHal = sumHal(rows.map((row) => row.amountHal))
    if (listHal !== receipt.amountHal) return fail({ kind: 'sum_differs', listHal })
    const kinds = await kindsOn(tx, receipt.bankAccount, receipt.bookedOn)
    const candidates = await candidatesOfRows(tx, rows, kinds)
    const lines = rows.filter((_row, index) => !candidates[index]).map((row) => row.line)
    if (lines.length > 0) return fail({ kind: 'unknown_rows', lines })
    const parts = new Map<number, Part>()
    for (const [index, row] of rows.entries()) {
      const candidate = candidates[index]
      if (!candidate) continue
      const part = parts.get(candidate.accountId) ?? {
        accountId: candidate.accountId,
        amountHal: 0n,
        assessmentIds: [],
      }
      part.amountHal += row.amountHal
      const meant = candidate.claims.filter(
        (claim) => claim.variableSymbol === row.variableSymbol && claim.remainingHal > 0n,
      )
      part.assessmentIds.push(...meant.map((claim) => claim.assessmentId))
      parts.set(candidate.accountId, part)
    }
    const done = await layReceipt(tx, actor, receipt, [...parts.values()], {
      rule: 'officer',
      reasons: [reason],
    })
    return done ? ok({ parts: parts.size }) : fail({ kind: 'not_waiting' })
  })
}

export interface NewAgreement {
  name: string
  /** The sender's account, with the bank's code. */
  counterAccount: string
  variableSymbol: string
  validFrom: IsoDate
  members: readonly Pick<ListRow, 'line' | 'variableSymbol' | 'specificSymbol'>[]
}
export type AgreeProblem =
  | { kind: 'no_name' | 'wrong_account' | 'symbol_taken' | 'agreed_before' }
  | { kind: 'unknown_rows'; lines: number[] }

/**
 * Records whose fees a sender pays together: from then on a transfer from that account with that symbol, of exactly what
 * they all owe, is split among them by itself. The symbol must be no claim's own. Null for anybody who may not.
 */
export async function agreeOnList(
  actor: Officer,
  wish: NewAgreement,
): Promise<Result<{ id: number; members: number }, AgreeProblem> | null> {
  if (!mayMatch(actor)) return null
  const name = wish.name.trim()
  const counterAccount = normalAccount(wish.counterAccount)
  if (name === '') return fail({ kind: 'no_name' })
  if (!/^(\d+-)?\d+\/\d{4}$/.test(counterAccount)) return fail({ kind: 'wrong_account' })
  return database().transaction(async (tx) => {
    const kinds = await allKinds(tx)
    const [ownClaim] = await candidatesOfRows(tx, [{ ...wish, specificSymbol: null }], kinds)
    const [taken] = await tx.execute(sql`
      select 1 from assessment where variable_symbol = ${wish.variableSymbol} and superseded_at is null limit 1`)
    if (ownClaim || taken) return fail({ kind: 'symbol_taken' })
    const candidates = await candidatesOfRows(tx, wish.members, kinds)
    const lines = wish.members.filter((_row, index) => !candidates[index]).map((row) => row.line)
    if (lines.length > 0) return fail({ kind: 'unknown_rows', lines })
    const [made] = await tx
      .insert(paymentList)
      .values({
        name,
        counterAccount,
        variableSymbol: wish.variableSymbol,
        validFrom: wish.validFrom,
        agreedBy: actor.identityId,
      })
      .onConflictDoNothing()
      .returning({ id: paymentList.id })
    if (!made) return fail({ kind: 'agreed_before' })
    const members = new Map(candidates.flatMap((one) => (one ? [[one.accountId, one.payerId] as const] : [])))
    await tx
      .insert(paymentListMember)
      .values([...members.keys()].map((accountId) => ({ listId: made.id, accountId })))
    await appendAudits(
      tx,
      actor,
      [...new Set(members.values())].map((payerId) => ({
        action: 'payment_list.agree',
        subjectKind: 'payment_list',
        subjectId: String(made.id),
        payerId,
      })),
    )
    return ok({ id: made.id, members: members.size })
  })
}

/** Ends an agreement from today on; false where there is none that lasts. Null for anybody who may not. */
export async function endAgreement(actor: Officer, id: number): Promise<boolean | null> {
  if (!mayMatch(actor)) return null
  return database().transaction(async (tx) => {
    const [ended] = await tx.execute(sql`
      update payment_list set valid_to = greatest(valid_from, ${pragueDate(now())}::date - 1)
       where id = ${id} and valid_to is null returning id`)
    if (!ended) return false
    await appendAudit(tx, actor, {
      action: 'payment_list.end',
      subjectKind: 'payment_list',
      subjectId: String(id),
    })
    return true
  })
}

/** The agreed lists with names, each reading of which is recorded; null for anybody who may not. */
export async function showAgreed(actor: Officer): Promise<Awaited<ReturnType<typeof listAgreed>>> {
  const lists = await listAgreed(actor)
  if (!lists) return null
  await database().transaction(async (tx) => {
    const rows = await tx.execute<{ payer_id: string }>(sql`
      select distinct a.payer_id from payment_list_member m join account a on a.id = m.account_id`)
    await appendAudits(
      tx,
      actor,
      rows.map((row) => ({
        action: 'payment_list.read',
        subjectKind: 'payment_list',
        subjectId: 'all',
        payerId: row.payer_id,
      })),
    )
  })
  return lists
}

async function allKinds(tx: Transaction): Promise<string[]> {
  const rows = await tx.execute<{ code: string }>(sql`select code from fee_kind`)
  return rows.map((row) => row.code)
}
