import { createServer, type Server, type Socket } from 'node:net'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { connectDatabase, database, disconnectDatabase, renewConnections } from '#db/client'
import { citySettings } from '#lib/city/settings.queries'
import { instantAt, setClock } from '#lib/core/clock'
import { setEnvironment } from '#lib/core/env'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { databaseAnswers } from './answering.queries.ts'
import { readiness } from './readiness.queries.ts'

let db: TestDatabase
let atMs = Date.now()
beforeAll(async () => {
  db = await testDatabase()
  setClock(() => instantAt(atMs))
})
afterEach(() => {
  // What is remembered for a moment is of a moment ago.
  atMs += 60_000
})
afterAll(async () => {
  setClock(null)
  setEnvironment(null)
  await db.close()
})

const use = (url: string) => setEnvironment({ DATABASE_URL: url } as Parameters<typeof setEnvironment>[0])

/** A balancer without servers: it takes connections, and does this with them. */
async function balancer(take: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    take(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `postgres://portal:x@127.0.0.1:${port}/portal`,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

test.each([
  ['says nothing', () => {}],
  ['hangs up', (socket: Socket) => socket.destroy()],
  ['says goodbye', (socket: Socket) => socket.end()],
])(
  'where the balancer %s, readiness and pages have their answer',
  async (_what, take) => {
    const silent = await balancer(take)
    use(silent.url)
    expect(await readiness()).toEqual({ database: false, migrations: false, jobs: false })
    expect(await databaseAnswers()).toBe(false)
    silent.close()
  },
  10_000,
)

test('the frame of a page does not wait for its city, and the last known one serves', async () => {
  const silent = await balancer(() => {})
  await disconnectDatabase()
  connectDatabase(silent.url, { max: 1 })
  expect((await citySettings()).shortName).toBeTruthy()
  await disconnectDatabase()
  silent.close()
  connectDatabase(db.applicationUrl)
}, 10_000)

test('as soon as the database is there, it answers', async () => {
  use(db.applicationUrl)
  expect(await databaseAnswers()).toBe(true)
  expect(await readiness()).toMatchObject({ database: true, migrations: true })
})

test('what waits on connections that were given up is told so, and new ones work', async () => {
  const waiting = database().execute(sql`select pg_sleep(3)`)
  const told = expect(waiting).rejects.toThrow()
  await new Promise((resolve) => setTimeout(resolve, 100))
  renewConnections()
  await told
  expect(await database().execute(sql`select 1 as one`)).toMatchObject([{ one: 1 }])
}, 10_000)
