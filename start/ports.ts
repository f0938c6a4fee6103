import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { StartProblem } from './paths.ts'

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

/** Fails in one sentence when somebody already listens on the port. */
export async function assertPortFree(port: number, purpose: string): Promise<void> {
  const inUse = await new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(true))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)))
  })
  if (inUse) {
    throw new StartProblem(
      `Port ${port} (${purpose}) is already in use; end what listens there or choose --port.`,
    )
  }
}

/** Waits, without keeping the process alive for it. */
export const pause = (timeMs: number): Promise<void> => setTimeout(timeMs, undefined, { ref: false })
