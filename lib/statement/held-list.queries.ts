import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { isUndecided } from '#lib/bank/hold/held.queries'
import type { HoldReason } from '#lib/bank/hold/rules'
import { holdReasonsText } from '#lib/bank/import/report'
import { instantAt } from '#lib/core/clock'
import { type IsoDate, isoDate } from '#lib/core/dates'
import { mayImportStatements, seesStatements } from './access.ts'

/** A statement nobody has decided about. Amounts in haléře; no names stand here. */
export interface HeldLine {
  id: number
  account: string
  number: string | null
  fromOn: IsoDate
  toOn: IsoDate
  openingHal: bigint | null
  closingHal: bigint | null
  entries: number
  fileName: string
  heldAt: Date
  /** Why it is held, as sentences. */
  why: string
  /** Whether this officer may release it: they may bring statements, and somebody else brought this one. */
  mayRelease: boolean
  isOwn: boolean
}

/** The held statements, the earliest days first; null for anybody who may not see statements. */
export async function listHeld(actor: Officer): Promise<HeldLine[] | null> {
  if (!seesStatements(actor)) return null
  const rows = await database().execute<{
    id: string
    bank_account: string
    number: string | null
    from_on: string
    to_on: string
    opening_hal: string | null
    closing_hal: string | null
    entries: number
    file_name: string
    held_ms: string
    reasons: HoldReason[]
    is_own: boolean
  }>(sql`
    select h.id, h.bank_account, h.number, h.from_on::text, h.to_on::text, h.opening_hal, h.closing_hal, h.entries,
           h.file_name, extract(epoch from h.held_at) * 1000 as held_ms, h.reasons,
           h.actor_kind = 'officer' and h.actor_id = ${actor.identityId} as is_own
      from held_statement h where ${isUndecided} order by h.bank_account, h.from_on, h.to_on, h.id`)
  return rows.map((row) => ({
    id: Number(row.id),
    account: row.bank_account,
    number: row.number,
    fromOn: isoDate(row.from_on),
    toOn: isoDate(row.to_on),
    openingHal: row.opening_hal === null ? null : BigInt(row.opening_hal),
    closingHal: row.closing_hal === null ? null : BigInt(row.closing_hal),
    entries: row.entries,
    fileName: row.file_name,
    heldAt: instantAt(Number(row.held_ms)),
    why: holdReasonsText(row.reasons),
    mayRelease: mayImportStatements(actor) && !row.is_own,
    isOwn: row.is_own,
  }))
}

/** An account whose bank's interface gives no statement. */
export interface FailingFetch {
  account: string
  since: Date
  /** A code, or the sentence of a refusal. */
  problem: string
}

/** The accounts whose statements cannot be fetched; null for anybody who may not see statements. */
export async function listFailingFetches(actor: Officer): Promise<FailingFetch[] | null> {
  if (!seesStatements(actor)) return null
  const rows = await database().execute<{ bank_account: string; since_ms: string; problem: string }>(sql`
    select bank_account, extract(epoch from failing_since) * 1000 as since_ms, problem
      from statement_fetch where problem is not null and problem <> 'too_soon' order by bank_account`)
  return rows.map((row) => ({
    account: row.bank_account,
    since: instantAt(Number(row.since_ms)),
    problem: row.problem,
  }))
}
