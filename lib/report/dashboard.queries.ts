import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { instantAt, now } from '#lib/core/clock'
import { addDays, type IsoDate, pragueDate, startOfPragueDay, yearOf } from '#lib/core/dates'
import { type BrokenGateway, brokenGateways } from '#lib/gateway/health/broken.queries'
import type { OnlineWay } from '#lib/ledger/post.commands'
import type { AttemptState } from '#lib/payment/edges.rules'
import { isUnverified } from '#lib/payment/history/list-rows.queries'

/** What all claims of the city come to. Amounts in haléře. */
export interface ClaimTotals {
  year: number
  /** Claims due in the year: assessed, paid of it, and what remains. */
  assessedHal: bigint
  paidHal: bigint
  remainingHal: bigint
  /** Unpaid after the last day, of every year; without fees paid beforehand and sums returned when late. */
  overdueHal: bigint
  overdueClaims: number
  /** The moment the sums hold for. */
  asOf: Date
}

/** A number of payments and what they come to, today and over seven days with today. Amounts in haléře. */
export interface Flow {
  today: { payments: number; amountHal: bigint }
  week: { payments: number; amountHal: bigint }
}

export interface Dashboard {
  claims: ClaimTotals
  /** Payments whose money was confirmed. */
  received: Flow
  byWay: ({ way: OnlineWay | null } & Flow)[]
  /** Payments begun, by where they stand now. */
  byState: ({ state: AttemptState } & Flow)[]
  unverified: { payments: number; oldest: { attemptId: string; reference: string; createdAt: Date } | null }
  mails: { waiting: number; failed: number }
  /** Gateways that fail their checks. */
  broken: BrokenGateway[]
  asOf: Date
}

/** Everything the office's first page says. Names nobody, so nothing is recorded. */
export async function readDashboard(_actor: Officer): Promise<Dashboard> {
  const asOf = now()
  const today = pragueDate(asOf)
  const [claims, byWay, byState, unverified, mails, broken] = await Promise.all([
    recentClaimTotals(today),
    receivedByWay(today),
    begunByState(today),
    readUnverified(),
    readMails(),
    brokenGateways(),
  ])
  const received = byWay.reduce<Flow>(
    (sum, flow) => ({ today: add(sum.today, flow.today), week: add(sum.week, flow.week) }),
    { today: { payments: 0, amountHal: 0n }, week: { payments: 0, amountHal: 0n } },
  )
  return { claims, received, byWay, byState, unverified, mails, broken, asOf }
}

const add = (a: Flow['today'], b: Flow['today']) => ({
  payments: a.payments + b.payments,
  amountHal: a.amountHal + b.amountHal,
})

// Summing every claim of the city takes a good part of a second; a figure half a minute old serves as well.
const keptMs = 30_000
let kept: { today: IsoDate; totals: Promise<ClaimTotals>; atMs: number } | null = null

/** The totals, at most half a minute old; officers who come at once wait for one sum. */
function recentClaimTotals(today: IsoDate): Promise<ClaimTotals> {
  const atMs = now().getTime()
  if (kept && kept.today === today && atMs >= kept.atMs && atMs - kept.atMs < keptMs) return kept.totals
  const totals = readClaimTotals(today)
  const mine = { today, totals, atMs }
  kept = mine
  totals.catch(() => {
    if (kept === mine) kept = null
  })
  return totals
}

/** Sums all claims now. The day decides which are overdue and which year is the current one. */
export async function readClaimTotals(today: IsoDate): Promise<ClaimTotals> {
  const year = yearOf(today)
  const asOf = now()
  const [row] = await database().execute<{
    assessed_hal: string
    paid_hal: string
    overdue_hal: string
    overdue_claims: string
  }>(sql`
    select coalesce(sum(b.assessed_hal) filter (where a.is_this_year), 0) as assessed_hal,
           coalesce(sum(b.paid_hal) filter (where a.is_this_year), 0) as paid_hal,
           coalesce(sum(b.assessed_hal - b.paid_hal) filter (where a.can_be_overdue), 0) as overdue_hal,
           count(*) filter (where a.can_be_overdue and b.assessed_hal > b.paid_hal) as overdue_claims
      from (select a.id, a.due_on between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date as is_this_year,
                   a.last_day < ${today}::date and a.legal_state <> 'lapsed'
                     and k.regime not in ('designated_amount', 'admin_fee') as can_be_overdue
              from assessment a join fee_kind k on k.code = a.fee_kind_code
             where a.superseded_at is null) a
      join assessment_balance b on b.assessment_id = a.id`)
  const assessedHal = BigInt(row?.assessed_hal ?? 0)
  const paidHal = BigInt(row?.paid_hal ?? 0)
  return {
    year,
    assessedHal,
    paidHal,
    remainingHal: assessedHal - paidHal,
    overdueHal: BigInt(row?.overdue_hal ?? 0),
    overdueClaims: Number(row?.overdue_claims ?? 0),
    asOf,
  }
}

interface FlowRow extends Record<string, unknown> {
  today_payments: string
  today_hal: string
  week_payments: string
  week_hal: string
}

const flowFrom = (row: FlowRow): Flow => ({
  today: { payments: Number(row.today_payments), amountHal: BigInt(row.today_hal) },
  week: { payments: Number(row.week_payments), amountHal: BigInt(row.week_hal) },
})

const starts = (today: IsoDate) => ({
  day: startOfPragueDay(today).toISOString(),
  week: startOfPragueDay(addDays(today, -6)).toISOString(),
})

/** By the instant the gateway's word was booked; an attempt comes to `paid` once in its life. */
async function receivedByWay(today: IsoDate): Promise<Dashboard['byWay']> {
  const { day, week } = starts(today)
  const rows = await database().execute<FlowRow & { way: OnlineWay | null }>(sql`
    select t.way, count(*) filter (where v.at >= ${day}::timestamptz) as today_payments,
           coalesce(sum(t.amount_hal) filter (where v.at >= ${day}::timestamptz), 0) as today_hal,
           count(*) as week_payments, sum(t.amount_hal) as week_hal
      from payment_attempt_event v join payment_attempt t on t.id = v.attempt_id
     where v.to_state = 'paid' and v.at >= ${week}::timestamptz
     group by t.way order by t.way desc nulls last`)
  return rows.map((row) => ({ way: row.way, ...flowFrom(row) }))
}

async function begunByState(today: IsoDate): Promise<Dashboard['byState']> {
  const { day, week } = starts(today)
  const rows = await database().execute<FlowRow & { state: AttemptState }>(sql`
    select t.state, count(*) filter (where t.created_at >= ${day}::timestamptz) as today_payments,
           coalesce(sum(t.amount_hal) filter (where t.created_at >= ${day}::timestamptz), 0) as today_hal,
           count(*) as week_payments, sum(t.amount_hal) as week_hal
      from payment_attempt t where t.created_at >= ${week}::timestamptz
     group by t.state order by count(*) desc, t.state`)
  return rows.map((row) => ({ state: row.state, ...flowFrom(row) }))
}

async function readUnverified(): Promise<Dashboard['unverified']> {
  const [row] = await database().execute<{
    id: string
    reference: string
    created_ms: string
    payments: string
  }>(sql`
    select t.id, t.reference, extract(epoch from t.created_at) * 1000 as created_ms, count(*) over () as payments
      from payment_attempt t where ${isUnverified} order by t.created_at, t.id limit 1`)
  if (!row) return { payments: 0, oldest: null }
  return {
    payments: Number(row.payments),
    oldest: {
      attemptId: row.id,
      reference: row.reference,
      createdAt: instantAt(Number(row.created_ms)),
    },
  }
}

async function readMails(): Promise<Dashboard['mails']> {
  const [row] = await database().execute<{ waiting: string; failed: string }>(sql`
    select count(*) filter (where problem is null) as waiting, count(*) filter (where problem is not null) as failed
      from outgoing_mail where sent_at is null`)
  return { waiting: Number(row?.waiting ?? 0), failed: Number(row?.failed ?? 0) }
}
