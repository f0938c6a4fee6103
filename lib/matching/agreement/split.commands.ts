import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { sumHal } from '#lib/core/money'
import { fail, ok, type Result } from '#lib/core/result'
import { kindsOn } from '#lib/fee/paid-kinds.queries'
import { readWaiting } from '#lib/matching/waiting.queries'
import { mayMatch } from '../access.ts'
import { layReceipt } from '../lay.commands.ts'
import type { Part } from '../rules.ts'
import { candidatesOfRows } from './agreed.queries.ts'
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
