import type { ServerResponse } from 'node:http'

/** Lets the status of an answer be decided at the last moment, when its head is written. */
export function decideStatus(response: ServerResponse, decide: (status: number) => number): void {
  const { writeHead } = response
  Object.defineProperty(response, 'writeHead', {
    // Compression puts its own before it.
    writable: true,
    configurable: true,
    value: (status: number, ...rest: unknown[]) =>
      Reflect.apply(writeHead, response, [decide(status), ...rest]),
  })
}
