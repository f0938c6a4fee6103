import { database, type Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { kindsOn, readPaidKinds } from '#lib/fee/paid-kinds.queries'
import { agreedParts } from './agreement/agreed.queries.ts'
import {
  accountsByEachSymbol,
  accountsBySymbols,
  payersOfHouseholds,
  readCandidates,
} from './candidates.queries.ts'
import { type LaidReceipt, layReceipt, layReceipts } from './lay.commands.ts'
import { findHouseholdSum, findProposals, isAboveOpen, storeProposals } from './propose.commands.ts'
import { type Candidate, type Decision, decide } from './rules.ts'
import { readMatchingSettings } from './settings.queries.ts'
import {
  countProposalsOf,
  nextWaiting,
  readWaiting,
  readWaitingOf,
  type WaitingReceipt,
} from './waiting.queries.ts'

/** So many entries are looked at together; their accounts stay locked for some tenths of a second. */
const entriesAtOnce = 500

/** What a round of matching did. */
export interface MatchingReport {
  matched: number
  /** Receipts that wait for an officer, with proposals and without any. */
  proposed: number
  unknown: number
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
  const report: MatchingReport = { matched: 0, proposed: 0, unknown: 0 }
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

/** What became of many receipts looked at together. */
interface CertainRound {
  matched: number
  /** What still must be looked at one by one, in the order of their numbers. */
  rest: number[]
  /** Proposals that were found before and stand, by the receipt. */
  proposed: Map<number, number>
}

/**
 * Lays together those of the receipts whose symbols say for certain whose they are, where nothing else has to be
 * weighed: nobody took them back before, they cannot be meant for a household, and no earlier one of them is for the
 * same account.
 */
async function layCertain(
  tx: Transaction,
  actor: Actor,
  bankEntryIds: readonly number[],
): Promise<CertainRound> {
  const receipts = await readWaitingOf(tx, bankEntryIds)
  const settings = await readMatchingSettings(tx)
  const candidatesOf = await readCandidatesOfEach(tx, receipts)
  const certain: (LaidReceipt & { candidate: Candidate })[] = []
  const uncertain: number[] = []
  const rest: number[] = []
  for (const receipt of receipts) {
    const candidates = candidatesOf(receipt)
    const decision = decide(receipt, candidates, settings)
    if (decision.kind === 'uncertain') {
      uncertain.push(receipt.bankEntryId)
      continue
    }
    const { part, rule } = decision
    const candidate = candidates.find(({ accountId }) => accountId === part.accountId)
    if (!candidate || receipt.turns > 0) rest.push(receipt.bankEntryId)
    else certain.push({ receipt, parts: [part], ground: { rule, reasons: [rule] }, candidate })
  }
  // More than is open may be meant for a whole household; whoever has none is not asked about.
  const isAbove = ({ receipt, candidate }: (typeof certain)[number]) => isAboveOpen(receipt, candidate)
  const above = certain.filter(isAbove).map(({ candidate }) => candidate.payerId)
  const inHouseholds = await payersOfHouseholds(tx, [...new Set(above)])
  const laid: LaidReceipt[] = []
  const taken = new Set<number>()
  for (const one of certain) {
    const { accountId, payerId } = one.candidate
    if (taken.has(accountId) || (isAbove(one) && inHouseholds.has(payerId)))
      rest.push(one.receipt.bankEntryId)
    else laid.push(one)
    taken.add(accountId)
  }
  const matched = laid.length > 0 ? await layReceipts(tx, actor, laid) : 0
  const proposed = await countProposalsOf(tx, uncertain)
  return { matched, rest: [...rest, ...uncertain].toSorted((a, b) => a - b), proposed }
}

/** The accounts with the symbol of each receipt, among the fee kinds paid to its account of the city on its day. */
async function readCandidatesOfEach(
  tx: Transaction,
  receipts: readonly WaitingReceipt[],
): Promise<(receipt: WaitingReceipt) => Candidate[]> {
  const paidKinds = await readPaidKinds(tx)
  const kindsOf = (receipt: WaitingReceipt) => paidKinds(receipt.bankAccount, receipt.bookedOn)
  const symbols = new Map<string, Set<string>>()
  for (const receipt of receipts) {
    if (!receipt.variableSymbol) continue
    const key = kindsOf(receipt).join(' ')
    symbols.set(key, (symbols.get(key) ?? new Set()).add(receipt.variableSymbol))
  }
  const accountsOf = new Map<string, Map<string, number[]>>()
  for (const [key, some] of symbols) {
    accountsOf.set(key, await accountsByEachSymbol(tx, [...some], key === '' ? [] : key.split(' ')))
  }
  const accountIds = [...accountsOf.values()].flatMap((bySymbol) => [...bySymbol.values()].flat())
  const candidates = new Map(
    (await readCandidates(tx, [...new Set(accountIds)])).map((candidate) => [candidate.accountId, candidate]),
  )
  return (receipt) => {
    const found = accountsOf.get(kindsOf(receipt).join(' '))?.get(receipt.variableSymbol ?? '') ?? []
    return found.flatMap((accountId) => candidates.get(accountId) ?? [])
  }
}
