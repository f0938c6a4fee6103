import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { IsoDate } from '#lib/core/dates'
import { sumHal } from '#lib/core/money'
import { markedEntries } from '../marked-entries.queries.ts'
import type { StagedStatement } from './stage.commands.ts'
import { compareTellings, type DayTelling, type KnownTwin, numberTwins, stepsOf } from './twins.rules.ts'

/**
 * Numbers equal movements without a bank's reference over the whole day where several statements tell of it. Only the
 * first and the last day of a statement can be told in pieces; within it a day is whole, and its own order serves.
 */
export async function stageTwins(tx: Transaction, statements: readonly StagedStatement[]): Promise<void> {
  await tx.execute(sql`
    create temporary table staged_twin (ordinal int, position int, occurrence int, primary key (ordinal, position))
      on commit drop`)
  const days = await tx.execute<{ ordinal: number; day: IsoDate }>(sql`
    select s.ordinal, s.booked_on::text as day
      from (select bank_account, booked_on, ordinal from staged_bank_entry where bank_reference is null
             group by 1, 2, 3) s
     where exists (select 1 from bank_entry b where b.bank_account = s.bank_account and b.booked_on = s.booked_on)
        or exists (select 1 from staged_bank_entry o where o.ordinal < s.ordinal and o.bank_account = s.bank_account
                      and o.booked_on = s.booked_on)
     order by s.ordinal, s.booked_on`)
  for (const { ordinal, day } of days) {
    const statement = statements.find((one) => one.ordinal === ordinal)
    if (!statement || (day > statement.fromOn && day < statement.toOn)) continue
    await numberDay(tx, statements, statement, day)
  }
}

/** One movement of the day as one statement tells it; a statement of the file is its ordinal with a minus. */
interface ToldRow extends Record<string, unknown> {
  statement: string
  position: number
  mark: string
  occurrence: number
  amount_hal: string
  has_reference: boolean
}

/** When a statement begins and ends, with its balances; not complete where it is not known what it repeated. */
interface Bounds extends Record<string, unknown> {
  statement: string
  from_on: IsoDate
  to_on: IsoDate
  opening_hal: string | null
  closing_hal: string | null
  is_complete: boolean
}

async function numberDay(
  tx: Transaction,
  statements: readonly StagedStatement[],
  statement: StagedStatement,
  day: IsoDate,
): Promise<void> {
  const rows = await readTold(tx, statement, day)
  const byStatement = groupBy(rows, (row) => row.statement)
  if (byStatement.size === 1 || (await isToldWhole(tx, statement, day))) return
  const bounds = new Map([...(await readBounds(tx, byStatement.keys())), ...statements.map(stagedBounds)])
  const piece = (name: string) => tellingOf(byStatement.get(name) ?? [], bounds.get(name), day)
  const ownName = String(-statement.ordinal)
  const own = piece(ownName)
  const twins = new Map<string, Map<number, KnownTwin>>()
  for (const [name, told] of byStatement) {
    if (name === ownName) continue
    const compared = compareTellings(own, piece(name))
    for (const [position, { mark, occurrence }] of told.entries()) {
      const ofMark = twins.get(mark) ?? new Map<number, KnownTwin>()
      twins.set(mark, ofMark)
      const toldBy = [...(ofMark.get(occurrence)?.toldBy ?? []), { piece: compared, position }]
      ofMark.set(occurrence, { occurrence, toldBy })
    }
  }
  const equal = groupBy(
    (byStatement.get(ownName) ?? []).map((row, index) => ({ ...row, index })),
    (row) => row.mark,
  )
  const steps = stepsOf(own)
  const found = [...equal].flatMap(([mark, rows]) => {
    const known = twins.get(mark)
    if (!known || rows[0]?.has_reference) return []
    const indexes = rows.map((row) => row.index)
    const numbers = numberTwins(steps, indexes, [...known.values()])
    return rows.map((row, index) => ({ position: row.position, occurrence: numbers[index] }))
  })
  if (found.length === 0) return
  await tx.execute(sql`
    insert into staged_twin
    select ${statement.ordinal}, f.* from jsonb_to_recordset(${JSON.stringify(found)}::jsonb)
      as f (position int, occurrence int)`)
}

/** A known statement that began before the day and ended after it tells all of it. */
async function isToldWhole(tx: Transaction, { account }: StagedStatement, day: IsoDate): Promise<boolean> {
  const [found] = await tx.execute(sql`
    select 1 from statement_in_force where bank_account = ${account} and from_on < ${day}::date and to_on > ${day}::date`)
  return found !== undefined
}

/** As SQL over bank entry `b`: it counts, nobody withdrew it. */
const isInForce = sql`b.kind <> 'withdrawal' and not exists (
  select 1 from bank_entry x where x.reverses_bank_entry_id = b.id and x.kind = 'withdrawal')`

/** What the new statement, those before it in the file and the known ones tell of a day, each in its order. */
async function readTold(tx: Transaction, { account, ordinal }: StagedStatement, day: IsoDate) {
  const rows = await tx.execute<ToldRow>(sql`
    select (-m.ordinal)::text as statement, m.position::bigint as place, m.position, m.mark, m.occurrence::int,
           m.amount_hal, m.bank_reference is not null as has_reference
      from (${markedEntries()}) m
     where m.bank_account = ${account} and m.booked_on = ${day}::date and m.ordinal <= ${ordinal}
    union all
    select e.statement_id::text, b.id, b.position, split_part(b.fingerprint, ':', 1), b.occurrence, b.amount_hal,
           b.bank_reference is not null
      from bank_entry b
      join lateral (select b.statement_id union select r.statement_id from bank_entry_repeat r where r.bank_entry_id = b.id)
        e on true
      join statement_in_force s on s.id = e.statement_id
     where b.bank_account = ${account} and b.booked_on = ${day}::date and ${isInForce}
     order by 1, 2`)
  return [...rows]
}

async function readBounds(tx: Transaction, names: Iterable<string>): Promise<[string, Bounds][]> {
  const ids = [...names].map(Number).filter((id) => id > 0)
  if (ids.length === 0) return []
  const rows = await tx.execute<Bounds>(sql`
    select s.id::text as statement, s.from_on::text, s.to_on::text, s.opening_hal, s.closing_hal,
           s.entries = (select count(*) from bank_entry b where b.statement_id = s.id and ${isInForce})
             + (select count(*) from bank_entry_repeat r join bank_entry b on b.id = r.bank_entry_id
                 where r.statement_id = s.id and ${isInForce}) as is_complete
      from bank_statement s where s.id in (${sql.join(
        ids.map((id) => sql`${id}::bigint`),
        sql`, `,
      )})`)
  return rows.map((row) => [row.statement, row])
}

function stagedBounds(staged: StagedStatement): [string, Bounds] {
  const text = (hal: bigint | null) => (hal === null ? null : String(hal))
  const statement = String(-staged.ordinal)
  const days = { from_on: staged.fromOn, to_on: staged.toOn }
  const balances = { opening_hal: text(staged.openingHal), closing_hal: text(staged.closingHal) }
  return [statement, { statement, ...days, ...balances, is_complete: true }]
}

/** The piece of the day one statement tells. Its first day begins with the opening, its last one ends with the closing. */
function tellingOf(told: readonly ToldRow[], bounds: Bounds | undefined, day: IsoDate): DayTelling {
  const entries = told.map(({ mark, amount_hal }) => ({ mark, amountHal: BigInt(amount_hal) }))
  const unknown = { startHal: null, entries, isWhole: true }
  if (!bounds?.is_complete) return unknown
  const { from_on: from, to_on: to, opening_hal: opening, closing_hal: closing } = bounds
  const isWhole = day > from && day < to
  if (opening !== null && day === from) return { startHal: BigInt(opening), entries, isWhole }
  if (closing === null || day !== to) return unknown
  return { startHal: BigInt(closing) - sumHal(entries.map((entry) => entry.amountHal)), entries, isWhole }
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}
