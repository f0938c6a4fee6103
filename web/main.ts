import { join } from 'node:path'
import { parseArgs } from 'node:util'
import next from 'next'
import { loginOrigins } from '#lib/auth/realms'
import { env } from '#lib/core/env'
import { log } from '#lib/core/log'
import { gatewayOrigins } from '#lib/gateway/registry'
import { isBodyTooLong } from './body-limit.ts'
import { openDoor } from './door.ts'
import { ownAddress, protectiveHeaders } from './headers.ts'
import { isLoopback } from './loopback.ts'
import { plainAddress } from './plain-address.ts'

/**
 * The process that answers people: the built pages, with the headers of every answer set before them. On a
 * developer's machine Next's development server draws the pages instead.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    host: { type: 'string' },
    development: { type: 'boolean' },
    certificate: { type: 'string' },
    key: { type: 'string' },
  },
})
const isDevelopment = values.development ?? false
const port = Number(values.port)
const hostname = values.host ?? '127.0.0.1'
if (isDevelopment && !isLoopback(hostname)) {
  throw new Error(`Development is for this machine only, not for ${hostname}.`)
}
const settings = env()
const protect = protectiveHeaders({
  portalUrl: settings.PORTAL_URL,
  formTargets: [...gatewayOrigins(), ...loginOrigins()],
  isDevelopment,
})
const portal = next({ dev: isDevelopment, dir: join(import.meta.dirname, '..'), hostname, port })
await portal.prepare()
const answer = portal.getRequestHandler()

const server = openDoor(values, (request, response) => {
  const address = plainAddress(request.url ?? '')
  if (address === null) {
    response.writeHead(400, { connection: 'close' }).end()
    return
  }
  request.url = address
  protect(request, response)
  if (isBodyTooLong(request)) {
    response.writeHead(413, { connection: 'close' }).end()
    return
  }
  const elsewhere = ownAddress(settings.PORTAL_URL, request)
  if (elsewhere) {
    response.writeHead(307, { location: elsewhere, 'cache-control': 'no-store' }).end()
    return
  }
  return answer(request, response)
})
server.listen(port, hostname, () => log.info({ port }, 'web ready'))

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    // Answers under way are finished, and so is what they left to be done after them. The sockets that tell a
    // developer's browser of changes never end by themselves.
    if (!isDevelopment) {
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeIdleConnections()
      })
    }
    await portal.close()
    process.exit(0)
  })
}
