import { type Figure, figureOfRounds, median } from '#tests/bench/figure'
import { closedLoop, type Latencies, openLoop, type Target } from '#tests/bench/load'

interface Options {
  portal: Target
  bare: Target
  seconds: number
  connections: number
  rounds: number
  say: (line: string) => void
}

/** The overview beside the bare page: how many a second, and how long they take at half of the bare page's capacity. */
export async function measureOverview(options: Options): Promise<Figure[]> {
  const { portal, bare, rounds, say } = options
  await assertSameText(portal, bare)
  for (const target of [portal, bare, portal, bare]) await closedLoop(target, { ...options, seconds: 5 })

  const capacity: { portal: number; yardstick: number }[] = []
  let errors = 0
  for (let round = 0; round < rounds; round++) {
    const ours = await closedLoop(portal, options)
    const theirs = await closedLoop(bare, options)
    errors += ours.errors + theirs.errors
    capacity.push({ portal: ours.perSecond, yardstick: theirs.perSecond })
    say(`  closed loop: ${Math.round(ours.perSecond)} beside ${Math.round(theirs.perSecond)} requests/s`)
  }

  const perSecond = Math.round(median(capacity.map(({ yardstick }) => yardstick)) / 2)
  const latencies: { portal: Latencies; bare: Latencies }[] = []
  for (let round = 0; round < rounds; round++) {
    const ours = await openLoop(portal, { perSecond, seconds: options.seconds })
    const theirs = await openLoop(bare, { perSecond, seconds: options.seconds })
    latencies.push({ portal: ours, bare: theirs })
    say(`  ${perSecond}/s: p95 ${ours.p95Ms.toFixed(1)} beside ${theirs.p95Ms.toFixed(1)} ms`)
  }
  errors += latencies.reduce((sum, each) => sum + each.portal.errors + each.bare.errors, 0)
  if (errors > 0) throw new Error(`${errors} requests failed, so nothing was measured.`)
  return [
    figureOfRounds({
      name: 'overview of 12 assessments, capacity',
      unit: 'requests/s',
      rounds: capacity,
      reach: { atLeast: 0.6 },
    }),
    figureOfRounds({
      name: `the same, p95 at ${perSecond} requests/s`,
      unit: 'ms',
      rounds: latencies.map((each) => ({ portal: each.portal.p95Ms, yardstick: each.bare.p95Ms })),
      reach: { atMost: 2 },
      details: { perSecond, latencies },
    }),
  ]
}

/** Both pages must draw the same, or the yardstick is none. */
async function assertSameText(portal: Target, bare: Target) {
  const [ours, theirs] = await Promise.all([textOf(portal), textOf(bare)])
  if (ours !== theirs) throw new Error(`The two pages say different things:\n${ours}\n${theirs}`)
}

async function textOf({ url, headers }: Target): Promise<string> {
  const response = await fetch(url, { headers, redirect: 'manual' })
  const html = await response.text()
  const [main] = /<main[\s\S]*<\/main>/.exec(html) ?? []
  if (response.status !== 200 || !main) throw new Error(`${url} answered ${response.status} without a page.`)
  return main
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
