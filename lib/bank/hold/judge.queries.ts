import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { addDays, type IsoDate, isoDate } from '#lib/core/dates'
import { markedEntries } from '../marked-entries.queries.ts'
import { followsBalances, followsNumbers, type HoldReason, type Neighbour } from './rules.ts'

/** A statement whose entries are staged, as far as it says how it lies to the others of its account. */
export interface JudgedStatement {
  ordinal: number
  account: string
  number: string | null
  fromOn: IsoDate
  toOn: IsoDate
  openingHal: bigint | null
  closingHal: bigint | null
}

/** So many statements on each side are looked at; one that agrees is enough. */
const neighboursAsked = 10
/** An account counts as fetched so long after its bank's interface was asked last. */
const fetchedDays = 3

/**
 * Why a staged statement may not count by itself; none where it continues its account. `isConfirmed` says that somebody
 * else confirmed with what balance its account begins, which only its first statement asks.
 */
export async function judgeStatement(
  tx: Transaction,
  statement: JudgedStatement,
  brought: { isFetched: boolean; today: IsoDate; isConfirmed: boolean },
): Promise<HoldReason[]> {
  const reasons: HoldReason[] = []
  const { account, openingHal, closingHal } = statement
  if (!brought.isFetched && (await isFetchedAccount(tx, account, brought.today))) reasons.push('fetched')
  const neighbours = await readNeighbours(tx, statement)
  if (neighbours.length === 0) {
    if (!brought.isConfirmed) reasons.push('first')
  } else if (openingHal === null || closingHal === null) {
    reasons.push('untold')
  } else if (!followsBalances(neighbours)) {
    reasons.push('gap')
  }
  if (!followsNumbers(statement, await readEarlierNumbers(tx, statement))) reasons.push('number')
  // Without the right balance before it, what it leaves out says nothing more.
  if (!reasons.includes('gap') && (await leavesOutKnown(tx, statement))) reasons.push('differs')
  return reasons
}

/** Whether somebody other than the bringer confirmed that the account begins with this balance. */
export async function isOpeningConfirmed(
  tx: Transaction,
  { account, openingHal }: JudgedStatement,
  bringerId: string,
): Promise<boolean> {
  if (openingHal === null) return false
  const [met] = await tx.execute(sql`
    select 1 from bank_opening where bank_account = ${account} and opening_hal = ${openingHal}
       and officer_id::text <> ${bringerId} limit 1`)
  return met !== undefined
}

async function isFetchedAccount(tx: Transaction, account: string, today: IsoDate): Promise<boolean> {
  const [met] = await tx.execute(sql`
    select 1 from statement_fetch where bank_account = ${account}
       and (tried_at at time zone 'Europe/Prague')::date >= ${addDays(today, -fetchedDays)}::date`)
  return met !== undefined
}

/**
 * The statements that count, and those of this file that will, beside a staged one: those that touch it, and where none
 * does the nearest. The balance of the morning on which both meet follows from the one that began earlier and its
 * movements until then; a second statement of one day may also begin with what the first left.
 */
async function readNeighbours(tx: Transaction, statement: JudgedStatement): Promise<Neighbour[]> {
  const { ordinal, account, fromOn, toOn, openingHal, closingHal } = statement
  const [opening, closing] = [sql`${openingHal}::bigint`, sql`${closingHal}::bigint`]
  const [from, to] = [sql`${fromOn}::date`, sql`${toOn}::date`]
  const nearest = sql`to_on desc, from_on desc, id desc nulls first limit ${neighboursAsked}`
  return tx.execute<Neighbour & Record<string, unknown>>(sql`
    with other as (
      select id, null::int as ordinal, from_on, to_on, opening_hal, closing_hal
        from statement_in_force where bank_account = ${account}
      union all
      select null, ordinal, from_on, to_on, opening_hal, closing_hal
        from accepted_statement where bank_account = ${account}
    ),
    touching_before as (select * from other where from_on <= ${from} and to_on >= ${from} - 1 order by ${nearest}),
    apart_before as (select * from other where to_on < ${from} - 1 order by ${nearest}),
    touching_after as (select * from other where from_on > ${from} and to_on > ${to} and from_on <= ${to} + 1
                        order by from_on, to_on, id limit ${neighboursAsked}),
    apart_after as (select * from other where from_on > ${to} + 1 order by from_on, to_on, id limit 1),
    inside as (select * from other where from_on > ${from} and to_on <= ${to}
                order by from_on, to_on, id limit ${neighboursAsked})
    select 'before' as side, true as touches,
           coalesce(o.to_on <= ${from} and o.closing_hal = ${opening}, false)
             or coalesce(o.to_on >= ${from} and o.opening_hal + ${movedBefore(account, fromOn)} = ${opening}, false) as agrees
      from touching_before o
    union all
    select 'before', false, coalesce(o.closing_hal = ${opening}, false)
      from (select * from apart_before limit 1) o where not exists (select 1 from touching_before)
    union all
    select 'after', true, coalesce(o.from_on >= ${to} and o.opening_hal = ${closing}, false)
             or coalesce(o.from_on <= ${to} and ${opening} + ${toldBefore(ordinal)} = o.opening_hal, false)
      from touching_after o
    union all
    select 'after', false, coalesce(o.opening_hal = ${closing}, false)
      from apart_after o where not exists (select 1 from touching_after)
    union all
    select 'within', true, coalesce(${opening} + ${toldBefore(ordinal)} = o.opening_hal, false) from inside o`)
}

/** What moved from the first day of the other statement `o` until the morning of a day, as it is known. */
const movedBefore = (account: string, day: IsoDate) => sql`(
  select coalesce(sum(m.amount_hal), 0) from (
    select b.amount_hal from bank_entry b
     where o.ordinal is null and b.bank_account = ${account} and b.booked_on >= o.from_on and b.booked_on < ${day}::date
    union all
    select g.amount_hal from staged_bank_entry g where g.ordinal = o.ordinal and g.booked_on < ${day}::date) m)`

/** What the staged statement tells to have moved until the morning of the other's first day. */
const toldBefore = (ordinal: number) => sql`(
  select coalesce(sum(g.amount_hal), 0) from staged_bank_entry g
   where g.ordinal = ${ordinal} and g.booked_on < o.from_on)`

async function readEarlierNumbers(tx: Transaction, { account, fromOn }: JudgedStatement) {
  const rows = await tx.execute<{ number: string | null; to_on: string }>(sql`
    select number, to_on::text from (
      select number, to_on, from_on, id from statement_in_force where bank_account = ${account}
      union all
      select number, to_on, from_on, null from accepted_statement where bank_account = ${account}) o
     where to_on < ${fromOn}::date order by to_on desc, from_on desc, id desc nulls first limit ${neighboursAsked}`)
  return rows.map((row) => ({ number: row.number, toOn: isoDate(row.to_on) }))
}

/**
 * Whether something is known of the statement's days that it does not tell: the two cannot both be right. Of a day with
 * several statements the later ones go on where the first ended.
 */
export async function leavesOutKnown(tx: Transaction, statement: JudgedStatement): Promise<boolean> {
  const { ordinal, account, fromOn, toOn, openingHal } = statement
  // Most statements tell only days nobody told before, and their entries need not be marked for that.
  const [any] = await tx.execute(sql`
    select 1 from bank_entry where bank_account = ${account} and booked_on between ${fromOn}::date and ${toOn}::date
     limit 1`)
  if (!any) return false
  const [met] = await tx.execute(sql`
    with known as materialized (
      select b.fingerprint from bank_entry b
       where b.bank_account = ${account} and b.booked_on between ${fromOn}::date and ${toOn}::date
         and b.kind <> 'withdrawal'
         and not exists (select 1 from bank_entry x where x.reverses_bank_entry_id = b.id and x.kind = 'withdrawal')
         and (b.booked_on > ${fromOn}::date or not exists (
           select 1 from statement_in_force p
            where p.bank_account = ${account} and p.to_on = ${fromOn}::date and p.closing_hal = ${openingHal}::bigint
              and p.opening_hal <> p.closing_hal))
    )
    select 1 from known
     where not exists (select 1 from (${markedEntries(ordinal)}) told where told.fingerprint = known.fingerprint)
     limit 1`)
  return met !== undefined
}
