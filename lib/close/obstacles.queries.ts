import { sql } from 'drizzle-orm'
import type { Reader } from '#db/client'
import { database } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { isoDate, pragueDate } from '#lib/core/dates'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { isWaiting } from '#lib/matching/waiting.queries'
import { openDifferences } from '#lib/settlement/differences/open.queries'
import { seesMonths } from './access.ts'
import { readBankBalances } from './bank-balances.queries.ts'
import { firstOpenMonth } from './months.queries.ts'
import { type AccountingMonth, firstDay, lastDay, nextMonth, type Obstacle } from './rules.ts'

/** Everything that stands between a month and its closing; null for anybody who may not see it. */
export async function readObstacles(actor: Actor, month: AccountingMonth): Promise<Obstacle[] | null> {
  if (!seesMonths(actor)) return null
  const ofMonth = await readMonthObstacles(database(), month)
  return [...ofMonth, ...(await readOutsideObstacles(actor, month))]
}

/**
 * What stands in the way of a month beyond its own entries: the balances of the whole portal and the differences with
 * gateways. Reads whole tables over connections of its own, so never within a closing: every posting waits for that.
 */
export async function readOutsideObstacles(actor: Actor, month: AccountingMonth): Promise<Obstacle[]> {
  const { differences } = await verifyLedger(actor)
  const open = await openDifferences(actor)
  if (!open) throw new Error('Whoever sees months sees the differences with gateways.')
  const settlements = open.filter((one) => one.since <= lastDay(month)).length
  return [
    ...(differences.length > 0 ? [{ kind: 'ledger_differs' as const, count: differences.length }] : []),
    ...(settlements > 0 ? [{ kind: 'settlements_differ' as const, count: settlements }] : []),
  ]
}

/** What stands in the way within the month itself: its order and end, documents, waiting money and statements. */
export async function readMonthObstacles(tx: Reader, month: AccountingMonth): Promise<Obstacle[]> {
  const obstacles: Obstacle[] = []
  const open = await firstOpenMonth(tx)
  if (!open) return [{ kind: 'nothing_booked' }]
  if (month < open) return [{ kind: 'already_closed' }]
  if (month > open) obstacles.push({ kind: 'earlier_open', month: open })
  if (lastDay(month) >= pragueDate(now())) obstacles.push({ kind: 'not_over' })
  obstacles.push(...(await documentObstacles(month, tx)))
  obstacles.push(...(await moneyObstacles(month, tx)))
  obstacles.push(...(await statementObstacles(month, tx)))
  obstacles.push(...(await gapObstacles(month, tx)))
  return obstacles
}

async function documentObstacles(month: AccountingMonth, tx: Reader): Promise<Obstacle[]> {
  const [row] = await tx.execute<{ count: string }>(sql`
    select count(*) as count from journal_entry e
     where e.booked_on >= ${firstDay(month)} and e.booked_on <= ${lastDay(month)}
       and not exists (select 1 from journal_document d where d.entry_id = e.id)`)
  const unnumbered = Number(row?.count ?? 0)
  const days = await tx.execute<{ day: string }>(sql`
    select distinct d.numbered_on::text as day
      from journal_entry e join journal_document d on d.entry_id = e.id
     where e.booked_on >= ${firstDay(month)} and e.booked_on <= ${lastDay(month)} and e.actor_kind <> 'officer'
       and not exists (select 1 from document_batch b where b.day = d.numbered_on) order by day`)
  return [
    ...(unnumbered > 0 ? [{ kind: 'documents_unnumbered' as const, count: unnumbered }] : []),
    ...days.map(({ day }) => ({ kind: 'day_unconfirmed' as const, day: isoDate(day) })),
  ]
}

async function moneyObstacles(month: AccountingMonth, tx: Reader): Promise<Obstacle[]> {
  const [waiting] = await tx.execute<{ count: string; amount: string }>(sql`
    select count(*) as count, coalesce(sum(b.amount_hal), 0) as amount from bank_entry b
     where b.booked_on <= ${lastDay(month)} and ${isWaiting}`)
  const [unverified] = await tx.execute<{ count: string }>(sql`
    select count(*) as count from payment_attempt t
     where t.state in ('unknown', 'disputed') and t.created_at < ${firstDay(nextMonth(month))}::timestamp at time zone 'Europe/Prague'`)
  const count = Number(waiting?.count ?? 0)
  const unverifiedCount = Number(unverified?.count ?? 0)
  return [
    ...(count > 0
      ? [{ kind: 'receipts_waiting' as const, count, amountHal: BigInt(waiting?.amount ?? 0) }]
      : []),
    ...(unverifiedCount > 0 ? [{ kind: 'payments_unverified' as const, count: unverifiedCount }] : []),
  ]
}

/** Each account of the city has a statement up to the month's end, and the journal then stood as it says. */
async function statementObstacles(month: AccountingMonth, tx: Reader): Promise<Obstacle[]> {
  return (await readBankBalances(tx, month)).flatMap((bank): Obstacle[] => {
    const { account, closingHal, journalHal } = bank
    if (!bank.isKnownToEnd) return [{ kind: 'statement_missing', account }]
    if (closingHal === null || closingHal === journalHal) return []
    return [{ kind: 'statement_differs', account, journalHal, closingHal }]
  })
}

/** Days of the month that no statement tells: the next one after them does not begin with what the one before left. */
async function gapObstacles(month: AccountingMonth, tx: Reader): Promise<Obstacle[]> {
  const rows = await tx.execute<{ account: string; before: string; after: string }>(sql`
    select n.bank_account as account, p.to_on::text as before, n.from_on::text as after
      from statement_in_force n
     cross join lateral (select * from statement_in_force p
                          where p.bank_account = n.bank_account and p.to_on < n.from_on
                          order by p.to_on desc, p.from_on desc, p.id desc limit 1) p
     where n.from_on > p.to_on + 1 and n.from_on > ${firstDay(month)} and p.to_on < ${lastDay(month)}
       and (p.closing_hal <> n.opening_hal or p.closing_hal is null or n.opening_hal is null)
       and not exists (select 1 from statement_in_force w where w.bank_account = n.bank_account and w.id <> n.id
                          and w.from_on < n.from_on and w.to_on >= n.from_on)
     order by n.bank_account, n.from_on`)
  return rows.map((row) => ({
    kind: 'statement_gap',
    account: row.account,
    before: isoDate(row.before),
    after: isoDate(row.after),
  }))
}
