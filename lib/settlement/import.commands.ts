import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { settlementTransfer } from '#db/schema/settlement'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { appendAudit } from '#lib/audit/append.commands'
import { sumHal } from '#lib/core/money'
import { fail, ok, type Result } from '#lib/core/result'
import type { SettlementRow, SettlementTransfer } from '#lib/gateway/contract'
import { findGateway } from '#lib/gateway/registry'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { postEntry } from '#lib/ledger/post.commands'

/** Any one number; two imports at once wait for each other on it. */
const importLock = 7402614

/** Why a settlement was refused whole; nothing of it is written. */
export type ImportProblem =
  | { kind: 'no_gateway' }
  | { kind: 'no_reader' }
  | { kind: 'unreadable'; place: string; reason: string }
  /** The transfer is known, and what is told of it now is something else. */
  | { kind: 'contradicts'; transferKey: string }

/** What an import did. */
export interface ImportedSettlement {
  transfers: number
  newTransfers: number
  newRows: number
  warnings: string[]
}

/** Reads a settlement file of the gateway of this name and imports it, whole or not at all. */
export async function importSettlementFile(
  actor: Actor,
  gatewayName: string,
  file: { fileName: string; bytes: Uint8Array },
): Promise<Result<ImportedSettlement, ImportProblem>> {
  const gateway = findGateway(gatewayName)
  if (!gateway) return fail({ kind: 'no_gateway' })
  if (!gateway.readSettlementFile) return fail({ kind: 'no_reader' })
  const read = gateway.readSettlementFile(file.bytes)
  if (!read.ok) return fail({ kind: 'unreadable', ...read.error })
  const imported = await importTransfers(actor, gateway.name, read.value.transfers, file.fileName)
  return imported.ok
    ? ok({ ...imported.value, warnings: read.value.warnings })
    : fail({ kind: 'contradicts', transferKey: imported.error })
}

class Contradiction extends Error {}

/**
 * Writes transfers with their rows and books the gateway's fees, each once however often it is told. A known transfer
 * told differently refuses them all: the error is its key.
 */
export async function importTransfers(
  actor: Actor,
  gateway: string,
  transfers: readonly SettlementTransfer[],
  fileName: string | null,
): Promise<Result<Omit<ImportedSettlement, 'warnings'>, string>> {
  const counts = { transfers: transfers.length, newTransfers: 0, newRows: 0 }
  try {
    await database().transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${importLock})`)
      for (const transfer of transfers) {
        if (await isKnown(tx, gateway, transfer)) continue
        await writeTransfer(tx, actor, gateway, transfer, fileName)
        counts.newTransfers++
        counts.newRows += transfer.rows.length
      }
      if (counts.newTransfers === 0) return
      await appendAudit(tx, actor, {
        action: 'settlement.import',
        subjectKind: 'gateway',
        subjectId: gateway,
        details: { fileName, ...counts },
      })
    })
  } catch (error) {
    if (error instanceof Contradiction) return fail(error.message)
    throw error
  }
  return ok(counts)
}

const netOf = (transfer: SettlementTransfer) => sumHal(transfer.rows.map((row) => row.netHal))

async function isKnown(tx: Transaction, gateway: string, transfer: SettlementTransfer): Promise<boolean> {
  const [known] = await tx.execute<{ rows: number; amount_hal: string | null; net_hal: string }>(sql`
    select t.rows, t.amount_hal, (select sum(net_hal) from settlement_row r where r.transfer_id = t.id) as net_hal
      from settlement_transfer t where t.gateway = ${gateway} and t.transfer_key = ${transfer.key}`)
  if (!known) return false
  const told = [transfer.rows.length, transfer.amountHal, netOf(transfer)].map(String)
  if (told.join() !== [known.rows, known.amount_hal, known.net_hal].map(String).join()) {
    throw new Contradiction(transfer.key)
  }
  return true
}

async function writeTransfer(
  tx: Transaction,
  actor: Actor,
  gateway: string,
  transfer: SettlementTransfer,
  fileName: string | null,
): Promise<void> {
  const feeEntryId = await bookFees(tx, actor, gateway, transfer)
  const [written] = await tx
    .insert(settlementTransfer)
    .values({
      gateway,
      transferKey: transfer.key,
      transferredOn: transfer.transferredOn,
      variableSymbol: transfer.variableSymbol,
      amountHal: transfer.amountHal,
      rows: transfer.rows.length,
      fileName,
      feeEntryId,
      ...actorReference(actor),
    })
    .returning({ id: settlementTransfer.id })
  if (!written) throw new Error('The transfer was not written.')
  const attempts = await findAttempts(tx, gateway, transfer.rows)
  const seen = new Map<string, number>()
  const told = transfer.rows.map((row, index) => {
    const mark = markOf(gateway, transfer.key, row)
    const occurrence = (seen.get(mark) ?? 0) + 1
    seen.set(mark, occurrence)
    return {
      position: index + 1,
      kind: row.kind,
      gateway_payment_id: row.gatewayPaymentId,
      reference: row.reference,
      attempt_id: attempts(row),
      gross_hal: String(row.grossHal),
      fee_hal: row.feeHal === null ? null : String(row.feeHal),
      net_hal: String(row.netHal),
      fee_agrees: row.feeAgrees,
      ordered_on: row.orderedOn,
      fingerprint: `${mark}:${occurrence}`,
    }
  })
  // One statement, for the database compares the whole; one parameter, for a day may have thousands of rows.
  await tx.execute(sql`
    insert into settlement_row (transfer_id, position, kind, gateway_payment_id, reference, attempt_id, gross_hal,
                                fee_hal, net_hal, fee_agrees, ordered_on, fingerprint)
    select ${written.id}, r.* from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as r (
      position int, kind text, gateway_payment_id text, reference text, attempt_id uuid, gross_hal bigint,
      fee_hal bigint, net_hal bigint, fee_agrees boolean, ordered_on date, fingerprint text)`)
}

/** The fees of a transfer, gross: a cost of their own beside the payments, by which the gateway owes less. */
async function bookFees(
  tx: Transaction,
  actor: Actor,
  gateway: string,
  transfer: SettlementTransfer,
): Promise<number | null> {
  const feeHal = sumHal(transfer.rows.map((row) => row.feeHal ?? 0n))
  if (feeHal === 0n) return null
  const feesId = await findOrOpenAccount(tx, { kind: 'gateway_fees', gateway })
  const clearingId = await findOrOpenAccount(tx, { kind: 'gateway_clearing', gateway })
  const mark = `${gateway}:settlement:${transfer.key}:fees`
  const entryId = await postEntry(
    tx,
    actor,
    { kind: 'gateway_fee', effectiveOn: transfer.transferredOn, sourceReference: mark, fingerprint: mark },
    [
      { accountId: feesId, amountHal: feeHal },
      { accountId: clearingId, amountHal: -feeHal },
    ],
  )
  if (entryId === null) throw new Error(`The fees of ${mark} are booked without their transfer.`)
  return entryId
}

/** The mark of a row without its occurrence: what every telling of it says alike. */
function markOf(gateway: string, key: string, row: SettlementRow): string {
  const facts = [gateway, key, row.gatewayPaymentId, row.reference, row.grossHal, row.feeHal, row.netHal].map(
    String,
  )
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 40)
}

/** Which payment of ours a row speaks of: by the gateway's number, else by ours where it tells no other number. */
async function findAttempts(tx: Transaction, gateway: string, rows: readonly SettlementRow[]) {
  const texts = (values: (string | null)[]) => {
    const given = [...new Set(values.filter((value) => value !== null))]
    return sql`select jsonb_array_elements_text(${JSON.stringify(given)}::jsonb)`
  }
  const found = await tx.execute<{ id: string; reference: string; gateway_payment_id: string | null }>(sql`
    select id, reference, gateway_payment_id from payment_attempt
     where gateway = ${gateway} and (gateway_payment_id in (${texts(rows.map((row) => row.gatewayPaymentId))})
                                     or reference in (${texts(rows.map((row) => row.reference))}))`)
  const byId = new Map(found.map((attempt) => [attempt.gateway_payment_id, attempt.id]))
  const byReference = new Map(found.map((attempt) => [attempt.reference, attempt.id]))
  return ({ gatewayPaymentId, reference }: SettlementRow): string | null => {
    const known = gatewayPaymentId === null ? undefined : byId.get(gatewayPaymentId)
    const isOursAlone = gatewayPaymentId === null || gatewayPaymentId === reference
    return known ?? (isOursAlone && reference !== null ? byReference.get(reference) : undefined) ?? null
  }
}
