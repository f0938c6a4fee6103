import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Job } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { addDays, type IsoDate, isoDate, pragueDate } from '#lib/core/dates'
import { log } from '#lib/core/log'
import type { PaymentGateway, SettlementTransfer } from '#lib/gateway/contract'
import { configuredGateways } from '#lib/gateway/registry'
import { followSettlements } from './follow.commands.ts'
import { importTransfers } from './import.commands.ts'

/** A gateway that was silent, or a worker that stood, is asked again about so many days. */
const daysBack = 7

/** The daily round: asks the gateways that can be asked what they sent to the bank lately, and follows it. */
export async function fetchSettlements(actor: Job): Promise<void> {
  const today = pragueDate(now())
  for (const gateway of configuredGateways()) {
    if (gateway.settlements) {
      for (let back = daysBack; back >= 0; back--) await fetchDay(actor, gateway, addDays(today, -back))
    }
    if (gateway.settledOn) await fetchSettledDays(actor, gateway)
  }
  await followSettlements(actor)
}

async function fetchDay(actor: Job, gateway: PaymentGateway, day: IsoDate): Promise<void> {
  const answer = await gateway.settlements?.(day)
  if (answer?.kind === 'known') await importAnswered(actor, gateway.name, answer.transfers)
  else log.warn({ gateway: gateway.name, day, reason: answer?.reason }, 'a gateway told no settlement')
}

/** One by one: a transfer told otherwise than before stays as it was and is said; the others go on. */
async function importAnswered(actor: Job, gateway: string, transfers: readonly SettlementTransfer[]) {
  for (const transfer of transfers) {
    const imported = await importTransfers(actor, gateway, [transfer], null)
    if (!imported.ok)
      log.error({ gateway, transfer: imported.error }, 'a transfer is told otherwise than before')
  }
}

/** No payment is asked about longer: by then it is an open difference that somebody looks at. */
const askedForDays = 30

/**
 * Where the gateway has no settlement: asks payment by payment when it was handed to the bank, and makes of the days
 * that are over one transfer each. A day of which some payment did not answer waits for the next round.
 */
async function fetchSettledDays(actor: Job, gateway: PaymentGateway): Promise<void> {
  const today = pragueDate(now())
  const open = await database().execute<{
    id: string
    reference: string
    amount_hal: string
    paid_on: string
  }>(sql`
    select t.gateway_payment_id as id, t.reference, t.amount_hal, t.paid_on::text from payment_attempt t
     where t.gateway = ${gateway.name} and t.state = 'paid' and t.paid_on >= ${addDays(today, -askedForDays)}
       and t.gateway_payment_id is not null
       and not exists (select 1 from settlement_row r where r.attempt_id = t.id and r.kind = 'payment')
     order by t.created_at`)
  const days = new Map<IsoDate, SettlementTransfer['rows']>()
  for (const { id, reference, amount_hal, paid_on } of open) {
    const answer = await gateway.settledOn?.(id)
    if (answer?.kind === 'unanswered') {
      log.warn({ gateway: gateway.name, reason: answer.reason }, 'a gateway did not tell whether it settled')
      return
    }
    if (answer?.kind !== 'settled' || answer.on >= today) continue
    const grossHal = BigInt(amount_hal)
    const row = {
      kind: 'payment' as const,
      gatewayPaymentId: id,
      reference,
      grossHal,
      feeHal: null,
      netHal: grossHal,
      feeAgrees: true,
      orderedOn: isoDate(paid_on),
    }
    days.set(answer.on, [...(days.get(answer.on) ?? []), row])
  }
  for (const [day, rows] of days) {
    const first = rows[0]?.gatewayPaymentId
    const transfer = {
      key: `${day}:${first}`,
      transferredOn: day,
      variableSymbol: null,
      amountHal: null,
      rows,
    }
    await importAnswered(actor, gateway.name, [transfer])
  }
}
