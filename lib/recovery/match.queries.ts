import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { type IsoDate, isoDate } from '#lib/core/dates'
import type { LaidLeg } from '#lib/ledger/take-legs.queries'

/** The match a receipt stands in, with what each personal account and each receivable got of it. Amounts in haléře. */
export interface LiveMatch {
  turn: number
  entryId: number
  effectiveOn: IsoDate
  bankAccount: string
  amountHal: bigint
  isReturnedRefund: boolean
  legs: (LaidLeg & { accountId: number; payerId: string })[]
  receivables: { receivableId: number; ledgerAccountId: number; amountHal: bigint }[]
}

/** The match a receipt stands in now, or null. */
export async function readLiveMatch(tx: Transaction, bankEntryId: number): Promise<LiveMatch | null> {
  const [match] = await tx.execute<{
    turn: number
    entry_id: string
    effective_on: string
    bank_account: string
    receipt_hal: string
    is_returned_refund: boolean
  }>(sql`
    select m.turn, m.journal_entry_id as entry_id, e.effective_on::text, b.bank_account, b.amount_hal as receipt_hal,
           m.rule = 'refund_returned' as is_returned_refund
      from bank_match m join bank_entry b on b.id = m.bank_entry_id
      join journal_entry e on e.id = m.journal_entry_id
     where m.bank_entry_id = ${bankEntryId} and m.state = 'matched'
       and m.turn = (select max(turn) from bank_match where bank_entry_id = ${bankEntryId})`)
  if (!match) return null
  const legs = await tx.execute<{
    account_id: string
    payer_id: string
    assessment_id: string | null
    amount_hal: string
  }>(sql`
    select l.account_id, a.payer_id, l.assessment_id, -l.amount_hal as amount_hal
      from journal_line l join account a on a.id = l.account_id
     where l.entry_id = ${match.entry_id}::bigint and l.side = 'credit' order by l.line_number`)
  const receivables = await tx.execute<{ id: string; ledger_account_id: string; amount_hal: string }>(sql`
    select r.id, r.ledger_account_id, m.amount_hal from receivable_move m join receivable r on r.id = m.receivable_id
     where m.entry_id = ${match.entry_id}::bigint order by m.id`)
  return {
    turn: match.turn,
    entryId: Number(match.entry_id),
    effectiveOn: isoDate(match.effective_on),
    bankAccount: match.bank_account,
    amountHal: BigInt(match.receipt_hal),
    isReturnedRefund: match.is_returned_refund,
    legs: legs.map((row) => ({
      accountId: Number(row.account_id),
      payerId: row.payer_id,
      assessmentId: row.assessment_id,
      amountHal: BigInt(row.amount_hal),
    })),
    receivables: receivables.map((row) => ({
      receivableId: Number(row.id),
      ledgerAccountId: Number(row.ledger_account_id),
      amountHal: BigInt(row.amount_hal),
    })),
  }
}
