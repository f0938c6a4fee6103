import { createServer, type RequestListener } from 'node:http'

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
  // Longer than clients keep idle connections, so that a reused one is not cut under a request.
  server.keepAliveTimeout = 75_000
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
