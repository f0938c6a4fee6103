import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Job } from '#lib/actor/actor'
import type { IsoDate } from '#lib/core/dates'
import { formatCsvAmount } from '#lib/core/money'
import { isWaiting } from '#lib/matching/waiting.queries'
import { csvTable } from './report/csv.ts'

const head = [
  'stav',
  'id_poplatnika',
  'id_predpisu',
  'vs',
  'ss',
  'castka',
  'den_podle_zakona',
  'uctovano',
  'zpusob',
  'zdroj',
  'jistota',
  'duvody',
]

/** What the file calls a row; the agenda reads it. */
const states = { booked: 'zaúčtováno', proposed: 'návrh' } as const

/** What the file is about: one fee kind and days of booking, both included. */
export interface AgendaWish {
  feeKindCode: string
  from: IsoDate
  to: IsoDate
}

/**
 * What happened to a fee kind kept in an agenda system, as CSV for that system: what the portal booked on its accounts
 * (card payments and what an officer laid), and for transfers that wait here the best proposal whose they are, which is
 * the agenda's to book. Payers and claims by the agenda's own numbers; names nobody. Null for a kind that is not there.
 */
export async function exportForAgenda(_actor: Job, wish: AgendaWish): Promise<string | null> {
  const [kind] = await database().execute(sql`select 1 from fee_kind where code = ${wish.feeKindCode}`)
  if (!kind) return null
  return csvTable([head, ...(await readBooked(wish)), ...(await readProposed(wish))])
}

async function readBooked({ feeKindCode, from, to }: AgendaWish): Promise<string[][]> {
  const rows = await database().execute<{
    payer: string
    claim: string | null
    vs: string | null
    ss: string | null
    amount_hal: string
    effective_on: string
    booked_on: string
    way: string | null
    kind: string
    source: string
  }>(sql`
    select p.external_id as payer, s.external_id as claim, s.variable_symbol as vs, s.specific_symbol as ss,
           -l.amount_hal as amount_hal, e.effective_on::text, e.booked_on::text, e.way, e.kind,
           e.source_reference as source
      from journal_line l join journal_entry e on e.id = l.entry_id
      join account a on a.id = l.account_id and a.kind = 'personal' and a.fee_kind_code = ${feeKindCode}
      join payer p on p.id = a.payer_id left join assessment s on s.id = l.assessment_id
     where l.side = 'credit' and e.booked_on between ${from} and ${to}
       -- The agenda told these itself.
       and e.kind not in ('paid_elsewhere', 'assessment', 'correction', 'cancellation')
     order by e.id, l.line_number`)
  return rows.map((row) => [
    states.booked,
    row.payer,
    row.claim ?? '',
    row.vs ?? '',
    row.ss ?? '',
    formatCsvAmount(BigInt(row.amount_hal)),
    row.effective_on,
    row.booked_on,
    row.way ?? row.kind,
    row.source,
    '',
    '',
  ])
}

/** The best proposal of each receipt that waits, where it leads to this kind; the other ones are for an officer. */
async function readProposed({ feeKindCode, from, to }: AgendaWish): Promise<string[][]> {
  const rows = await database().execute<{
    payer: string
    claims: string | null
    vs: string | null
    ss: string | null
    amount_hal: string
    booked_on: string
    id: string
    score: number
    reasons: string[]
  }>(sql`
    select p.external_id as payer, b.variable_symbol as vs, b.specific_symbol as ss, part.value->>'amountHal' as amount_hal,
           b.booked_on::text, b.id, o.score, o.reasons,
           (select string_agg(s.external_id, ' ' order by s.last_day, s.external_id) from assessment s
             where s.id::text in (select jsonb_array_elements_text(part.value->'assessmentIds'))) as claims
      from bank_entry b
      join lateral (select * from bank_proposal o where o.bank_entry_id = b.id and o.position = 1
                       and o.round = (select max(round) from bank_proposal r where r.bank_entry_id = b.id)) o on true
      cross join lateral jsonb_array_elements(o.parts) as part
      join account a on a.id = (part.value->>'accountId')::bigint and a.fee_kind_code = ${feeKindCode}
      join payer p on p.id = a.payer_id
     where ${isWaiting} and b.booked_on between ${from} and ${to}
     order by b.id, p.external_id`)
  return rows.map((row) => [
    states.proposed,
    row.payer,
    row.claims ?? '',
    row.vs ?? '',
    row.ss ?? '',
    formatCsvAmount(BigInt(row.amount_hal)),
    row.booked_on,
    '',
    'transfer',
    `bank_entry:${row.id}`,
    String(row.score),
    row.reasons.join(' '),
  ])
}
