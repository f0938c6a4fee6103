import { sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client'
import { isoDate } from '#lib/core/dates'
import { lastStatementFirst } from '#lib/ledger/statement-order.queries'
import { type AccountingMonth, firstDay, lastDay } from './rules.ts'

/** An account of the city at the end of a month: as the journal has it, and as the bank's statement says. */
export interface BankBalance {
  account: string
  journalHal: bigint
  /**
   * What the bank says for the month's end: the closing of the last statement that ends within it; or, of one that goes
   * on into the next month, its opening and its movements until then. Null where neither is told.
   */
  closingHal: bigint | null
  /** Whether the bank's statements reach the month's end. */
  isKnownToEnd: boolean
}

/** Every account of the city that fees are paid to in the month, or that ever had a statement. */
export async function readBankBalances(
  from: Transaction | Database,
  month: AccountingMonth,
): Promise<BankBalance[]> {
  const end = lastDay(month)
  const rows = await from.execute<{
    account: string
    known_until: string | null
    closing: string | null
    journal: string
  }>(sql`
    select a.account, k.known_until::text, coalesce(s.closing_hal, w.closing_hal) as closing,
           coalesce((select sum(l.amount_hal) from journal_line l
                       join journal_entry e on e.id = l.entry_id join account x on x.id = l.account_id
                      where x.kind = 'bank_account' and x.bank_account = a.account and e.booked_on <= ${end}), 0) as journal
      from (select account_number as account from fee_bank_account
             where valid_from <= ${end} and (valid_to is null or valid_to >= ${firstDay(month)})
            union select bank_account from statement_in_force) a
      left join lateral (select max(to_on) as known_until from statement_in_force where bank_account = a.account) k on true
      left join lateral (
        select closing_hal from statement_in_force s
         where bank_account = a.account and to_on <= ${end} and closing_hal is not null
           -- Another statement that began before and ends later tells the movements between.
           and not exists (select 1 from statement_in_force w where w.bank_account = a.account
                              and w.from_on <= ${end} and w.to_on > ${end})
         order by ${lastStatementFirst} limit 1) s on true
      left join lateral (
        select o.opening_hal + coalesce((select sum(b.amount_hal) from bank_entry b
                 where b.bank_account = a.account and b.booked_on between o.from_on and ${end}), 0) as closing_hal
          from statement_in_force o
         where o.bank_account = a.account and o.from_on <= ${end} and o.to_on > ${end} and o.opening_hal is not null
         order by o.from_on desc, o.id desc limit 1) w on s.closing_hal is null
     order by a.account`)
  return rows.map((row) => ({
    account: row.account,
    journalHal: BigInt(row.journal),
    closingHal: row.closing === null ? null : BigInt(row.closing),
    isKnownToEnd: row.known_until !== null && isoDate(row.known_until) >= end,
  }))
}
