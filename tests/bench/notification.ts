import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { type Figure, figureOfRounds } from '#tests/bench/figure'
import { postAll } from '#tests/bench/load'
import { pushBodies, type WaitingPayment } from '#tests/bench/waiting-payments'

const lookEveryMs = 50
const giveUpAfterMs = 300_000

/** From the first notification until every payment of the round is in the journal, beside as many durable inserts. */
export async function measureNotifications(options: {
  owner: Sql
  notificationUrl: string
  insertUrl: string
  shop: { merchant: string; secret: string }
  /** One list a round, of equal length. */
  rounds: readonly (readonly WaitingPayment[])[]
  concurrency: number
  say: (line: string) => void
}): Promise<Figure> {
  const { owner, concurrency, say } = options
  const rounds: { portal: number; yardstick: number }[] = []
  const answered: number[] = []
  for (const payments of options.rounds) {
    const bodies = pushBodies(payments, options.shop)
    const lastEntryId = await newestEntryId(owner)
    const begun = performance.now()
    await postAll(options.notificationUrl, bodies, concurrency)
    answered.push(bodies.length / seconds(begun))
    while ((await settledAfter(owner, lastEntryId)) < payments.length) {
      if (performance.now() - begun > giveUpAfterMs) throw new Error('Not every payment was settled.')
      await pause(lookEveryMs)
    }
    const portal = bodies.length / seconds(begun)
    const insertsBegun = performance.now()
    await postAll(options.insertUrl, bodies, concurrency)
    const yardstick = bodies.length / seconds(insertsBegun)
    rounds.push({ portal, yardstick })
    say(`  ${Math.round(portal)} settled/s beside ${Math.round(yardstick)} inserts/s`)
  }
  return figureOfRounds({
    name: 'notification to settled journal',
    unit: '1/s',
    rounds,
    reach: { atLeast: 0.3 },
    details: { answeredPerSecond: answered },
  })
}

const seconds = (begun: number) => (performance.now() - begun) / 1000

async function newestEntryId(owner: Sql): Promise<string> {
  const [row] = await owner<{ id: string }[]>`select coalesce(max(id), 0) as id from journal_entry`
  return row?.id ?? '0'
}

/** Looks only at the newest end of the journal, so that looking costs the server nothing. */
async function settledAfter(owner: Sql, entryId: string): Promise<number> {
  const [row] = await owner<{ count: number }[]>`
    select count(*)::int as count from journal_entry where id > ${entryId} and kind = 'payment'`
  return row?.count ?? 0
}
