import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import { inCzechOrder } from '#db/czech-text'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { recordReading } from '#lib/audit/record-reading.commands'
import { instantAt, now } from '#lib/core/clock'
import { type IsoDate, isoDate, pragueDate } from '#lib/core/dates'
import type { Reason } from '#lib/matching/rules'
import { isWaiting } from '#lib/matching/waiting.queries'
import { payerName } from '#lib/payer/name.queries'
import { seesNames, seesStatements } from './access.ts'

/** How many statements of an account the list shows, the newest. */
const statementsShown = 40
/** How many movements one page of a statement holds. */
export const entriesShown = 100

/** One imported statement. Amounts in haléře. */
export interface StatementRow {
  id: number
  number: string | null
  fromOn: IsoDate
  toOn: IsoDate
  openingHal: bigint | null
  closingHal: bigint | null
  entries: number
  newEntries: number
  importedAt: Date
  /** Whether an officer took it back as a whole. */
  isWithdrawn: boolean
}

/** An account of the city with its statements, newest first. */
export interface AccountStatements {
  account: string
  statements: StatementRow[]
  /** How much of its receipts waits for an owner. */
  waiting: { count: number; amountHal: bigint }
}

interface Row extends Record<string, unknown> {
  id: string
  bank_account: string
  number: string | null
  from_on: string
  to_on: string
  opening_hal: string | null
  closing_hal: string | null
  entries: number
  new_entries: number
  imported_ms: string
  is_withdrawn: boolean
}

const isWithdrawn = sql`exists (select 1 from bank_statement_withdrawal w where w.statement_id = s.id)`

const hal = (text: string | null) => (text === null ? null : BigInt(text))

const rowOf = (row: Row): StatementRow => ({
  id: Number(row.id),
  number: row.number,
  fromOn: isoDate(row.from_on),
  toOn: isoDate(row.to_on),
  openingHal: hal(row.opening_hal),
  closingHal: hal(row.closing_hal),
  entries: row.entries,
  newEntries: row.new_entries,
  importedAt: instantAt(Number(row.imported_ms)),
  isWithdrawn: row.is_withdrawn,
})

/** Every account of the city with its newest statements, those without any too; null for anybody who may not. */
export async function listStatements(actor: Officer): Promise<AccountStatements[] | null> {
  if (!seesStatements(actor)) return null
  const today = pragueDate(now())
  const accounts = await database().execute<{ account: string; waiting: string; waiting_hal: string }>(sql`
    select a.account, coalesce(w.waiting, 0) as waiting, coalesce(w.waiting_hal, 0) as waiting_hal
      from (select account_number as account from fee_bank_account
             where valid_from <= ${today} and (valid_to is null or valid_to >= ${today})
            union select bank_account from bank_statement) a
      left join (
        select b.bank_account, count(*) as waiting, sum(b.amount_hal) as waiting_hal from bank_entry b
         where ${isWaiting}
         group by b.bank_account) w on w.bank_account = a.account
     order by a.account`)
  const rows = await database().execute<Row>(sql`
    select * from (select s.*, extract(epoch from imported_at) * 1000 as imported_ms, ${isWithdrawn} as is_withdrawn, row_number() over (partition by bank_account order by to_on desc, id desc) as place
                     from bank_statement s) s
     where place <= ${statementsShown} order by bank_account, place`)
  return accounts.map(({ account, waiting, waiting_hal }) => ({
    account,
    waiting: { count: Number(waiting), amountHal: BigInt(waiting_hal) },
    statements: rows.filter((row) => row.bank_account === account).map(rowOf),
  }))
}

/** How a movement stands: laid on payers, waiting with so many proposals, or none of any payer's. */
export type EntryStanding =
  | { kind: 'matched'; payers: string[] | null; rule: string }
  | { kind: 'waiting'; proposals: number; bestScore: number | null; reasons: Reason[] }
  | { kind: 'taken_back' }
  | { kind: 'outgoing' | 'bank_fee' | 'gateway_payout' | 'other' | 'reversal' | 'withdrawal' }

/** One movement for the office; the name and the message are null where the officer may not learn them. */
export interface StatementEntryRow {
  id: number
  bookedOn: IsoDate
  amountHal: bigint
  variableSymbol: string | null
  specificSymbol: string | null
  counterName: string | null
  message: string | null
  payerReference: string | null
  standing: EntryStanding
}

/** A statement with one page of the movements it brought first. */
export interface StatementDetail {
  account: string
  statement: StatementRow
  entries: StatementEntryRow[]
  total: number
}

interface EntryRow extends Record<string, unknown> {
  id: string
  booked_on: string
  amount_hal: string
  variable_symbol: string | null
  specific_symbol: string | null
  counter_name: string | null
  message: string | null
  payer_reference: string | null
  kind: 'receipt' | 'outgoing' | 'bank_fee' | 'gateway_payout' | 'other' | 'reversal' | 'withdrawal'
  is_taken_back: boolean
  is_withdrawn: boolean
  rule: string | null
  is_matched: boolean
  payers: { id: string; name: string }[] | null
  proposals: string
  best_score: number | null
  reasons: Reason[] | null
}

/**
 * One statement and how its movements stand, or null where it is not there or not for this officer. Whom the page
 * names is recorded in the same transaction.
 */
export async function readStatement(
  actor: Officer,
  statementId: number,
  page: number,
): Promise<StatementDetail | null> {
  if (!seesStatements(actor)) return null
  const isNamed = seesNames(actor)
  return database().transaction(async (tx) => {
    const [found] = await tx.execute<Row>(sql`
      select s.*, extract(epoch from imported_at) * 1000 as imported_ms, ${isWithdrawn} as is_withdrawn
        from bank_statement s where s.id = ${statementId}`)
    if (!found) return null
    const rows = await tx.execute<EntryRow>(sql`
      select b.id, b.booked_on::text, b.amount_hal, b.variable_symbol, b.specific_symbol, b.counter_name, b.message,
             b.payer_reference, b.kind, b.reverses_bank_entry_id is not null
               or exists (select 1 from bank_entry r where r.reverses_bank_entry_id = b.id) as is_taken_back,
             exists (select 1 from bank_entry r where r.reverses_bank_entry_id = b.id and r.kind = 'withdrawal') as is_withdrawn,
             m.rule, coalesce(m.state = 'matched', false) as is_matched, q.payers, p.proposals, p.best_score, p.reasons
        from bank_entry b
        left join lateral (select * from bank_match m where m.bank_entry_id = b.id order by turn desc limit 1) m on true
        left join lateral (
          select json_agg(json_build_object('id', p.id, 'name', p.name) order by ${inCzechOrder(sql`p.name`)}) as payers
            from (select distinct p.id, ${payerName} as name
                    from journal_line l join account a on a.id = l.account_id join payer p on p.id = a.payer_id
                   where l.entry_id = m.journal_entry_id and l.side = 'credit') p) q on m.state = 'matched'
        left join lateral (
          select count(*) filter (where x.position > 0) as proposals, max(x.score) as best_score,
                 (array_agg(x.reasons order by x.position) filter (where x.position = 1))[1] as reasons
            from bank_proposal x
           where x.bank_entry_id = b.id
             and x.round = (select max(round) from bank_proposal where bank_entry_id = b.id)) p on true
       where b.statement_id = ${statementId}
       order by b.booked_on, b.position limit ${entriesShown} offset ${(page - 1) * entriesShown}`)
    const [counted] = await tx.execute<{ total: string }>(
      sql`select count(*) as total from bank_entry where statement_id = ${statementId}`,
    )
    const about = { action: 'statement.read', subjectKind: 'bank_statement' } as const
    const subjectId = String(statementId)
    const named = isNamed ? rows.flatMap((row) => row.payers ?? []) : []
    await appendAudit(tx, actor, { ...about, subjectId, details: { rows: rows.length } })
    await recordReading(
      tx,
      actor,
      about,
      named.map((payer) => ({ subjectId, payerId: payer.id })),
    )
    return {
      account: found.bank_account,
      statement: rowOf(found),
      entries: rows.map((row) => entryOf(row, isNamed)),
      total: Number(counted?.total ?? 0),
    }
  })
}

function entryOf(row: EntryRow, isNamed: boolean): StatementEntryRow {
  return {
    id: Number(row.id),
    bookedOn: isoDate(row.booked_on),
    amountHal: BigInt(row.amount_hal),
    variableSymbol: isNamed ? row.variable_symbol : null,
    specificSymbol: isNamed ? row.specific_symbol : null,
    counterName: isNamed ? row.counter_name : null,
    message: isNamed ? row.message : null,
    payerReference: isNamed ? row.payer_reference : null,
    standing: standingOf(row, isNamed),
  }
}

function standingOf(row: EntryRow, isNamed: boolean): EntryStanding {
  if (row.is_withdrawn) return { kind: 'withdrawal' }
  if (row.kind !== 'receipt') return { kind: row.kind }
  if (row.is_matched) {
    const payers = isNamed ? (row.payers ?? []).map((payer) => payer.name) : null
    return { kind: 'matched', payers, rule: row.rule ?? '' }
  }
  if (row.is_taken_back) return { kind: 'taken_back' }
  const { best_score: bestScore, reasons } = row
  return { kind: 'waiting', proposals: Number(row.proposals), bestScore, reasons: reasons ?? [] }
}
