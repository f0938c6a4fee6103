import { makeJob } from '#lib/actor/actor'
import { jobNames } from '#lib/queue/jobs'
import { tendRefunds } from '#lib/refund/tend.commands'
import { pause } from '#start/machine/ports'
import { type Bank, deliverAll } from '#tests/soak/bank'
import { behaveAll, gatewayNames, order, paymentsAt, tellNow } from '#tests/soak/gateways'
import { type Officers, resolve } from '#tests/soak/officers'
import type { World } from '#tests/soak/world'

const roundsAtMost = 20
const lookEveryMs = 250
/** So many looks in which nothing was done mean that nothing more will be. */
const idleLooksAtMost = 240

/**
 * Good days at last: everybody behaves, and the days pass that the portal's own pauses would take. Nothing is done
 * here that the portal does not do by itself with time; only the time is shortened.
 */
export async function settleDown(world: World, bank: Bank, officers: Officers): Promise<void> {
  await behaveAll(world)
  for (const { paymentId } of await paymentsAt(world, 'gopay')) {
    await order(world, 'gopay', `payments/${paymentId}/finish-refunds`)
  }
  await untilDatabaseAnswers(world)
  await world.restartWorker()
  // What a killed worker was doing is given to another one after a quarter of an hour.
  await world.owner`update pgboss.job set state = 'retry' where state = 'active' and name = any(${jobNames})`
  await untilQuiet(world)
  await deliverAll(bank)
  await settleAtGateways(world)
  await endRefunds(world, officers)
  await untilQuiet(world)
}

/** A database killed a moment ago recovers first. */
async function untilDatabaseAnswers(world: World): Promise<void> {
  for (let looks = 0; looks < idleLooksAtMost; looks++) {
    const answered = await world.owner`select 1`.then(
      () => true,
      () => false,
    )
    if (answered) return
    await pause(lookEveryMs)
  }
}

/** Lets the poller ask and the queue work without their pauses, round after round, until a round changes nothing. */
async function untilQuiet(world: World): Promise<void> {
  for (let round = 0, before = ''; round < roundsAtMost; round++) {
    const hasTold = await tellNow(world)
    await world.owner`update payment_attempt set next_check_at = now() where next_check_at is not null`
    await untilWorked(world)
    const [row] = await world.owner<{ mark: string }[]>`
      select md5(string_agg(id || state, ',' order by id)) as mark from payment_attempt`
    if (hasTold && row?.mark === before) return
    before = row?.mark ?? ''
  }
}

/** Waits until every due question is asked and every job done; a job that waits for its next try is hurried. */
async function untilWorked(world: World): Promise<void> {
  for (let idleLooks = 0, least = Number.POSITIVE_INFINITY; idleLooks < idleLooksAtMost; idleLooks++) {
    await world.owner`
      update pgboss.job set start_after = now()
       where state in ('created', 'retry') and start_after > now() and name = any(${jobNames})`
    await pause(lookEveryMs)
    const [row] = await world.owner<{ waiting: number }[]>`
      select (select count(*)::int from payment_attempt where next_check_at <= now())
           + (select count(*)::int from pgboss.job
               where name = any(${jobNames}) and state in ('created', 'retry', 'active')) as waiting`
    const waiting = row?.waiting ?? 0
    if (waiting === 0) return
    // A slow machine may need minutes for what waits; as long as it gets less, it is worked on.
    if (waiting < least) idleLooks = 0
    least = Math.min(least, waiting)
  }
}

/** The night passes at the gateways that give a part of a payment back only after it. */
async function settleAtGateways(world: World): Promise<void> {
  const nights = { csob: ['settle'], gpwebpay: ['close-batch', 'close-refund-batch'] } as const
  for (const gateway of ['csob', 'gpwebpay'] as const) {
    for (const { paymentId, isPaid } of await paymentsAt(world, gateway)) {
      for (const night of isPaid ? nights[gateway] : [])
        await order(world, gateway, `payments/${paymentId}/${night}`)
    }
  }
}

/** Refunds that a kill interrupted are held, and an officer looks up at the gateway how the held ones ended. */
async function endRefunds(world: World, officers: Officers): Promise<void> {
  await world.owner`update refund set sent_at = sent_at - interval '10 minutes' where state = 'sent'`
  await tendRefunds(makeJob('tend-refunds'))
  // What was given back only now goes out with the next night.
  await settleAtGateways(world)
  await tendRefunds(makeJob('tend-refunds'))
  for (const gateway of gatewayNames) {
    for (const held of await paymentsAt(world, gateway)) {
      const rows = await world.owner<{ id: string; state: string; amount_hal: string }[]>`
        select r.id, r.state, r.amount_hal from refund r join payment_attempt t on t.id = r.attempt_id
         where t.gateway = ${gateway} and t.gateway_payment_id = ${held.paymentId} and r.state in ('unknown', 'done')`
      const unknown = rows.filter((row) => row.state === 'unknown')
      const doneHal = rows
        .filter((row) => row.state === 'done')
        .reduce((sum, row) => sum + Number(row.amount_hal), 0)
      const isDone = whichMakeUp(
        unknown.map((row) => Number(row.amount_hal)),
        held.refundedHal - doneHal,
      )
      for (const [index, row] of unknown.entries()) await resolve(officers, row.id, isDone[index] ?? false)
    }
  }
}

/** Which of the amounts make up the sum; none where nothing does. */
function whichMakeUp(amounts: readonly number[], sumHal: number): boolean[] {
  for (let choice = 0; choice < 2 ** amounts.length; choice++) {
    const chosen = amounts.map((_, index) => ((choice >> index) & 1) === 1)
    if (amounts.reduce((sum, amount, index) => sum + (chosen[index] ? amount : 0), 0) === sumHal)
      return chosen
  }
  return amounts.map(() => false)
}
