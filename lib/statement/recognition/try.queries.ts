import { sql } from 'drizzle-orm'
import type { Reader } from '#db/client'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { isClaimSymbol } from '#lib/bank/import/claim-symbol.queries'
import type { BankRule } from '#lib/bank/import/input'
import { type BankEntryKind, recognize } from '#lib/bank/import/rules'
import { addDays, type IsoDate, isoDate } from '#lib/core/dates'
import { maySetRules } from './access.ts'

/** So far back rules are tried: every yearly payment was met once. */
const daysTried = 400
const rowsAtOnce = 2000

/** A past movement that the rules would take for something else than it is. Amounts in haléře. */
interface ChangedEntry {
  bankEntryId: number
  bookedOn: IsoDate
  amountHal: bigint
  is: BankEntryKind
  would: BankEntryKind
  /** It was somebody's payment: it lies on a payer, or has the symbol of a claim. */
  isPayment: boolean
}

export interface RuleTrial {
  tried: number
  changed: ChangedEntry[]
}

/**
 * What the rules would make of the movements of the last thirteen months, beside what these are; null for anybody who may
 * not set them.
 */
export async function tryRules(
  actor: Officer,
  rules: readonly BankRule[],
  today: IsoDate,
): Promise<RuleTrial | null> {
  return maySetRules(actor) ? tryWithin(database(), rules, today) : null
}

interface Row extends Record<string, unknown> {
  id: string
  booked_on: string
  amount_hal: string
  kind: BankEntryKind
  gateway: string | null
  variable_symbol: string | null
  specific_symbol: string | null
  constant_symbol: string | null
  counter_account: string | null
  counter_name: string | null
  message: string | null
  is_claimed: boolean
  is_matched: boolean
}

/** The trial within a transaction; whoever calls has asked whether they may. */
export async function tryWithin(tx: Reader, rules: readonly BankRule[], today: IsoDate): Promise<RuleTrial> {
  const trial: RuleTrial = { tried: 0, changed: [] }
  for (let after = 0; ; ) {
    const rows = await tx.execute<Row>(sql`
      select b.id, b.booked_on::text, b.amount_hal, b.kind, b.variable_symbol, b.specific_symbol, b.constant_symbol,
             b.counter_account, b.counter_name, b.message,
             (select a.gateway from journal_line l join account a on a.id = l.account_id
               where l.entry_id = b.journal_entry_id and a.kind = 'gateway_clearing') as gateway,
             ${isClaimSymbol(sql`b.variable_symbol`)} as is_claimed,
             (select count(*) % 2 = 1 from bank_match m where m.bank_entry_id = b.id) as is_matched
        from bank_entry b
       where b.id > ${after} and b.booked_on >= ${addDays(today, -daysTried)}::date
         and b.kind not in ('reversal', 'withdrawal') and b.reverses_bank_entry_id is null
         and not exists (select 1 from bank_entry x where x.reverses_bank_entry_id = b.id)
       order by b.id limit ${rowsAtOnce}`)
    for (const row of rows) {
      const amountHal = BigInt(row.amount_hal)
      const found = recognize(entryOf(row, amountHal), rules)
      const isKept = found.isWeak && amountHal > 0n && row.is_claimed
      const would = isKept ? 'receipt' : found.kind
      if (would !== row.kind || (would === 'gateway_payout' && found.gateway !== row.gateway)) {
        trial.changed.push({
          bankEntryId: Number(row.id),
          bookedOn: isoDate(row.booked_on),
          amountHal,
          is: row.kind,
          would,
          isPayment: row.kind === 'receipt' && (row.is_matched || row.is_claimed),
        })
      }
    }
    trial.tried += rows.length
    const last = rows.at(-1)
    if (!last || rows.length < rowsAtOnce) return trial
    after = Number(last.id)
  }
}

const entryOf = (row: Row, amountHal: bigint) => ({
  index: 1,
  date: isoDate(row.booked_on),
  amountHal,
  variableSymbol: row.variable_symbol,
  specificSymbol: row.specific_symbol,
  constantSymbol: row.constant_symbol,
  counterAccount: row.counter_account,
  name: row.counter_name,
  message: row.message,
  bankReference: null,
  reversal: false,
})
