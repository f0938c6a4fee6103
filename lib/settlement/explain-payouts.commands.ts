import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { settlementPayout } from '#db/schema/settlement'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { addDays, isoDate } from '#lib/core/dates'
import { sumHal } from '#lib/core/money'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { postEntry } from '#lib/ledger/post.commands'
import { daysOfLine } from './payout.rules.ts'
import { payoutCounts } from './payout-counts.queries.ts'

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
 * amount within a week, where one alone fits. What stays over is an open difference. Returns how many were found.
 */
export async function explainPayouts(actor: Actor): Promise<number> {
  return database().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${payoutLock})`)
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
      const payout = await payoutOf(tx, line)
      if (!payout) continue
      const feeEntryId = await bookUntoldFee(tx, actor, line, payout)
      for (const [index, { id }] of payout.transfers.entries()) {
        await tx.insert(settlementPayout).values({
          bankEntryId: Number(line.id),
          transferId: id,
          feeEntryId: index === 0 ? feeEntryId : null,
          ...actorReference(actor),
        })
      }
      found++
    }
    return found
  })
}

/** What one line of the bank is: one transfer, or several days of which only the payments are told. */
interface Payout {
  transfers: { id: number; key: string }[]
  /** What their payments are worth, where the gateway told neither its fee nor what it sent. */
  untoldGrossHal: bigint | null
}

async function payoutOf(tx: Transaction, line: Line): Promise<Payout | null> {
  const on = isoDate(line.booked_on)
  const fits = await tx.execute<{
    id: string
    transfer_key: string
    gross_hal: string | null
    rank: number
  }>(sql`
    select t.id, t.transfer_key,
           case when t.amount_hal is null then (select sum(gross_hal) from settlement_row r where r.transfer_id = t.id) end
             as gross_hal,
           case when t.variable_symbol = ${line.variable_symbol} and t.amount_hal = ${line.amount_hal}::bigint then 1
                when t.variable_symbol = ${line.variable_symbol} then 2 else 3 end as rank
      from settlement_transfer t
     where t.gateway = ${line.gateway} and t.transferred_on between ${addDays(on, -7)} and ${addDays(on, 1)}
       and not exists (select 1 from settlement_payout p where p.transfer_id = t.id and ${payoutCounts})
       and (t.variable_symbol = ${line.variable_symbol} or t.amount_hal = ${line.amount_hal}::bigint
            -- Only the payments are told: what came is their sum, or it less a fee of at most a twentieth.
            or (t.amount_hal is null and ${line.amount_hal}::bigint between
                (select sum(gross_hal) * 19 / 20 from settlement_row r where r.transfer_id = t.id)
                and (select sum(gross_hal) from settlement_row r where r.transfer_id = t.id)))
     order by rank, t.transferred_on, t.id`)
  const [best] = fits
  if (!best) return daysAtOnce(tx, line)
  if (fits.filter((one) => one.rank === best.rank).length > 1) return null
  return {
    transfers: [{ id: Number(best.id), key: best.transfer_key }],
    untoldGrossHal: best.gross_hal === null ? null : BigInt(best.gross_hal),
  }
}

/** Days of which only the payments are told, where the bank sent several of them at once, as after a weekend. */
async function daysAtOnce(tx: Transaction, line: Line): Promise<Payout | null> {
  const on = isoDate(line.booked_on)
  const rows = await tx.execute<{ id: string; transfer_key: string; gross_hal: string }>(sql`
    select t.id, t.transfer_key, (select sum(gross_hal) from settlement_row r where r.transfer_id = t.id) as gross_hal
      from settlement_transfer t
     where t.gateway = ${line.gateway} and t.amount_hal is null
       and t.transferred_on between ${addDays(on, -10)} and ${addDays(on, 1)}
       and not exists (select 1 from settlement_payout p where p.transfer_id = t.id and ${payoutCounts})
     order by t.transferred_on, t.id`)
  const untold = rows.map((row) => ({
    id: Number(row.id),
    key: row.transfer_key,
    grossHal: BigInt(row.gross_hal),
  }))
  const transfers = daysOfLine(untold, BigInt(line.amount_hal))
  return transfers && { transfers, untoldGrossHal: sumHal(transfers.map((one) => one.grossHal)) }
}

/** The gateway told no fee: what is missing at the bank is its fee. */
async function bookUntoldFee(
  tx: Transaction,
  actor: Actor,
  line: Line,
  { transfers, untoldGrossHal }: Payout,
): Promise<number | null> {
  if (untoldGrossHal === null) return null
  const feeHal = untoldGrossHal - BigInt(line.amount_hal)
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
      fingerprint: `${gateway}:settlement:${transfers[0]?.key}:bank:${line.id}:fees`,
    },
    [
      { accountId: feesId, amountHal: feeHal },
      { accountId: clearingId, amountHal: -feeHal },
    ],
  )
}
