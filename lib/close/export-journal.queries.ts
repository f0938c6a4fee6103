import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { readSetting } from '#lib/city/settings.queries'
import { formatCsvAmount } from '#lib/core/money'
import { seesMonths } from './access.ts'
import { bookkeepingOf, bookkeepingShape } from './bookkeeping.input.ts'
import { sentence } from './report/close-sentences.ts'
import { csvCell } from './report/csv.ts'
import { type AccountingMonth, type DocumentSeries, firstDay, lastDay, nextMonth } from './rules.ts'

const linesAtOnce = 5_000

const head = [
  'rada',
  'rok',
  'cislo',
  'zapis',
  'druh_zapisu',
  'uctovano',
  'den_podle_zakona',
  'ucet',
  'rozpoctova_polozka',
  'analytika',
  'ma_dati',
  'dal',
  'zdroj',
]

/** A line of the journal for which the bookkeeping has no account. */
export class UnknownBookkeepingAccount extends Error {
  readonly place: string
  constructor(kind: string, feeKindCode: string | null, entryId: string) {
    super('no bookkeeping account')
    const place = { account: kind, entry: entryId }
    this.place = feeKindCode
      ? sentence('bookkeepingPlace.entryOfKind', { ...place, feeKind: feeKindCode })
      : sentence('bookkeepingPlace.entry', place)
  }
}

interface Row extends Record<string, unknown> {
  entry_id: string
  line_number: number
  entry_kind: string
  booked_on: string
  effective_on: string
  source_reference: string
  account_kind: string
  fee_kind_code: string | null
  gateway: string | null
  bank_account: string | null
  amount_hal: string
  series: DocumentSeries | null
  year: number | null
  number: number | null
}

/**
 * The journal of a month as CSV pieces for the city's bookkeeping, in the order of the journal: each line with its
 * document, account and budget item, as the city set them at the month's end. Names nobody. Null for anybody who may not; throws UnknownBookkeepingAccount.
 */
export async function exportJournal(
  actor: Actor,
  month: AccountingMonth,
): Promise<AsyncGenerator<string> | null> {
  if (!seesMonths(actor)) return null
  const settings = bookkeepingShape.parse(await readSetting(database(), 'bookkeeping', lastDay(month)))
  return pieces()

  async function* pieces(): AsyncGenerator<string> {
    yield `\uFEFF${head.join(';')}\r\n`
    for (let after = { entryId: '0', lineNumber: 0 }; ; ) {
      const rows = await readLines(month, after)
      const last = rows.at(-1)
      if (!last) return
      yield rows.map((row) => lineOf(row, settings)).join('')
      after = { entryId: last.entry_id, lineNumber: last.line_number }
    }
  }
}

function readLines(month: AccountingMonth, after: { entryId: string; lineNumber: number }) {
  return database().execute<Row>(sql`
    select e.id as entry_id, l.line_number, e.kind as entry_kind, e.booked_on::text, e.effective_on::text,
           e.source_reference, a.kind as account_kind, a.fee_kind_code, a.gateway, a.bank_account, l.amount_hal,
           d.series, d.year, d.number
      from journal_entry e join journal_line l on l.entry_id = e.id join account a on a.id = l.account_id
      left join journal_document d on d.entry_id = e.id
     where e.booked_on >= ${firstDay(month)} and e.booked_on < ${firstDay(nextMonth(month))}
       and (e.id, l.line_number) > (${after.entryId}::bigint, ${after.lineNumber}::smallint)
     order by e.id, l.line_number limit ${linesAtOnce}`)
}

function lineOf(row: Row, settings: Parameters<typeof bookkeepingOf>[0]): string {
  const booked = bookkeepingOf(settings, { kind: row.account_kind, feeKindCode: row.fee_kind_code })
  if (!booked) throw new UnknownBookkeepingAccount(row.account_kind, row.fee_kind_code, row.entry_id)
  const amountHal = BigInt(row.amount_hal)
  const cells = [
    row.series ? sentence(`series.${row.series}`) : '',
    row.year === null ? '' : String(row.year),
    row.number === null ? '' : String(row.number),
    row.entry_id,
    row.entry_kind,
    row.booked_on,
    row.effective_on,
    booked.account,
    booked.budgetItem ?? '',
    row.bank_account ?? row.gateway ?? row.fee_kind_code ?? '',
    amountHal > 0n ? formatCsvAmount(amountHal) : '',
    amountHal < 0n ? formatCsvAmount(-amountHal) : '',
    row.source_reference,
  ]
  return `${cells.map(csvCell).join(';')}\r\n`
}
