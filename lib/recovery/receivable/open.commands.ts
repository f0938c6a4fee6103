import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { isoDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { postEntry } from '#lib/ledger/post.commands'
import { mayRecover } from '../access.ts'
import { receivablesAccount } from '../take-off.commands.ts'
import { isUnknownReversal } from './count.queries.ts'
import { writeReceivables } from './write.commands.ts'

export type OpenProblem = 'not_unknown' | 'amount_changed'

/**
 * An officer says that what a bank took, and of which nobody knows what it takes back, is a receivable: it leaves the
 * unidentified money. `seenAmountHal` is how much it took. Null for anybody who may not, and for what is not there.
 */
export async function openReceivable(
  actor: Officer,
  wish: { bankEntryId: number; seenAmountHal: bigint },
): Promise<Result<null, OpenProblem> | null> {
  if (!mayRecover(actor)) return null
  const { bankEntryId, seenAmountHal } = wish
  return database().transaction(async (tx) => {
    const [known] = await tx.execute<{
      is_unknown: boolean
      taken_hal: string
      booked_on: string
      bank_account: string
    }>(sql`
      select ${isUnknownReversal} as is_unknown, -b.amount_hal as taken_hal, b.booked_on::text, b.bank_account
        from bank_entry b where b.id = ${bankEntryId}`)
    if (!known) return null
    if (!known.is_unknown) return fail('not_unknown')
    const takenHal = BigInt(known.taken_hal)
    if (takenHal !== seenAmountHal) return fail('amount_changed')
    const ledgerAccountId = await receivablesAccount(tx)
    const kind = 'unidentified'
    const unidentifiedId = await findOrOpenAccount(tx, { kind, bankAccount: known.bank_account })
    const day = isoDate(known.booked_on)
    const mark = `bank_entry:${bankEntryId}`
    const entry = { kind: 'bank_other', effectiveOn: day, bookOn: day, sourceReference: mark } as const
    const entryId = await postEntry(tx, actor, { ...entry, fingerprint: `${mark}:receivable` }, [
      { accountId: ledgerAccountId, amountHal: takenHal },
      { accountId: unidentifiedId, amountHal: -takenHal },
    ])
    if (entryId === null) return fail('not_unknown')
    const shortfalls = [{ accountId: null, amountHal: takenHal, refundId: null, entryId: null }]
    await writeReceivables(tx, actor, { bankEntryId }, { shortfalls, entryId, ledgerAccountId })
    return ok(null)
  })
}
