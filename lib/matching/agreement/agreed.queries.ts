import { sql } from 'drizzle-orm'
import type { Reader } from '#db/client'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { recordReading } from '#lib/audit/record-reading.commands'
import { kindsOn } from '#lib/fee/paid-kinds.queries'
import type { WaitingReceipt } from '#lib/matching/waiting.queries'
import { payerName } from '#lib/payer/name.queries'
import { mayMatch } from '../access.ts'
import { accountsBySymbols, readCandidates } from '../candidates.queries.ts'
import { type Candidate, type Part, splitHousehold } from '../rules.ts'
import type { ListRow } from './payment-list.ts'

/** The account each row of a list means among those of these fee kinds, with its claims; null where none or several. */
export async function candidatesOfRows(
  tx: Reader,
  rows: readonly Pick<ListRow, 'variableSymbol' | 'specificSymbol'>[],
  kinds: readonly string[],
): Promise<(Candidate | null)[]> {
  const found: (Candidate | null)[] = []
  for (const { variableSymbol, specificSymbol } of rows) {
    const candidates = await readCandidates(tx, await accountsBySymbols(tx, [variableSymbol], kinds))
    const meant = candidates.filter((candidate) =>
      candidate.claims.some(
        (claim) =>
          claim.variableSymbol === variableSymbol &&
          (specificSymbol === null || claim.specificSymbol === specificSymbol),
      ),
    )
    const [only, ...further] = meant
    found.push(only && further.length === 0 ? only : null)
  }
  return found
}

/** How a receipt lies on the members of the list agreed with its sender; null where no list fits to the haléř. */
export async function agreedParts(tx: Reader, receipt: WaitingReceipt): Promise<Part[] | null> {
  const { counterAccount, variableSymbol, bookedOn, bankAccount, amountHal } = receipt
  if (!counterAccount || !variableSymbol) return null
  const members = await tx.execute<{ account_id: string }>(sql`
    select m.account_id from payment_list l join payment_list_member m on m.list_id = l.id
     where l.counter_account = ${counterAccount} and l.variable_symbol = ${variableSymbol}
       and l.valid_from <= ${bookedOn}::date and (l.valid_to is null or l.valid_to >= ${bookedOn}::date)`)
  const candidates = await readCandidates(
    tx,
    members.map((row) => Number(row.account_id)),
  )
  const kinds = await kindsOn(tx, bankAccount, bookedOn)
  const here = candidates.filter((candidate) => kinds.includes(candidate.feeKindCode))
  // What an agenda system keeps may be posted there too; then an officer decides.
  return here.some((candidate) => candidate.isMirror) ? null : splitHousehold(here, amountHal)
}

/** A list agreed with a sender, for the officer. */
export interface AgreedList {
  id: number
  name: string
  counterAccount: string
  variableSymbol: string
  validFrom: string
  validTo: string | null
  members: string[]
}

/** The agreed lists with the names of whom they pay for, each reading of which is recorded; null for anybody who may not. */
export async function showAgreed(actor: Officer): Promise<AgreedList[] | null> {
  if (!mayMatch(actor) || !actor.permissions.has('payers.read')) return null
  return database().transaction(async (tx) => {
    const rows = await tx.execute<{
      id: number
      name: string
      counter_account: string
      variable_symbol: string
      valid_from: string
      valid_to: string | null
      members: string[]
      payer_ids: string[]
    }>(sql`
    select l.id, l.name, l.counter_account, l.variable_symbol, l.valid_from::text, l.valid_to::text,
           array_agg(${payerName} || ' (' || a.fee_kind_code || ')' order by m.account_id) as members,
           array_agg(a.payer_id) as payer_ids
      from payment_list l join payment_list_member m on m.list_id = l.id
      join account a on a.id = m.account_id join payer p on p.id = a.payer_id
     group by l.id order by l.id`)
    const about = { action: 'payment_list.read', subjectKind: 'payment_list' } as const
    await recordReading(
      tx,
      actor,
      about,
      rows.flatMap((row) => row.payer_ids).map((payerId) => ({ subjectId: 'all', payerId })),
    )
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      counterAccount: row.counter_account,
      variableSymbol: row.variable_symbol,
      validFrom: row.valid_from,
      validTo: row.valid_to,
      members: row.members,
    }))
  })
}
