import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { labelledInWords, numbersInWords } from '#lib/bank/symbol-labels'
import {
  accountsByCounterAccount,
  accountsByName,
  accountsBySymbols,
  accountsOfHousehold,
  readCandidates,
} from './candidates.queries.ts'
import type { MatchingSettings } from './input.ts'
import {
  type Candidate,
  type Clue,
  type Decision,
  openHal,
  type Part,
  type Proposal,
  propose,
  type Reason,
  slipsOf,
  splitHousehold,
} from './rules.ts'
import type { WaitingReceipt } from './waiting.queries.ts'

/** What speaks for whom where the symbols were not certain: all clues gathered and scored. */
export async function findProposals(
  tx: Transaction,
  receipt: WaitingReceipt,
  kinds: readonly string[],
  symbolCandidates: readonly Candidate[],
  decision: Extract<Decision, { kind: 'uncertain' }>,
  settings: MatchingSettings,
): Promise<Proposal[]> {
  const { variableSymbol, specificSymbol } = receipt
  const bySymbols = async (symbols: readonly string[]) =>
    readCandidates(tx, await accountsBySymbols(tx, symbols, kinds))
  const clues: Clue[] = []
  const add = (reason: Reason, candidates: readonly Candidate[]) => {
    if (candidates.length > 0) clues.push({ reason, candidates })
  }
  if (decision.clue) add(decision.clue, symbolCandidates)
  // A slip is looked for only where nobody has the symbol as it stands.
  if (variableSymbol && symbolCandidates.length === 0) {
    add('symbol_one_digit', await bySymbols(slipsOf(variableSymbol)))
  }
  const texts = [receipt.message, receipt.payerReference ?? null]
  const others = (read: (text: string | null) => string[], known: readonly (string | null)[]) =>
    [...new Set(texts.flatMap(read))].filter((symbol) => !known.includes(symbol))
  const labelled = others(labelledInWords, [variableSymbol])
  add('symbol_labelled', await bySymbols(labelled))
  add('symbol_in_message', await bySymbols(others(numbersInWords, [variableSymbol, ...labelled])))
  if (specificSymbol && specificSymbol !== variableSymbol) {
    add('symbol_in_specific', await bySymbols([specificSymbol]))
  }
  const known = await readCandidates(tx, await accountsByCounterAccount(tx, receipt, kinds))
  add('payer_account_known', known)
  add('name_and_amount', await readCandidates(tx, await accountsByName(tx, receipt, kinds)))
  const anchors = [...symbolCandidates, ...known].map((candidate) => candidate.payerId)
  const split = await findHouseholdSum(tx, receipt, [...new Set(anchors)], kinds)
  return propose(receipt, clues, decision.holds, split, settings)
}

/** How the receipt would lie on the whole household of these payers, where it is just what they owe together. */
export async function findHouseholdSum(
  tx: Transaction,
  receipt: WaitingReceipt,
  payerIds: readonly string[],
  kinds: readonly string[],
): Promise<Part[] | null> {
  const accountIds = await accountsOfHousehold(tx, payerIds, receipt.bookedOn, kinds)
  return splitHousehold(await readCandidates(tx, accountIds), receipt.amountHal)
}

/** Whether so much money is more than the account has open, so that it may be meant for others too. */
export const isAboveOpen = (receipt: WaitingReceipt, candidate: Candidate): boolean =>
  receipt.amountHal > openHal(candidate)

/** Stores the proposals as a new round, unless they are those of the last one. */
export async function storeProposals(
  tx: Transaction,
  bankEntryId: number,
  proposals: readonly Proposal[],
): Promise<boolean> {
  const found = proposals.map(({ parts, ...rest }) => ({
    ...rest,
    parts: parts.map((part) => ({ ...part, amountHal: String(part.amountHal) })),
  }))
  const rows = found.length > 0 ? found : [{ parts: [], score: 0, reasons: [] }]
  const [stored] = await tx.execute<{ stored: boolean }>(sql`
    with last as (
      select coalesce(max(round), 0) as round from bank_proposal where bank_entry_id = ${bankEntryId}
    ), given as (
      select ordinality - ${found.length > 0 ? 0 : 1}::int as position, g.value
        from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as g (value, ordinality)
    ), is_same as (
      select (select jsonb_agg(jsonb_build_object('score', score, 'reasons', reasons, 'parts', parts) order by position)
                from bank_proposal p, last where p.bank_entry_id = ${bankEntryId} and p.round = last.round)
             is not distinct from
             (select jsonb_agg(jsonb_build_object('score', value->'score', 'reasons', value->'reasons',
                                                  'parts', value->'parts') order by position) from given) as yes
    ), stored as (
      insert into bank_proposal (bank_entry_id, round, position, score, reasons, parts)
      select ${bankEntryId}, last.round + 1, position, (value->>'score')::int, value->'reasons', value->'parts'
        from given, last, is_same where not is_same.yes
      -- Two rounds at once find the same; the first one's rows stand.
      on conflict do nothing
      returning 1
    )
    select exists (select 1 from stored) as stored`)
  return stored?.stored ?? false
}
