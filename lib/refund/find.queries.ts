import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { seesRefunds } from './access.ts'

/** The refund of this number, or null. */
export async function findRefund(actor: Officer, reference: string): Promise<string | null> {
  if (!seesRefunds(actor)) return null
  const [row] = await database().execute<{ id: string }>(
    sql`select id from refund where reference = ${reference}`,
  )
  return row?.id ?? null
}

/** The payer with this number in the agenda system, with the personal account of the fee kind; null for neither. */
export async function findPayer(
  actor: Officer,
  payerExternalId: string,
  feeKindCode: string,
): Promise<{ payerId: string; accountId: number | null } | null> {
  if (!seesRefunds(actor)) return null
  const [row] = await database().execute<{ id: string; account_id: string | null }>(sql`
    select p.id, a.id as account_id from payer p
      left join account a on a.payer_id = p.id and a.kind = 'personal' and a.fee_kind_code = ${feeKindCode}
     where p.external_id = ${payerExternalId}`)
  return row ? { payerId: row.id, accountId: row.account_id === null ? null : Number(row.account_id) } : null
}

/** The attempt with this number of ours, or null. */
export async function findAttempt(actor: Officer, reference: string): Promise<string | null> {
  if (!seesRefunds(actor)) return null
  const [row] = await database().execute<{ id: string }>(
    sql`select id from payment_attempt where reference = ${reference}`,
  )
  return row?.id ?? null
}
