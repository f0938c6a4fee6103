import { sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client'
import type { EntryKind } from '#lib/ledger/post.commands'
import type { ControlSums } from './control-sums.rules.ts'
import { type AccountingMonth, firstDay, nextMonth } from './rules.ts'

/** Reads the control sums of a month by the accounting day. */
export async function readControlSums(
  tx: Transaction | Database,
  month: AccountingMonth,
): Promise<ControlSums> {
  const from = firstDay(month)
  const until = firstDay(nextMonth(month))
  const accounts = await tx.execute<{
    kind: string
    fee_kind_code: string | null
    fee_kind_name: string | null
    gateway: string | null
    bank_account: string | null
    opening: string
    debit: string
    credit: string
  }>(sql`
    select a.kind, a.fee_kind_code, k.name as fee_kind_name, a.gateway, a.bank_account,
           coalesce(sum(l.amount_hal) filter (where e.booked_on < ${from}), 0) as opening,
           coalesce(sum(l.amount_hal) filter (where e.booked_on >= ${from} and l.amount_hal > 0), 0) as debit,
           coalesce(sum(l.amount_hal) filter (where e.booked_on >= ${from} and l.amount_hal < 0), 0) as credit
      from journal_line l join journal_entry e on e.id = l.entry_id join account a on a.id = l.account_id
      left join fee_kind k on k.code = a.fee_kind_code
     where e.booked_on < ${until}
     group by a.kind, a.fee_kind_code, k.name, a.gateway, a.bank_account
     order by a.kind, a.fee_kind_code, a.gateway, a.bank_account`)
  const entries = await tx.execute<{ kind: EntryKind; count: string }>(sql`
    select kind, count(*) as count from journal_entry
     where booked_on >= ${from} and booked_on < ${until} group by kind order by kind`)
  return {
    month,
    accounts: accounts.map((row) => {
      const [openingHal, debitHal, creditHal] = [BigInt(row.opening), BigInt(row.debit), BigInt(row.credit)]
      return {
        kind: row.kind,
        feeKindCode: row.fee_kind_code,
        feeKindName: row.fee_kind_name,
        gateway: row.gateway,
        bankAccount: row.bank_account,
        openingHal,
        debitHal,
        creditHal,
        closingHal: openingHal + debitHal + creditHal,
      }
    }),
    entries: entries.map((row) => ({ kind: row.kind, count: Number(row.count) })),
  }
}
