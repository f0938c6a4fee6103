import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { log } from '#lib/core/log'
import { sumHal } from '#lib/core/money'
import { fail, ok, type Result } from '#lib/core/result'
import { findOrOpenAccount } from '#lib/ledger/post.commands'
import { mayMatch } from './access.ts'
import { agreedParts } from './agreement/agreed.queries.ts'
import {
  accountsBySymbols,
  countProposalsOf,
  kindsOn,
  matchedButReversed,
  nextWaiting,
  readCandidates,
  readMatchingSettings,
  readWaiting,
} from './candidates.queries.ts'
import { layReceipt } from './lay.commands.ts'
import { layCertain } from './lay-certain.commands.ts'
import { findHouseholdSum, findProposals, isAboveOpen, storeProposals } from './propose.commands.ts'
import { type Decision, decide, type Part } from './rules.ts'
import { takeBack } from './undo.commands.ts'

/** So many entries are looked at together; their accounts stay locked for some tenths of a second. */
const entriesAtOnce = 500

/** What a round of matching did. */
export interface MatchingReport {
  matched: number
  /** Receipts that wait for an officer, with proposals and without any. */
  proposed: number
  unknown: number
  /** Matches taken back because the bank took the money back; those whose money is no longer on the payer. */
  takenBack: number
  notTakenBack: number
}

/**
 * Goes through every receipt that waits: lays what is certain, many in one transaction, and looks at the rest one by
 * one, each in its own: stores proposals for what is not certain. May be run at any time and repeated; an interrupted round goes on where it stopped. Proposals found
 * before stand, unless `proposeAgain` asks for new ones.
 */
export async function matchWaiting(
  actor: Actor,
  { proposeAgain = false }: { proposeAgain?: boolean } = {},
): Promise<MatchingReport> {
  const report: MatchingReport = { matched: 0, proposed: 0, unknown: 0, takenBack: 0, notTakenBack: 0 }
  for (const bankEntryId of await matchedButReversed(database())) {
    const ground = { rule: 'reversed_by_bank', reasons: ['reversed_by_bank'] } as const
    const problem = await database().transaction((tx) => takeBack(tx, actor, bankEntryId, ground))
    if (problem === null) report.takenBack++
    else report.notTakenBack++
    if (problem) log.warn({ bankEntryId, problem }, 'a match the bank took back could not be undone')
  }
  for (let after = 0; ; ) {
    const next = await nextWaiting(database(), after, entriesAtOnce)
    if (next === null) return report
    after = next.lastId
    if (next.ids.length === 0) continue
    const { matched, rest, proposed } = await database().transaction((tx) => layCertain(tx, actor, next.ids))
    report.matched += matched
    for (const id of rest) {
      const known = proposeAgain ? undefined : proposed.get(id)
      const outcome =
        known === undefined
          ? await database().transaction((tx) => matchOne(tx, actor, id, proposeAgain))
          : known > 0
            ? 'proposed'
            : 'unknown'
      if (outcome) report[outcome]++
    }
  }
}

async function matchOne(
  tx: Transaction,
  actor: Actor,
  bankEntryId: number,
  proposeAgain: boolean,
): Promise<'matched' | 'proposed' | 'unknown' | null> {
  const receipt = await readWaiting(tx, bankEntryId)
  if (!receipt) return null
  const settings = await readMatchingSettings(tx)
  const kinds = await kindsOn(tx, receipt.bankAccount, receipt.bookedOn)
  const symbols = receipt.variableSymbol ? [receipt.variableSymbol] : []
  const candidates = await readCandidates(tx, await accountsBySymbols(tx, symbols, kinds))
  let decision: Decision = decide(receipt, candidates, settings)
  if (decision.kind === 'certain' && receipt.turns > 0) {
    // An officer has looked at it already; what they took back is not done again behind their back.
    decision = { kind: 'uncertain', clue: decision.rule, holds: ['undone_before'] }
  }
  if (decision.kind === 'certain') {
    const { part, rule } = decision
    const payer = candidates.find((candidate) => candidate.accountId === part.accountId)
    if (
      payer &&
      isAboveOpen(receipt, payer) &&
      (await findHouseholdSum(tx, receipt, [payer.payerId], kinds))
    ) {
      decision = { kind: 'uncertain', clue: rule, holds: [] }
    } else {
      const ground = { rule, reasons: [rule] }
      return (await layReceipt(tx, actor, receipt, [part], ground)) ? 'matched' : null
    }
  }
  // The list's symbol is no claim's, so nothing else can be meant; what an officer took back stays with them.
  const agreed = candidates.length === 0 && receipt.turns === 0 ? await agreedParts(tx, receipt) : null
  if (agreed) {
    const ground = { rule: 'agreed_list', reasons: ['agreed_list'] } as const
    return (await layReceipt(tx, actor, receipt, agreed, ground)) ? 'matched' : null
  }
  const known = proposeAgain ? undefined : (await countProposalsOf(tx, [bankEntryId])).get(bankEntryId)
  if (known !== undefined) return known > 0 ? 'proposed' : 'unknown'
  const proposals = await findProposals(tx, receipt, kinds, candidates, decision, settings)
  await storeProposals(tx, bankEntryId, proposals)
  return proposals.length > 0 ? 'proposed' : 'unknown'
}

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

export type UndoProblem = 'not_matched' | 'amount_changed' | 'money_gone' | 'no_reason'

/** Takes a match back by a reversing entry; the receipt waits again and is never matched by itself any more. */
export async function undoMatch(
  actor: Actor,
  wish: { bankEntryId: number; seenAmountHal: bigint; reason: string },
): Promise<Result<null, UndoProblem> | null> {
  if (!mayMatch(actor)) return null
  const { bankEntryId, seenAmountHal } = wish
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  return database().transaction(async (tx) => {
    const [known] = await tx.execute(
      sql`select 1 from bank_entry where id = ${bankEntryId} and kind = 'receipt'`,
    )
    if (!known) return null
    const ground = { rule: 'officer', reasons: [reason], seenAmountHal } as const
    const problem = await takeBack(tx, actor, bankEntryId, ground)
    return problem ? fail(problem) : ok(null)
  })
}
