import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { type IsoDate, pragueDate } from '#lib/core/dates'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { type Entry, type Line, postEntry } from '#lib/ledger/post.commands'
import type { Refund } from './move.commands.ts'

type Booked = Pick<Refund, 'id' | 'accountId' | 'amountHal'>

/**
 * Approving: the credit leaves the personal account and stands among refunds payable; so it does again where a refund
 * put back before leaves after all. Returns the entry.
 */
export async function bookApproval(tx: Transaction, actor: Actor, booked: Booked): Promise<number> {
  const payableId = await findOrOpenAccount(tx, { kind: 'refunds_payable' })
  const { accountId, amountHal } = booked
  const [before] = await tx.execute<{ times: number }>(sql`
    select count(*)::int as times from journal_entry
     where source_reference = ${`refund:${booked.id}`} and kind = 'refund'`)
  const event = before?.times ? (`approved:${before.times + 1}` as const) : 'approved'
  return post(tx, actor, booked, event, { kind: 'refund' }, [
    { accountId, side: 'credit', amountHal },
    { accountId: payableId, amountHal: -amountHal },
  ])
}

/** The gateway's confirmation: the debt is paid out of what the gateway holds for us. Returns the entry. */
export async function bookPaidByGateway(
  tx: Transaction,
  actor: Actor,
  booked: Booked,
  gateway: string,
): Promise<number> {
  const payableId = await findOrOpenAccount(tx, { kind: 'refunds_payable' })
  const clearingId = await findOrOpenAccount(tx, { kind: 'gateway_clearing', gateway })
  return post(tx, actor, booked, 'done', { kind: 'refund_sent' }, [
    { accountId: payableId, amountHal: booked.amountHal },
    { accountId: clearingId, amountHal: -booked.amountHal },
  ])
}

/** The bank's movement: what left the account, booked there among other movements, was this debt. Returns the entry. */
export async function bookPaidByBank(
  tx: Transaction,
  actor: Actor,
  booked: Booked,
  bankAccount: string,
): Promise<number> {
  const payableId = await findOrOpenAccount(tx, { kind: 'refunds_payable' })
  const movementsId = await findOrOpenAccount(tx, { kind: 'other_movements', bankAccount })
  return post(tx, actor, booked, 'done', { kind: 'refund_sent' }, [
    { accountId: payableId, amountHal: booked.amountHal },
    { accountId: movementsId, amountHal: -booked.amountHal },
  ])
}

/**
 * The bank sent the money back: the credit returns to the personal account from where the movement stands, on the day
 * of it. Returns the entry.
 */
export async function bookReturned(
  tx: Transaction,
  actor: Actor,
  booked: Booked,
  from: { kind: 'unidentified' | 'other_movements'; bankAccount: string; on: IsoDate },
): Promise<number> {
  const { kind, bankAccount, on } = from
  const fromId = await findOrOpenAccount(tx, { kind, bankAccount })
  return post(tx, actor, booked, 'returned', { kind: 'refund_returned', effectiveOn: on, bookOn: on }, [
    { accountId: fromId, amountHal: booked.amountHal },
    { accountId: booked.accountId, side: 'credit', amountHal: -booked.amountHal },
  ])
}

/** The money does not go out: an entry reverses the approval and the credit is back. Returns the entry. */
export async function bookPutBack(
  tx: Transaction,
  actor: Actor,
  booked: Booked & Pick<Refund, 'approvedEntryId'>,
): Promise<number> {
  if (booked.approvedEntryId === null) throw new Error('Only an approved refund can be taken back.')
  const payableId = await findOrOpenAccount(tx, { kind: 'refunds_payable' })
  const { accountId, amountHal, approvedEntryId } = booked
  return post(
    tx,
    actor,
    booked,
    `put_back:${approvedEntryId}`,
    { kind: 'reversal', reversesEntryId: approvedEntryId },
    [
      { accountId, side: 'credit', amountHal: -amountHal },
      { accountId: payableId, amountHal },
    ],
  )
}

/** Each event of a refund is booked once; a second one throws, so that nothing of it stays. */
async function post(
  tx: Transaction,
  actor: Actor,
  { id }: Booked,
  event: 'approved' | `approved:${number}` | 'done' | `put_back:${number}` | 'returned',
  entry: Pick<Entry, 'kind' | 'reversesEntryId'> & Partial<Pick<Entry, 'effectiveOn' | 'bookOn'>>,
  lines: readonly Line[],
): Promise<number> {
  const entryId = await postEntry(
    tx,
    actor,
    {
      effectiveOn: pragueDate(now()),
      ...entry,
      sourceReference: `refund:${id}`,
      fingerprint: `refund:${id}:${event}`,
    },
    lines,
  )
  if (entryId === null) throw new Error(`The refund ${id} is already booked as ${event}.`)
  return entryId
}
