import { createServer, type IncomingMessage, type RequestListener } from 'node:http'

/** A running HTTP server: its port (real also when 0 was asked for) and how to end it. */
export type LoopbackServer = {
  port: number
  answer: (listener: RequestListener) => void
  stop: () => Promise<void>
}

/**
 * Listens on 127.0.0.1 only. The listener comes later through `answer`, because some of them need to know the port first.
 * Rejects when the port is taken.
 */
export async function listenOnLoopback(port: number): Promise<LoopbackServer> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    // Browsers ask for an icon by themselves; none here is no fault.
    answer: (listener) =>
      server.on('request', (request, response) =>
        request.url === '/favicon.ico' ? response.writeHead(204).end() : listener(request, response),
      ),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The request's body as text. Throws when it is longer than `limitBytes`. */
export async function readBody(request: IncomingMessage, limitBytes = 65_536): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > limitBytes) throw new Error('The request body is too long')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Ends the process in an orderly way on SIGTERM and SIGINT. */
export function stopOnSignal(stop: () => Promise<void>): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      void stop().then(() => process.exit(0))
    })
  }
}
