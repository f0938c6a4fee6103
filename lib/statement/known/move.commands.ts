import { database } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { addDays, type IsoDate, pragueDate } from '#lib/core/dates'
import { moveKnownUntil } from '#lib/fee/known-until.commands'
import { knownDay, type PaidAccount, wholeDay } from './rules.ts'
import { readKindsOnAccounts, readTold } from './told.queries.ts'

/**
 * Moves the day up to which transfers are known for every fee kind kept here, as far as the statements of all its
 * accounts tell whole days without a gap. Held and withdrawn statements tell nothing. Today is never whole yet, and the
 * day never moves back.
 */
export async function moveKnownDays(actor: Actor): Promise<void> {
  const yesterday = addDays(pragueDate(now()), -1)
  await database().transaction(async (tx) => {
    const told = new Map<string, Awaited<ReturnType<typeof readTold>>>()
    const toldOf = async (account: string, known: IsoDate | null) => {
      const key = `${account} ${known}`
      const found = told.get(key) ?? (await readTold(tx, account, known))
      told.set(key, found)
      return found
    }
    for (const { code, known, accounts } of await readKindsOnAccounts(tx)) {
      const paid: PaidAccount[] = []
      for (const { account, validFrom, validTo } of accounts) {
        const before = addDays(validFrom, -1)
        const from = known !== null && known < before ? before : known
        const statements = await toldOf(account, from)
        // Where nothing was known before, only accounts with statements, or those paid to today, are asked for any.
        if (known === null && statements.length === 0 && validTo !== null && validTo < yesterday) continue
        paid.push({ validFrom, validTo, wholeUntil: wholeDay(statements, from) })
      }
      const day = paid.length > 0 ? knownDay(paid, known, yesterday) : null
      if (day !== null && paid.some(({ wholeUntil }) => wholeUntil !== null)) {
        await moveKnownUntil(tx, actor, [code], day)
      }
    }
  })
}
