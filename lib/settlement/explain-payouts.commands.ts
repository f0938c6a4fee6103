import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { settlementDeduction, settlementPayout } from '#db/schema/settlement'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { addDays, isoDate } from '#lib/core/dates'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { postEntry } from '#lib/ledger/post.commands'
import { type OpenDeduction, openDeductions, readTariffs } from './deductions.queries.ts'
import { type Explained, explainLine, type Tariff, unknownTariff } from './payout.rules.ts'
import { payoutCounts, untoldTransfers } from './payout-counts.queries.ts'

/** Any one number; two rounds at once wait for each other on it. */
const payoutLock = 7402615

interface Line extends Record<string, unknown> {
  id: string
  gateway: string
  booked_on: string
  amount_hal: string
  variable_symbol: string | null
}

/**
 * Finds for the payouts at the bank which transfer each of them is: by the symbol the gateway told, else by the
 * amount within a week, where one alone fits. Where the gateway told only its payments, the line is what they are worth
 * less what went back and less a fee as agreed. What stays over is an open difference. Returns how many were found.
 */
export async function explainPayouts(actor: Actor): Promise<number> {
  return database().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${payoutLock})`)
    await takeBackFees(tx, actor)
    const lines = await tx.execute<Line>(sql`
      select b.id, a.gateway, b.booked_on::text, b.amount_hal, ltrim(b.variable_symbol, '0') as variable_symbol
        from bank_entry b join journal_line l on l.entry_id = b.journal_entry_id
        join account a on a.id = l.account_id and a.kind = 'gateway_clearing'
       where b.kind = 'gateway_payout'
         and not exists (select 1 from settlement_payout p where p.bank_entry_id = b.id)
         and not exists (select 1 from bank_entry r where r.reverses_bank_entry_id = b.id)
       order by b.booked_on, b.id`)
    let found = 0
    for (const line of lines) {
      const told = await toldTransfer(tx, line)
      if (told === 'several') continue
      const explained = told ? null : await explainUntold(tx, line)
      const transferIds = told ? [told] : (explained?.transfers ?? []).map((one) => one.id)
      if (transferIds.length === 0) continue
      const feeEntryId = explained && (await bookUntoldFee(tx, actor, line, explained))
      for (const [index, transferId] of transferIds.entries()) {
        await tx.insert(settlementPayout).values({
          bankEntryId: Number(line.id),
          transferId,
          feeEntryId: index === 0 ? feeEntryId : null,
          ...actorReference(actor),
        })
      }
      if (explained) await writeDeductions(tx, actor, line, explained)
      found++
    }
    return found
  })
}

/** The transfer of which the gateway told what it sent; `several` where more than one fits alike. */
async function toldTransfer(tx: Transaction, line: Line): Promise<number | 'several' | null> {
  const on = isoDate(line.booked_on)
  const fits = await tx.execute<{ id: string; rank: number }>(sql`
    select t.id, case when t.variable_symbol = ${line.variable_symbol} and t.amount_hal = ${line.amount_hal}::bigint then 1
                      when t.variable_symbol = ${line.variable_symbol} then 2 else 3 end as rank
      from settlement_transfer t
     where t.gateway = ${line.gateway} and t.transferred_on between ${addDays(on, -7)} and ${addDays(on, 1)}
       and t.amount_hal is not null
       and not exists (select 1 from settlement_payout p where p.transfer_id = t.id and ${payoutCounts})
       and (t.variable_symbol = ${line.variable_symbol} or t.amount_hal = ${line.amount_hal}::bigint)
     order by rank, t.transferred_on, t.id`)
  const [best] = fits
  if (!best) return null
  return fits.filter((one) => one.rank === best.rank).length > 1 ? 'several' : Number(best.id)
}

/** Days of which only the payments are told, one or several at once as after a weekend, less what went back. */
async function explainUntold(tx: Transaction, line: Line): Promise<Explained<OpenDeduction> | null> {
  const on = isoDate(line.booked_on)
  const rows = await tx.execute<{
    id: string
    transfer_key: string
    payments: number
    gross_hal: string
    back_hal: string
  }>(sql`
    select t.id, t.transfer_key, t.payments::int, t.gross_hal, t.back_hal from ${untoldTransfers} t
     where t.gateway = ${line.gateway} and t.transferred_on between ${addDays(on, -10)} and ${addDays(on, 1)}
       and not exists (select 1 from settlement_payout p where p.transfer_id = t.id and ${payoutCounts})
     order by t.transferred_on, t.id`)
  if (rows.length === 0) return null
  const transfers = rows.map((row) => ({
    id: Number(row.id),
    key: row.transfer_key,
    payments: row.payments,
    grossHal: BigInt(row.gross_hal),
    backHal: BigInt(row.back_hal),
  }))
  const tariff: Tariff = (await readTariffs(tx, on)).get(line.gateway) ?? unknownTariff
  return explainLine(BigInt(line.amount_hal), transfers, await openDeductions(tx, line.gateway, on), tariff)
}

async function writeDeductions(
  tx: Transaction,
  actor: Actor,
  line: Line,
  { deductions }: Explained<OpenDeduction>,
) {
  for (const { subject, amountHal } of deductions) {
    await tx
      .insert(settlementDeduction)
      .values({ bankEntryId: Number(line.id), ...subject, amountHal, ...actorReference(actor) })
  }
}

const markOf = (gateway: string, key: string | undefined, lineId: string) =>
  `${gateway}:settlement:${key}:bank:${lineId}:fees`

/** The gateway told no fee: what is missing at the bank besides what went back is its fee. */
async function bookUntoldFee(
  tx: Transaction,
  actor: Actor,
  line: Line,
  { transfers, feeHal }: Explained,
): Promise<number | null> {
  if (feeHal === 0n) return null
  const { gateway } = line
  const feesId = await findOrOpenAccount(tx, { kind: 'gateway_fees', gateway })
  const clearingId = await findOrOpenAccount(tx, { kind: 'gateway_clearing', gateway })
  return postEntry(
    tx,
    actor,
    {
      kind: 'gateway_fee',
      effectiveOn: isoDate(line.booked_on),
      sourceReference: `bank_entry:${line.id}`,
      fingerprint: markOf(gateway, transfers[0]?.key, line.id),
    },
    [
      { accountId: feesId, amountHal: feeHal },
      { accountId: clearingId, amountHal: -feeHal },
    ],
  )
}

/** A fee that only a line told falls with it, when the bank takes that line back: the gateway owes the whole again. */
async function takeBackFees(tx: Transaction, actor: Actor): Promise<void> {
  const rows = await tx.execute<{
    entry_id: string
    fingerprint: string
    on: string
    lines: { id: string; hal: string }[]
  }>(sql`
    select e.id as entry_id, e.fingerprint, r.booked_on::text as on,
           (select jsonb_agg(jsonb_build_object('id', l.account_id::text, 'hal', l.amount_hal::text) order by l.line_number)
              from journal_line l where l.entry_id = e.id) as lines
      from settlement_payout p join bank_entry r on r.reverses_bank_entry_id = p.bank_entry_id
      join journal_entry e on e.id = p.fee_entry_id
     where not exists (select 1 from journal_entry t where t.reverses_entry_id = e.id)
     order by e.id`)
  for (const { entry_id: entryId, fingerprint, on, lines } of rows) {
    await postEntry(
      tx,
      actor,
      {
        kind: 'reversal',
        effectiveOn: isoDate(on),
        sourceReference: `journal_entry:${entryId}`,
        fingerprint: `${fingerprint}:reversed`,
        reversesEntryId: Number(entryId),
      },
      lines.map(({ id, hal }) => ({ accountId: Number(id), amountHal: -BigInt(hal) })),
    )
  }
}
