import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { refundBankLine } from '#db/schema/refund-order'
import type { Actor } from '#lib/actor/actor'
import { type IsoDate, isoDate } from '#lib/core/dates'
import { log } from '#lib/core/log'
import { normalAccount } from '#lib/identifiers/normal-account'
import { readAccounts } from '#lib/ledger/accounts.queries'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { writeTurn } from '#lib/matching/lay.commands'
import { isWaiting } from '#lib/matching/waiting.queries'
import { auditRefund } from './audit.commands.ts'
import { bookReturned } from './book.commands.ts'
import { findRefundEdge } from './edges.rules.ts'
import { finishBySeenMovement } from './finish.commands.ts'
import { lockRefund, moveRefund, type Refund } from './move.commands.ts'
import { isStray } from './stray.queries.ts'

/** What the bank's movements told of refunds. */
export interface FollowedRefunds {
  done: number
  returned: number
}

/**
 * Follows refunds to bank accounts in the movements that statements brought: one that left is done, whatever was said of
 * it before (its order cancelled, resolved as failed), one that came back returns to the credit of its payer and is
 * shown. A movement belongs to a refund when it carries its number as the variable symbol, its amount, and its account
 * where the bank tells one; anything else is left for an officer, and nothing of the same credit leaves until then. May
 * be repeated and interrupted at any place.
 */
export async function followBankRefunds(actor: Actor): Promise<FollowedRefunds> {
  let done = 0
  for (const line of await database().execute<Line>(linesThatLeft)) {
    if (await alone(line, (tx) => finishSeen(tx, actor, line))) done++
  }
  let returned = 0
  for (const line of await database().execute<Line>(linesThatCameBack)) {
    if (await alone(line, (tx) => takeReturned(tx, actor, line))) returned++
  }
  return { done, returned }
}

/** One movement that fails must not stop those behind it. */
const alone = (line: Line, follow: (tx: Transaction) => Promise<boolean>): Promise<boolean> =>
  database()
    .transaction(follow)
    .catch((error) => {
      log.error({ error, bankEntryId: line.bank_entry_id }, 'a movement of a refund could not be followed')
      return false
    })

interface Line extends Record<string, unknown> {
  bank_entry_id: string
  refund_id: string
  bank_account: string
  counter_account: string | null
  booked_on: string
  kind: 'outgoing' | 'receipt' | 'reversal'
  turns: number
}

const isFree = sql`not exists (select 1 from refund_bank_line l where l.bank_entry_id = b.id)`

const lineColumns = sql`
  b.id as bank_entry_id, r.id as refund_id, b.bank_account, b.counter_account, b.booked_on::text, b.kind,
  (select count(*)::int from bank_match m where m.bank_entry_id = b.id) as turns`

/**
 * Movements that left with the number of a refund, whatever is said of it: the earliest first, and each of several with one
 * number is looked at. Not what two officers or a movement before have closed.
 */
const linesThatLeft = sql`
  select ${lineColumns}
    from refund r join bank_entry b on b.variable_symbol = r.reference and b.amount_hal = -r.amount_hal
   where r.way = 'bank_account' and r.state in ('approved', 'sent', 'unknown', 'failed', 'done') and ${isStray}
     and not exists (select 1 from refund_bank_line l where l.refund_id = r.id and l.kind = 'sent')
     and b.booked_on >= (r.proposed_at at time zone 'Europe/Prague')::date
   order by b.booked_on, b.id`

/** Money that came with the number of a refund that is out, and the bank's own reversal of what left. */
const linesThatCameBack = sql`
  select distinct on (r.id) ${lineColumns}
    from refund r
    -- None where officers said that the bank booked a whole order as one.
    left join refund_bank_line s on s.refund_id = r.id and s.kind = 'sent'
    left join bank_entry left_entry on left_entry.id = s.bank_entry_id
    join bank_entry b on b.amount_hal = r.amount_hal
     and (b.kind = 'reversal' and b.reverses_bank_entry_id = left_entry.id
          or b.variable_symbol = r.reference and ${isWaiting}
             -- Paid out twice, the one that comes may be the other: an officer lays it.
             and not exists (select 1 from refund_stray_decision d
                              where d.refund_id = r.id and d.meaning = 'paid_twice')
             and b.booked_on >= coalesce(left_entry.booked_on, (r.proposed_at at time zone 'Europe/Prague')::date))
   where r.state = 'done' and r.way = 'bank_account' and ${isFree}
   order by r.id, b.booked_on, b.id`

async function finishSeen(tx: Transaction, actor: Actor, line: Line): Promise<boolean> {
  const found = await lockRefund(tx, line.refund_id)
  if (!found || !isItsAccount(found, line) || !(await isStillStray(tx, line))) return false
  if (found.state === 'done') return attach(tx, found, line)
  if (!findRefundEdge(found.state, 'done')) return false
  if (found.state === 'failed') {
    await lockAccounts(tx, [found.accountId])
    const account = (await readAccounts(tx, [found.accountId])).get(found.accountId)
    // The credit that had returned is used by now: the movement stays without a refund, for an officer.
    if ((account?.creditHal ?? 0n) < found.amountHal) return false
  }
  if (!(await claim(tx, line, 'sent'))) return false
  await finishBySeenMovement(tx, actor, found, line.bank_account)
  await auditRefund(tx, actor, found, 'refund.finish')
  return true
}

/** Decided about or taken out since it was listed; read under the refund's lock, as those take it who decide. */
async function isStillStray(tx: Transaction, line: Line): Promise<boolean> {
  const [found] = await tx.execute(
    sql`select 1 from bank_entry b where b.id = ${line.bank_entry_id} and ${isStray}`,
  )
  return found !== undefined
}

/** Officers had said already that it went out; its own movement comes later. */
async function attach(tx: Transaction, found: Refund, line: Line): Promise<boolean> {
  const [booked] = await tx.execute(sql`
    select 1 from journal_line l join account a on a.id = l.account_id and a.kind = 'other_movements'
     where l.entry_id = ${found.doneEntryId} and a.bank_account = ${line.bank_account}`)
  if (booked) await claim(tx, line, 'sent')
  return false
}

async function takeReturned(tx: Transaction, actor: Actor, line: Line): Promise<boolean> {
  const found = await lockRefund(tx, line.refund_id)
  if (found?.state !== 'done') return false
  if (!(await claim(tx, line, 'returned'))) return false
  await lockAccounts(tx, [found.accountId])
  const on: IsoDate = isoDate(line.booked_on)
  const kind = line.kind === 'receipt' ? 'unidentified' : 'other_movements'
  const reversalEntryId = await bookReturned(tx, actor, found, { kind, bankAccount: line.bank_account, on })
  if (line.kind === 'receipt') {
    await writeTurn(tx, actor, Number(line.bank_entry_id), line.turns + 1, {
      state: 'matched',
      rule: 'refund_returned',
      reasons: ['refund_returned'],
      entryId: reversalEntryId,
    })
  }
  await moveRefund(tx, actor, found, 'returned', { reversalEntryId })
  await auditRefund(tx, actor, found, 'refund.return')
  return true
}

/** Some banks tell no account. */
const isItsAccount = (found: Refund, { counter_account: told }: Line) =>
  told === null || normalAccount(told) === normalAccount(found.bankAccount ?? '')

/** One movement is of one refund; whoever comes second writes nothing. */
async function claim(tx: Transaction, line: Line, kind: 'sent' | 'returned'): Promise<boolean> {
  const written = await tx
    .insert(refundBankLine)
    .values({ bankEntryId: Number(line.bank_entry_id), refundId: line.refund_id, kind })
    .onConflictDoNothing()
    .returning({ refundId: refundBankLine.refundId })
  return written.length > 0
}
