import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import { bankOpening } from '#db/schema/held-statement'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { readHeld } from '#lib/bank/hold/held.queries'
import { decideHeld } from '#lib/bank/hold/hold.commands'
import { importLock, takeInContinuing, takeInHeld } from '#lib/bank/import/import.commands'
import type { StatementFileReport } from '#lib/bank/import/report'
import { fail, ok, type Result } from '#lib/core/result'
import { mayImportStatements } from './access.ts'
import { type FollowedStatements, followReceived } from './receive.commands.ts'

export type ReleaseProblem =
  | { kind: 'decided' | 'brought_by_you' | 'opening_differs' | 'no_reason' }
  | { kind: 'refused'; refusal: string }

/**
 * Releases a held statement: it counts from now on, as if it came now. The officer is another one than whoever brought
 * it, and says with what balance it begins as they saw it, null where it tells none. Null for anybody who may not, and
 * for what is not there.
 */
export async function releaseStatement(
  actor: Officer,
  wish: { heldId: number; seenOpeningHal: bigint | null; reason: string },
): Promise<Result<FollowedStatements & { file: StatementFileReport }, ReleaseProblem> | null> {
  if (!mayImportStatements(actor)) return null
  const { heldId, seenOpeningHal } = wish
  const reason = wish.reason.trim()
  const held = await readHeld(database(), heldId)
  if (!held) return (await isThere(heldId)) ? fail({ kind: 'decided' }) : null
  if (held.actorKind === actor.kind && held.actorId === actor.identityId) {
    return fail({ kind: 'brought_by_you' })
  }
  if (reason === '') return fail({ kind: 'no_reason' })
  if (held.openingHal !== seenOpeningHal) return fail({ kind: 'opening_differs' })
  const file = await takeInHeld(actor, heldId, reason)
  if (!file) return fail({ kind: 'decided' })
  if (file.refusal !== null) return fail({ kind: 'refused', refusal: file.refusal })
  file.warnings.push(...(await takeInContinuing(actor, [held.account])))
  return ok({ file, ...(await followReceived(actor)) })
}

/** Rejects a held statement: it never counts. Null for anybody who may not, and for what is not there. */
export async function rejectStatement(
  actor: Officer,
  wish: { heldId: number; reason: string },
): Promise<Result<null, 'decided' | 'no_reason'> | null> {
  if (!mayImportStatements(actor)) return null
  const reason = wish.reason.trim()
  if (!(await isThere(wish.heldId))) return null
  if (reason === '') return fail('no_reason')
  return database().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${importLock})`)
    if (!(await readHeld(tx, wish.heldId))) return fail('decided')
    await decideHeld(tx, actor, wish.heldId, 'rejected', reason)
    return ok(null)
  })
}

async function isThere(heldId: number): Promise<boolean> {
  const [met] = await database().execute(sql`select 1 from held_statement where id = ${heldId}`)
  return met !== undefined
}

/**
 * Says with what balance an account of the city begins, as read at the bank before its first statement came. A first
 * statement that begins so, and that somebody else brings, counts at once. Null for anybody who may not.
 */
export async function confirmOpening(
  actor: Officer,
  wish: { account: string; openingHal: bigint },
): Promise<Result<null, 'unknown_account' | 'has_statements'> | null> {
  if (!mayImportStatements(actor)) return null
  const { account, openingHal } = wish
  return database().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${importLock})`)
    const [known] = await tx.execute(
      sql`select 1 from fee_bank_account where account_number = ${account} limit 1`,
    )
    if (!known) return fail('unknown_account')
    const [begun] = await tx.execute(
      sql`select 1 from statement_in_force where bank_account = ${account} limit 1`,
    )
    if (begun) return fail('has_statements')
    await tx.insert(bankOpening).values({ bankAccount: account, openingHal, officerId: actor.identityId })
    await appendAudit(tx, actor, {
      action: 'bank_account.opening_confirmed',
      subjectKind: 'bank_account',
      subjectId: account,
      details: { openingHal: String(openingHal) },
    })
    return ok(null)
  })
}
