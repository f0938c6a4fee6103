import { database } from '#db/client'
import type { Job } from '#lib/actor/actor'
import { creditBesideArrears } from './beside-arrears.queries.ts'
import { move } from './move.commands.ts'
import { creditRule } from './rules.ts'

/**
 * The nightly round of § 154 of the tax code: credit covers arrears on the payer's other accounts of the same regime, once
 * all that was paid on them in time is known: a transfer of the last day is often read days later.
 * May be repeated and interrupted at any place. Returns how many transfers were made.
 */
export async function coverArrears(actor: Job): Promise<number> {
  let made = 0
  for (const one of await creditBesideArrears(database(), { onlyKnown: true })) {
    if (creditRule(one.fromRegime, one.toRegime) !== 'covers') continue
    const movedHal = await database().transaction((tx) => move(tx, actor, one))
    if (movedHal > 0n) made++
  }
  return made
}
