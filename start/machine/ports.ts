import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { StartProblem } from '#start/machine/paths'

/** A loopback port nobody uses now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** The first of so many free ports in a row, below those the system gives out by itself. */
export async function freePortRow(count: number): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const first = 20_000 + Math.floor(Math.random() * 10_000)
    const row = Array.from({ length: count }, (_, i) => first + i)
    const refusals = await Promise.all(row.map((port) => tryToListen(port, '127.0.0.1')))
    if (refusals.every((code) => code === undefined)) return first
  }
  throw new StartProblem(`No ${count} free ports in a row were found.`)
}

/**
 * Fails in one sentence when the port cannot be listened on: at `host`, or by either of the addresses of localhost,
 * where another portal would answer for ours.
 */
export async function assertPortFree(port: number, purpose: string, host = '127.0.0.1'): Promise<void> {
  for (const address of new Set([host, '127.0.0.1', '::1'])) {
    const code = await tryToListen(port, address)
    if (code === 'EADDRINUSE') {
      throw new StartProblem(
        `Port ${port} (${purpose}) is already in use; end what listens there or choose another --port.`,
      )
    }
    if (code === 'EACCES') {
      throw new StartProblem(`Port ${port} (${purpose}) is not allowed to this user; choose another --port.`)
    }
    if (address === host && (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')) {
      throw new StartProblem(`${host} is not an address of this machine; choose another --host.`)
    }
  }
}

/** The code of the system's refusal; undefined when it works. A machine without IPv6 refuses with other codes. */
function tryToListen(port: number, address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    server.listen(port, address, () => server.close(() => resolve(undefined)))
  })
}

/** A port from the command line that has as many others after it; throws a StartProblem. */
export function readPort(text: string, followers: number): number {
  const port = Number(text)
  const last = 65_535 - followers
  if (/^\d+$/.test(text) && port >= 1 && port <= last) return port
  throw new StartProblem(`--port must be a whole number from 1 to ${last}.`)
}

export const pause = (timeMs: number): Promise<void> => setTimeout(timeMs)

/** The other side of a race: waiting for it alone does not keep the process alive. */
export const deadline = (timeMs: number): Promise<void> => setTimeout(timeMs, undefined, { ref: false })
