import { replyRootPage } from '#sandbox/gateway/payer-page'
import { openStateFile, readStateFile } from '#sandbox/gateway/state-file'
import { listenOnLoopback } from '#sandbox/loopback'
import { cutLine } from '#sandbox/reply'
import { listenerOf, openRoutes, type Routes } from '#sandbox/routes'

/** What every stand-in may be told when it starts. */
export type PlaceOptions = {
  /** Port on 127.0.0.1; 0 lets the system choose. */
  port: number
  /** Address under which payers reach the stand-in, without a slash at the end; default `http://localhost:PORT`. */
  publicUrl?: string | undefined
  /** JSON lines file that lets payments survive a restart. */
  stateFile?: string | undefined
}

export type RunningGateway = {
  /** Address payers and clients use, without a slash at the end. */
  url: string
  /** Stops listening, cuts open connections, drops what waits and writes the state down. */
  close(): Promise<void>
}

/** Where a stand-in finds itself: its own address, payments from before a restart, and where changes are noted. */
type Place<Payment> = {
  publicUrl: string
  kept: readonly Payment[]
  changed: (payment: Payment) => void
}

/** A stand-in made for its place. */
type Opened = {
  gateway: { isDown: boolean }
  /** Paths of the protocol, which are cut while it is down. */
  protocol: readonly string[]
  addRoutes: (routes: Routes) => void
  /** Ends what waits and what was planned. */
  close: () => void
}

/** Starts a stand-in on 127.0.0.1; rejects when the port is taken or the state file unreadable. */
export async function startGateway<Payment>(
  options: PlaceOptions,
  idOf: (payment: Payment) => string,
  open: (place: Place<Payment>) => Opened,
): Promise<RunningGateway> {
  const { stateFile: path } = options
  const kept = path === undefined ? [] : readStateFile(path, idOf)
  const stateFile = path === undefined ? null : openStateFile(path, kept)
  const server = await listenOnLoopback(options.port)
  const url = options.publicUrl ?? `http://localhost:${server.port}`
  const opened = open({ publicUrl: url, kept, changed: (payment) => stateFile?.note(payment) })

  const routes = openRoutes()
  for (const path of opened.protocol)
    routes.use(path, (call, next) => (opened.gateway.isDown ? Promise.resolve(cutLine(call)) : next()))
  routes.get('/', replyRootPage)
  opened.addRoutes(routes)
  server.answer(listenerOf(routes))
  return {
    url,
    async close() {
      opened.close()
      await server.stop()
      await stateFile?.close()
    },
  }
}
