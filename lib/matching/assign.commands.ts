import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { sumHal } from '#lib/core/money'
import { fail, ok, type Result } from '#lib/core/result'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { mayMatch } from './access.ts'
import { layReceipt } from './lay.commands.ts'
import type { Part } from './rules.ts'
import { readWaiting } from './waiting.queries.ts'

/** Part of a receipt an officer gives to one payer's account of a fee kind. */
export interface AssignedPart {
  payerId: string
  feeKindCode: string
  amountHal: bigint
  /** The claims it is meant for; decides only for civil claims and for those of a grown-up child's guardians. */
  assessmentIds?: readonly string[]
}

export type AssignProblem = 'not_waiting' | 'amount_changed' | 'parts_differ' | 'unknown_payer' | 'no_reason'

/**
 * Lays a waiting receipt on one payer or several, as an officer decided. `seenAmountHal` is what the officer saw;
 * the parts make it up to the haléř. Null for anybody who may not, and for what is not there.
 */
export async function assignReceipt(
  actor: Actor,
  wish: { bankEntryId: number; seenAmountHal: bigint; parts: readonly AssignedPart[]; reason: string },
): Promise<Result<null, AssignProblem> | null> {
  if (!mayMatch(actor)) return null
  const { bankEntryId, seenAmountHal, parts } = wish
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  const keys = parts.map((part) => `${part.payerId} ${part.feeKindCode}`)
  const isWhole = sumHal(parts.map((part) => part.amountHal)) === seenAmountHal
  if (!isWhole || parts.some((part) => part.amountHal <= 0n) || new Set(keys).size !== keys.length) {
    return fail('parts_differ')
  }
  return database().transaction(async (tx) => {
    const [known] = await tx.execute(
      sql`select 1 from bank_entry where id = ${bankEntryId} and kind = 'receipt'`,
    )
    if (!known) return null
    const receipt = await readWaiting(tx, bankEntryId)
    if (!receipt) return fail('not_waiting')
    if (receipt.amountHal !== seenAmountHal) return fail('amount_changed')
    const laid: Part[] = []
    for (const { payerId, feeKindCode, amountHal, assessmentIds } of parts) {
      const [met] = await tx.execute(sql`
        select 1 from payer p, fee_kind k where p.id = ${payerId} and k.code = ${feeKindCode}`)
      if (!met) return fail('unknown_payer')
      const accountId = await findOrOpenAccount(tx, { kind: 'personal', payerId, feeKindCode })
      laid.push({ accountId, amountHal, assessmentIds: [...(assessmentIds ?? [])] })
    }
    const done = await layReceipt(tx, actor, receipt, laid, { rule: 'officer', reasons: [reason] })
    return done ? ok(null) : fail('not_waiting')
  })
}
