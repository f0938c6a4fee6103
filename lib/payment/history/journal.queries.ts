import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { account } from '#db/schema/account'
import type { journalEntry, journalLine } from '#db/schema/ledger'
import type { paymentAttempt } from '#db/schema/payment'
import { instantAt } from '#lib/core/clock'
import { type IsoDate, isoDate } from '#lib/core/dates'
import { gatewayCompany } from '#lib/gateway/registry'
import type { Component } from '#lib/ledger/allocation.rules'
import { paymentFingerprint } from '#lib/ledger/payment-fingerprint.queries'
import { payerName } from '#lib/payer/name.queries'

type Entry = typeof journalEntry.$inferSelect

/** One leg of a booked entry. Debit is positive, credit negative, in haléře. */
export interface JournalLineView {
  lineNumber: number
  accountKind: (typeof account.$inferSelect)['kind']
  /** The company of the gateway that holds the money. */
  gatewayCompanyName: string | null
  feeKindName: string | null
  side: (typeof journalLine.$inferSelect)['side']
  /** The claim it was laid on; null for credit and for accounts that hold no claims. */
  claim: { period: string; component: Component } | null
  /** Null where the account is nobody's, or the officer may not learn whose it is. */
  payerName: string | null
  amountHal: bigint
}

/** One entry of the journal with its legs. */
export interface JournalEntryView {
  entryId: number
  kind: Entry['kind']
  way: Entry['way']
  effectiveOn: IsoDate
  dayIsProvisional: boolean
  bookedOn: IsoDate
  recordedAt: Date
  lines: JournalLineView[]
}

/**
 * Where the crowns of an attempt went: its own entry, found by the mark of the outside event, what put its day right,
 * and what its payer's bank took back and lost again.
 */
export async function readJournal(
  tx: Transaction,
  attempt: Pick<typeof paymentAttempt.$inferSelect, 'id' | 'gateway' | 'gatewayPaymentId'>,
  isNamed: boolean,
): Promise<JournalEntryView[]> {
  if (!attempt.gatewayPaymentId) return []
  const fingerprint = paymentFingerprint(attempt.gateway, attempt.gatewayPaymentId)
  const rows = await tx.execute<{
    entry_id: string
    kind: Entry['kind']
    way: Entry['way']
    effective_on: string
    day_is_provisional: boolean
    booked_on: string
    recorded_ms: string
    line_number: number
    account_kind: JournalLineView['accountKind']
    gateway: string | null
    fee_kind_name: string | null
    side: JournalLineView['side']
    period: string | null
    component: Component | null
    payer_name: string | null
    amount_hal: string
  }>(sql`
    with own as (select id from journal_entry where fingerprint = ${fingerprint})
    select e.id as entry_id, e.kind, e.way, e.effective_on::text, e.day_is_provisional, e.booked_on::text,
           extract(epoch from e.recorded_at) * 1000 as recorded_ms,
           l.line_number, ac.kind as account_kind, ac.gateway, k.name as fee_kind_name, l.side,
           a.period, a.component, l.amount_hal,
           nullif(${payerName}, '') as payer_name
      from journal_entry e
      join journal_line l on l.entry_id = e.id
      join account ac on ac.id = l.account_id
      left join fee_kind k on k.code = ac.fee_kind_code
      left join assessment a on a.id = l.assessment_id
      left join payer p on p.id = ac.payer_id
     where e.id in (select id from own union all
                    select r.id from journal_entry r join own on r.reverses_entry_id = own.id union all
                    select entry_id from chargeback where attempt_id = ${attempt.id} union all
                    select w.entry_id from chargeback_won w join chargeback c on c.id = w.chargeback_id
                     where c.attempt_id = ${attempt.id})
     order by e.id, l.line_number`)
  const entries = new Map<number, JournalEntryView>()
  for (const row of rows) {
    const entryId = Number(row.entry_id)
    const entry = entries.get(entryId) ?? {
      entryId,
      kind: row.kind,
      way: row.way,
      effectiveOn: isoDate(row.effective_on),
      dayIsProvisional: row.day_is_provisional,
      bookedOn: isoDate(row.booked_on),
      recordedAt: instantAt(Number(row.recorded_ms)),
      lines: [],
    }
    entries.set(entryId, entry)
    entry.lines.push({
      lineNumber: row.line_number,
      accountKind: row.account_kind,
      gatewayCompanyName: row.gateway === null ? null : gatewayCompany(row.gateway),
      feeKindName: row.fee_kind_name,
      side: row.side,
      claim: row.period !== null && row.component ? { period: row.period, component: row.component } : null,
      payerName: isNamed ? row.payer_name : null,
      amountHal: BigInt(row.amount_hal),
    })
  }
  return [...entries.values()]
}
