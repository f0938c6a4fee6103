import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { behaviourOf, noRules } from '#sandbox/comgate/behaviour'
import { answerControl } from '#sandbox/comgate/control'
import type { Gateway } from '#sandbox/comgate/gateway'
import type { SandboxOptions } from '#sandbox/comgate/options'
import { answerPayer } from '#sandbox/comgate/payer-page'
import { openPayments, transIdOf } from '#sandbox/comgate/payments'
import { answerV1 } from '#sandbox/comgate/protocol-v1'
import { answerV2 } from '#sandbox/comgate/protocol-v2'
import { openPushSender } from '#sandbox/comgate/push'
import { type Exchange, openExchange, reply } from '#sandbox/gateway/http-exchange'
import { replyRootPage } from '#sandbox/gateway/root-page'
import { openStateFile, readStateFile } from '#sandbox/gateway/state-file'

export type SandboxComgate = {
  /** Address payers and clients use, without a slash at the end. */
  url: string
  /** Stops listening, cuts open connections, drops waiting pushes and writes the state down. */
  close(): Promise<void>
}

/** Starts the stand-in on 127.0.0.1; rejects when the port is taken or the state file unreadable. */
export async function startSandboxComgate(options: SandboxOptions): Promise<SandboxComgate> {
  const kept = options.stateFile === undefined ? [] : readStateFile(options.stateFile, transIdOf)
  const stateFile = options.stateFile === undefined ? null : openStateFile(options.stateFile, kept)
  const changed = stateFile?.note ?? (() => {})

  const rules = noRules()
  const pushes = openPushSender(options, changed)
  const payments = openPayments({
    behaviourOf: (payment) => behaviourOf(rules, payment),
    changed,
    decided(payment) {
      const { pushTimes = 1, pushDelayMs = 0 } = behaviourOf(rules, payment)
      return pushes.deliver(payment, pushTimes, pushDelayMs)
    },
  })
  const gateway: Gateway = { options, publicUrl: '', payments, rules, pushes, down: false }

  const server = createServer((request, response) => {
    // Browsers ask for an icon by themselves; none here is no fault.
    if (request.url === '/favicon.ico') return void response.writeHead(204).end()
    const exchange = openExchange(request, response)
    answer(gateway, exchange).catch((error: unknown) => {
      console.error(`${exchange.method} ${exchange.path}:`, error)
      if (!response.headersSent) reply(exchange, 500, 'text/plain; charset=UTF-8', 'Error of the stand-in')
    })
  })
  // Longer than clients keep idle connections, so that a reused one is not cut under a request.
  server.keepAliveTimeout = 75_000

  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
  gateway.publicUrl = options.publicUrl ?? `http://localhost:${port}`
  for (const payment of kept) {
    payments.restore(payment)
    pushes.resume(payment)
  }

  return {
    url: gateway.publicUrl,
    async close() {
      payments.close()
      pushes.close()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await stateFile?.close()
    },
  }
}

async function answer(gateway: Gateway, exchange: Exchange): Promise<void> {
  const { path } = exchange
  const isProtocol = path.startsWith('/v1.0/') || path.startsWith('/v2.0/')
  if (isProtocol && gateway.down) exchange.request.socket.destroy()
  else if (path.startsWith('/v1.0/')) await answerV1(gateway, exchange)
  else if (path.startsWith('/v2.0/')) await answerV2(gateway, exchange)
  else if (path === '/client/instructions/index') await answerPayer(gateway, exchange)
  else if (path === '/') replyRootPage(exchange)
  else if (path === '/sandbox' || path.startsWith('/sandbox/')) await answerControl(gateway, exchange)
  else reply(exchange, 404, 'text/plain; charset=UTF-8', 'Not found')
}
