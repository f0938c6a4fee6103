import { writeFileSync } from 'node:fs'
import type { Sql } from 'postgres'
import type { Payment } from '#sandbox/comgate/payments'
import { pushMessage } from '#sandbox/comgate/push'

/** A payment the gateway already took money for and the portal still waits for. */
export interface WaitingPayment {
  transId: string
  refId: string
  amountHal: number
}

/** All over the same sum: the waste fee of a grown-up. */
const amountHal = 90_000

/** So many of them, with numbers no other run has. */
export function inventPayments(count: number): WaitingPayment[] {
  const run = Date.now()
  const mark = run.toString(36).toUpperCase().slice(-6)
  return Array.from({ length: count }, (_, index) => {
    const name = `${mark}${index.toString(36).toUpperCase().padStart(6, '0')}`
    return {
      transId: `${name.slice(0, 4)}-${name.slice(4, 8)}-${name.slice(8)}`,
      refId: `${run}${String(index).padStart(7, '0')}`,
      amountHal,
    }
  })
}

/** The state the sandbox gateway begins with: it holds every one of them as paid, and told nobody yet. */
export function writeGatewayState(file: string, payments: readonly WaitingPayment[]): void {
  const at = Date.now()
  writeFileSync(file, payments.map((payment) => `${JSON.stringify(atGateway(payment, at))}\n`).join(''))
}

/** The notifications the gateway would send, secret and all. */
export function pushBodies(
  payments: readonly WaitingPayment[],
  shop: { merchant: string; secret: string },
): string[] {
  return payments.map((payment) => pushMessage(atGateway(payment, 0), shop).body)
}

function atGateway({ transId, refId, amountHal: price }: WaitingPayment, at: number): Payment {
  return {
    transId,
    refId,
    price,
    curr: 'CZK',
    label: 'Mestske poplatky',
    allowedMethods: ['CARD_CZ_COMGATE'],
    email: 'platce@example.org',
    phone: '',
    fullName: 'Mestske poplatky',
    name: '',
    account: '',
    payerId: '',
    test: true,
    urlPaid: '',
    urlCancelled: '',
    urlPending: '',
    version: 'v2.0',
    status: 'PAID',
    method: 'CARD_CZ_COMGATE',
    cancelledBy: null,
    createdAtMs: at,
    expiresAtMs: at + 3_600_000,
    decidedAtMs: at,
    behaviour: {},
    refunds: [],
    chargebacks: [],
    statusFailures: 0,
    statusCalls: 0,
    pushAttempts: 0,
    pushesDelivered: 0,
    pushesWaiting: 0,
    lastPushAnswer: null,
  }
}

/**
 * Orders and attempts for them in the portal, each of another person over another claim that is not yet due, so
 * that every settlement also moves a legal state.
 */
export async function insertWaitingPayments(owner: Sql, payments: readonly WaitingPayment[]): Promise<void> {
  await owner.begin(async (sql) => {
    await sql`
      create temp table chosen on commit drop as
      select row_number() over () as n, c.*, gen_random_uuid() as identity_id, gen_random_uuid() as order_id
        from (select a.id as assessment_id, a.payer_id, a.account_id
                from assessment a join assessment_balance b on b.assessment_id = a.id
               where a.fee_kind_code = 'odpad' and a.component = 'principal' and a.superseded_at is null
                 and b.assessed_hal = ${amountHal} and b.paid_hal = 0
                 and not exists (select 1 from identity_payer i where i.payer_id = a.payer_id)
                 and not exists (select 1 from assessment o where o.account_id = a.account_id and o.id <> a.id)
                 and not exists (select 1 from payment_order_item i where i.assessment_id = a.id)
               order by a.id limit ${payments.length}) c`
    const [found] = await sql<{ count: number }[]>`select count(*)::int as count from chosen`
    if (found?.count !== payments.length) throw new Error('There are too few unpaid claims to measure with.')
    await sql`
      update assessment a set due_on = current_date + 30, last_day = current_date + 30, legal_state = 'expected'
        from chosen c where c.assessment_id = a.id`
    await sql`
      insert into identity (id, realm, issuer, subject, email)
      select identity_id, 'citizen', 'https://measuring.invalid', 'payer-' || identity_id, 'platce@example.org' from chosen`
    await sql`
      insert into payment_order (id, identity_id, selection_key, amount_hal, receipt_email)
      select order_id, identity_id, 'measured-' || order_id, ${amountHal}, 'platce@example.org' from chosen`
    await sql`
      insert into payment_order_item (order_id, assessment_id, payer_id, account_id, amount_hal)
      select order_id, assessment_id, payer_id, account_id, ${amountHal} from chosen`
    await sql`
      insert into payment_attempt (order_id, gateway, reference, gateway_payment_id, state, amount_hal, is_test,
             expires_at, next_check_at)
      select c.order_id, 'comgate', p.reference, p.gateway_payment_id, 'waiting', ${amountHal}, true,
             now() + interval '1 hour', now() + interval '1 hour'
        from chosen c
        join unnest(${payments.map((each) => each.refId)}::text[], ${payments.map((each) => each.transId)}::text[])
             with ordinality p (reference, gateway_payment_id, n) on p.n = c.n`
  })
}
