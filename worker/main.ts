import '#lib/core/json-output'
import { connectDatabase, disconnectDatabase } from '#db/client'
import { isWriteToLostConnection } from '#db/lost-connection'
import { env } from '#lib/core/env'
import { log } from '#lib/core/log'
import { watchDatabase } from '#lib/report/watch-database.commands'
import { keepBeating } from './heartbeat.ts'
import { keepPolling } from './polling.ts'
import { startQueue } from './queue.ts'

/** The process beside the web: works through the queue, polls gateways, tells that it lives. */
process.on('uncaughtException', (error) => {
  if (!isWriteToLostConnection(error)) process.exit(1)
})
const settings = env()
connectDatabase(settings.DATABASE_URL, { max: 10 })
const stopping = new AbortController()
const stopQueue = await startQueue(settings.DATABASE_URL)
const loops = [keepBeating, keepPolling, watchDatabase].map((loop) => loop(stopping.signal))
log.info('worker ready')

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    stopping.abort()
    await Promise.allSettled([...loops, stopQueue()])
    await disconnectDatabase()
    process.exit(0)
  })
}
