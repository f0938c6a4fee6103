import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { sumHal } from '#lib/core/money'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { type Line, postEntry } from '#lib/ledger/post.commands'
import { type LaidLeg, takeLegs } from '#lib/ledger/take-legs.queries'
import { cancelApproved } from '#lib/refund/cancel-approved.commands'
import {
  allocatedSince,
  goneRefunds,
  type LiveTransfer,
  liveTransfers,
  payersOf,
  reachableAccounts,
} from './moved-on.queries.ts'
import { sentence } from './recovery-sentences.ts'

/** Money that was laid on one personal account by an entry and is to leave it. */
export interface Demand {
  accountId: number
  legs: readonly LaidLeg[]
  /** The entry that laid it: what happened on the account before cannot have been done with it. */
  sinceEntryId: number
}

/** What is no more on a personal account; a receivable of the city, against whom an officer decides. */
export interface Shortfall {
  accountId: number
  amountHal: bigint
  /** The refund by which it left, where it left by one. */
  refundId: string | null
  /** The entry that books it; null for the caller's own. */
  entryId: number | null
}

/** What was found for a demand: the lines of the caller's own entry, and what is a receivable. */
export interface TakenOff {
  lines: Line[]
  shortfalls: Shortfall[]
  /** Every account whose money was moved, all of them locked, and every claim that was touched. */
  accountIds: number[]
  touched: string[]
}

/**
 * Takes money off personal accounts whose source is gone, in this order: from where it was laid and from credit; out of
 * approved refunds nobody has sent, which are cancelled; from claims the credit was laid on since; back from other
 * accounts that it covered (§ 154 of the tax code), each transfer reversed whole, so that their claims are open again.
 * What left the city by a refund is a receivable, and claims paid by other money stay paid. Locks the accounts.
 */
export async function takeOff(
  tx: Transaction,
  actor: Actor,
  demands: readonly Demand[],
  sourceReference: string,
): Promise<TakenOff> {
  const accountIds = await lockReachable(tx, demands)
  const taken: TakenOff = { lines: [], shortfalls: [], accountIds, touched: [] }
  const rooms: LaidLeg[][] = []
  // All is brought back before anything is taken, for what one demand opens may be another's.
  for (const demand of demands) rooms.push(await bringBack(tx, actor, demand, { sourceReference, taken }))
  for (const [index, demand] of demands.entries()) {
    const { lines, shortfalls } = await takeWhatIsHere(tx, demand, rooms[index] ?? [], taken)
    taken.lines.push(...lines)
    taken.shortfalls.push(...shortfalls)
  }
  taken.touched.push(...taken.lines.flatMap((line) => line.assessmentId ?? []))
  return taken
}

/** Locks all at once, in the order everybody locks them; what was transferred until then is looked for again. */
async function lockReachable(tx: Transaction, demands: readonly Demand[]): Promise<number[]> {
  let accountIds = await reachableAccounts(tx, demands)
  for (;;) {
    await lockAccounts(tx, accountIds)
    const now = await reachableAccounts(tx, demands)
    if (now.every((id) => accountIds.includes(id))) return accountIds
    accountIds = now
  }
}

interface Round {
  sourceReference: string
  taken: TakenOff
}

/**
 * Undoes what was done with the money, as far as it is wanted: cancels refunds, has transfers of credit returned. Returns
 * the claims of the account itself on which its credit was laid since.
 */
async function bringBack(
  tx: Transaction,
  actor: Actor,
  { accountId, legs, sinceEntryId }: Demand,
  round: Round,
): Promise<LaidLeg[]> {
  const missingOf = async (further: readonly LaidLeg[]) =>
    (await takeLegs(tx, accountId, { legs, further, mayOpenOthers: false })).missingHal
  const wantedHal = await missingOf([])
  if (wantedHal === 0n) return []
  await cancelApproved(tx, actor, { accountId, sinceEntryId, wantedHal }, sentence('refundCancelled'))
  const further = await allocatedSince(tx, accountId, sinceEntryId)
  for (const transfer of await liveTransfers(tx, accountId, sinceEntryId)) {
    const missingHal = await missingOf(further)
    if (missingHal === 0n) break
    await returnTransfer(tx, actor, { accountId, missingHal }, transfer, round)
  }
  return further
}

/** The lines that take a demand off its account; what left by refunds since is a receivable before other claims open. */
async function takeWhatIsHere(
  tx: Transaction,
  { accountId, legs, sinceEntryId }: Demand,
  further: readonly LaidLeg[],
  taken: TakenOff,
): Promise<{ lines: Line[]; shortfalls: Shortfall[] }> {
  let { missingHal } = await takeLegs(tx, accountId, { legs, further, mayOpenOthers: false })
  const shortfalls: Shortfall[] = []
  const wholeHal = sumHal(legs.map((leg) => leg.amountHal))
  if (missingHal > 0n) {
    for (const { refundId, untoldHal } of await goneRefunds(tx, accountId, sinceEntryId)) {
      const told = taken.shortfalls.filter((one) => one.refundId === refundId)
      const leftHal = untoldHal - sumHal(told.map((one) => one.amountHal))
      const amountHal = leftHal < missingHal ? leftHal : missingHal
      if (amountHal <= 0n) continue
      shortfalls.push({ accountId, amountHal, refundId, entryId: null })
      missingHal -= amountHal
    }
  }
  const wantedHal = wholeHal - sumHal(shortfalls.map((one) => one.amountHal))
  const last = await takeLegs(tx, accountId, { legs, wantedHal, further, mayOpenOthers: true })
  if (last.missingHal > 0n)
    shortfalls.push({ accountId, amountHal: last.missingHal, refundId: null, entryId: null })
  return { lines: last.lines, shortfalls }
}

/**
 * Reverses a transfer of credit: the credit is back where it came from, the claims it covered are open again. Whole, as far
 * as it is still there; what has left the city from there is a receivable up to what is missing, and no more comes back.
 */
async function returnTransfer(
  tx: Transaction,
  actor: Actor,
  { accountId, missingHal }: { accountId: number; missingHal: bigint },
  { entryId: reversesEntryId, effectiveOn, toAccountId, legs }: LiveTransfer,
  { sourceReference, taken }: Round,
): Promise<void> {
  const demand = { accountId: toAccountId, legs, sinceEntryId: reversesEntryId }
  const further = await bringBack(tx, actor, demand, { sourceReference, taken })
  const found = await takeWhatIsHere(tx, demand, further, taken)
  const hereHal = sumHal(found.lines.map((line) => line.amountHal))
  const shortfalls = upTo(found.shortfalls, missingHal - hereHal)
  const goneHal = sumHal(shortfalls.map((one) => one.amountHal))
  const backHal = hereHal + goneHal
  if (backHal === 0n) return
  const lines: Line[] = [{ accountId, side: 'credit', amountHal: -backHal }, ...found.lines]
  if (goneHal > 0n) lines.push({ accountId: await receivablesAccount(tx), amountHal: goneHal })
  const entryId = await postEntry(
    tx,
    actor,
    { kind: 'reversal', effectiveOn, sourceReference, reversesEntryId },
    lines,
  )
  if (entryId === null) throw new Error('A transfer of credit was taken back before.')
  taken.shortfalls.push(...shortfalls.map((one) => ({ ...one, entryId })))
  taken.touched.push(...lines.flatMap((line) => line.assessmentId ?? []))
  for (const payerId of await payersOf(tx, [accountId])) {
    await appendAudit(tx, actor, {
      action: 'credit.move_back',
      subjectKind: 'account',
      subjectId: String(toAccountId),
      payerId,
      details: { amountHal: String(backHal), fromAccountId: accountId, reversesEntryId },
    })
  }
}

/** The first of the shortfalls, up to so much. */
function upTo(shortfalls: readonly Shortfall[], mostHal: bigint): Shortfall[] {
  let leftHal = mostHal
  return shortfalls.flatMap((one) => {
    const amountHal = one.amountHal < leftHal ? one.amountHal : leftHal
    if (amountHal <= 0n) return []
    leftHal -= amountHal
    return [{ ...one, amountHal }]
  })
}

/** The account of the journal on which receivables stand. */
export const receivablesAccount = (tx: Transaction): Promise<number> =>
  findOrOpenAccount(tx, { kind: 'receivables' })
