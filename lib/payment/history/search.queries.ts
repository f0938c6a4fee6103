import { type SQL, sql } from 'drizzle-orm'
import { database } from '#db/client'
import { idList } from '#db/id-list'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { payerName } from '#lib/payer/name.queries'
import { seesPayers } from './access.ts'
import { type PaymentRow, readRows } from './list-rows.queries.ts'
import { recordListing } from './record-listing.commands.ts'
import { type Fragment, namePattern, readFragment } from './search.rules.ts'

const mostRows = 100

/** What a search found: the newest rows and how many there are in all. */
export interface SearchFound {
  rows: PaymentRow[]
  hits: number
}

/**
 * Payments that the text belongs to. A number is an amount, exactly, or the beginning of our reference, of the gateway's
 * number or, for officers who see payers, of a variable symbol: a part from anywhere would find half the city for
 * „900“. Other text is any part of a reference or of the gateway's number, or for the same officers of the names of
 * payers and of who pays. Null where there is too
 * little to search for. The audit keeps how much was found and how long the text was, never the text.
 */
export async function searchPayments(actor: Officer, text: string): Promise<SearchFound | null> {
  const fragment = readFragment(text)
  if (!fragment) return null
  return database().transaction(async (tx) => {
    const ids = await tx.execute<{ id: string; hits: string }>(sql`
      with hit as materialized (${sql.join(queriesOf(fragment, seesPayers(actor)), sql` union `)})
      select t.id, count(*) over () as hits from hit join payment_attempt t on t.id = hit.id
       order by t.created_at desc, t.id desc limit ${mostRows}`)
    const rows = await readRows(tx, actor, isOneOf(ids), { limit: mostRows, offset: 0 })
    const found = { rows, hits: Number(ids[0]?.hits ?? 0) }
    await appendAudit(tx, actor, {
      action: 'payments.search',
      subjectKind: 'payments',
      subjectId: '-',
      details: { hits: found.hits, characters: text.length },
    })
    await recordListing(tx, actor, rows)
    return found
  })
}

function isOneOf(found: readonly { id: string }[]): SQL {
  if (found.length === 0) return sql`false`
  return sql`t.id in (${idList(found.map(({ id }) => id))})`
}

/** One query of attempt ids for each thing the text may be a part of. */
function queriesOf(fragment: Fragment, isNamed: boolean): SQL[] {
  const { code, digits, amountHal, words } = fragment
  const queries = [
    digits
      ? sql`select id from payment_attempt
             where starts_with(reference, ${digits}) or starts_with(gateway_payment_id, ${digits})`
      : sql`select id from payment_attempt
             where strpos(reference, ${code}) > 0 or strpos(lower(gateway_payment_id collate "C"), ${code}) > 0`,
  ]
  if (amountHal !== null) {
    queries.push(sql`select id from payment_attempt where amount_hal = ${String(amountHal)}::bigint`)
  }
  if (isNamed && digits) {
    queries.push(sql`
      select t.id from payment_attempt t
        join payment_order_item n on n.order_id = t.order_id
        join assessment a on a.id = n.assessment_id
       where starts_with(a.variable_symbol, ${digits})`)
  }
  if (isNamed && words.length > 0) {
    queries.push(
      sql`
      select t.id from payment_attempt t
        join payment_order_item n on n.order_id = t.order_id
        join payer p on p.id = n.payer_id
       where ${everyWord(payerName, words)}`,
      sql`
      select t.id from payment_attempt t
        join payment_order o on o.id = t.order_id
        join identity i on i.id = o.identity_id
       where ${everyWord(sql`concat_ws(' ', i.given_name, i.family_name)`, words)}`,
    )
  }
  return queries
}

/** The name holds every word, in any order, whatever the diacritics and capitals. */
function everyWord(name: SQL, words: readonly string[]): SQL {
  return sql.join(
    words.map((word) => sql`${name} ~ ${namePattern(word)}`),
    sql` and `,
  )
}
