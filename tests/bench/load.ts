import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import autocannon from 'autocannon'

/** One address under load. */
export interface Target {
  url: string
  headers: Record<string, string>
}

/** Requests a second that so many connections get through, each asking again as soon as it was answered. */
export async function closedLoop(
  target: Target,
  options: { connections: number; seconds: number },
): Promise<{ perSecond: number; errors: number }> {
  const { connections, seconds } = options
  const result = await autocannon({ ...target, connections, duration: seconds })
  return {
    perSecond: result.requests.total / result.duration,
    errors: result.errors + result.timeouts + result.non2xx,
  }
}

export interface Latencies {
  p50Ms: number
  p95Ms: number
  p99Ms: number
  errors: number
}

/**
 * Asks at a fixed rate whatever the answers do. A latency begins when the request was due, not when there was a
 * connection or time for it, so that waiting before a slow server counts too.
 */
export async function openLoop(
  target: Target,
  options: { perSecond: number; seconds: number },
): Promise<Latencies> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  const total = Math.round(options.perSecond * options.seconds)
  const latenciesMs: number[] = []
  let errors = 0
  const begun = performance.now() + 100
  const asked: Promise<void>[] = []
  while (asked.length < total) {
    const dueMs = begun + (asked.length * 1000) / options.perSecond
    const earlyMs = dueMs - performance.now()
    if (earlyMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(1, Math.floor(earlyMs))))
      continue
    }
    asked.push(
      ask(target, { agent }).then((status) => {
        latenciesMs.push(performance.now() - dueMs)
        if (status !== 200) errors++
      }),
    )
  }
  await Promise.all(asked)
  agent.destroy()
  latenciesMs.sort((a, b) => a - b)
  const at = (share: number) => latenciesMs[Math.ceil(latenciesMs.length * share) - 1] ?? Number.NaN
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), errors }
}

/** Sends every body once, so many at a time; throws at the first answer that is not 200. */
export async function postAll(url: string, bodies: readonly string[], concurrency: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
  const headers = { 'content-type': 'application/json; charset=UTF-8' }
  const waiting = bodies.values()
  async function sendOneAfterAnother() {
    for (const body of waiting) {
      const status = await ask({ url, headers }, { agent, body })
      if (status !== 200) throw new Error(`${url} answered ${status}.`)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, sendOneAfterAnother))
  agent.destroy()
}

/** The status of one answer read to its end; 0 where there was none. */
function ask(target: Target, { agent, body }: { agent: Agent; body?: string }): Promise<number> {
  return new Promise((resolve) => {
    const method = body === undefined ? 'GET' : 'POST'
    const call = request(target.url, { agent, method, headers: target.headers }, (answer) => {
      answer.resume()
      answer.once('end', () => resolve(answer.statusCode ?? 0))
      answer.once('error', () => resolve(0))
    })
    call.once('error', () => resolve(0))
    call.end(body)
  })
}
