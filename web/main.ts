import '#lib/core/json-output'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import next from 'next'
import { isWriteToLostConnection } from '#db/lost-connection'
import { loginOrigins } from '#lib/auth/realms'
import { env } from '#lib/core/env'
import { log } from '#lib/core/log'
import { gatewayOrigins } from '#lib/gateway/registry'
import { watchDatabase } from '#lib/report/watch-database.commands'
import { answerEverything } from './answer.ts'
import { openDoor } from './door.ts'
import { answerToNoRequest } from './headers.ts'
import { isLoopback } from './loopback.ts'

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
process.on('uncaughtException', (error) => {
  if (!isWriteToLostConnection(error)) process.exit(1)
})
const isDevelopment = values.development ?? false
const port = Number(values.port)
const hostname = values.host ?? '127.0.0.1'
if (isDevelopment && !isLoopback(hostname)) {
  throw new Error(`Development is for this machine only, not for ${hostname}.`)
}
const settings = env()
const surface = {
  portalUrl: settings.PORTAL_URL,
  formTargets: [...gatewayOrigins(), ...loginOrigins()],
  isDevelopment,
}
const portal = next({ dev: isDevelopment, dir: join(import.meta.dirname, '..'), hostname, port })
await portal.prepare()

const answer = answerEverything(surface, portal.getRequestHandler())
const server = openDoor(values, answer)
// Whoever asks first whether a body is welcome is answered by the same rules, before a byte of it is sent.
server.on('checkContinue', answer)
server.on('checkExpectation', answer)
server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
  if (socket.writable) socket.end(answerToNoRequest(surface, error.code))
  else socket.destroy()
})
server.listen(port, hostname, () => log.info({ port }, 'web ready'))
const stopping = new AbortController()
void watchDatabase(stopping.signal)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    stopping.abort()
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
