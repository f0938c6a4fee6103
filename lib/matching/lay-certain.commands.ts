import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { accountsByEachSymbol, payersOfHouseholds, readCandidates } from './candidates.queries.ts'
import { type LaidReceipt, layReceipts } from './lay.commands.ts'
import { isAboveOpen } from './propose.commands.ts'
import { type Candidate, decide } from './rules.ts'
import { readMatchingSettings, readPaidKinds } from './settings.queries.ts'
import { countProposalsOf, readWaitingOf, type WaitingReceipt } from './waiting.queries.ts'

/** What became of many receipts looked at together. */
export interface CertainRound {
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
export async function layCertain(
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
