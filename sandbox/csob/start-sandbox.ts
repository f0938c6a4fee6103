import { noRules } from '#sandbox/csob/behaviour'
import { answerControl } from '#sandbox/csob/control'
import { basePath, type Gateway } from '#sandbox/csob/gateway'
import type { SandboxOptions } from '#sandbox/csob/options'
import { answerPayer } from '#sandbox/csob/payer-page'
import { openPayments, type Payment, payIdOf } from '#sandbox/csob/payments'
import { answerProtocol } from '#sandbox/csob/protocol'
import { type Exchange, openExchange, reply } from '#sandbox/gateway/http-exchange'
import { replyRootPage } from '#sandbox/gateway/root-page'
import { openStateFile, readStateFile } from '#sandbox/gateway/state-file'
import { listenOnLoopback } from '#sandbox/loopback'

export type SandboxCsob = {
  /** Address payers and clients use, without a slash at the end. */
  url: string
  /** Address of the interface with its version. */
  apiUrl: string
  /** Stops listening, cuts open connections and writes the state down. */
  close(): Promise<void>
}

/** Starts the stand-in on 127.0.0.1; rejects when the port is taken or the state file unreadable. */
export async function startSandboxCsob(options: SandboxOptions): Promise<SandboxCsob> {
  const { stateFile: path } = options
  const kept = path === undefined ? [] : readStateFile<Payment>(path, payIdOf)
  const stateFile = path === undefined ? null : openStateFile(path, kept)
  const payments = openPayments(stateFile?.note ?? (() => {}))
  for (const payment of kept) payments.restore(payment)

  const server = await listenOnLoopback(options.port)
  const publicUrl = options.publicUrl ?? `http://localhost:${server.port}`
  const gateway: Gateway = { options, publicUrl, payments, rules: noRules(), down: false }
  server.answer((request, response) => {
    const exchange = openExchange(request, response)
    answer(gateway, exchange).catch((error: unknown) => {
      console.error(`${exchange.method} ${exchange.path}:`, error)
      if (!response.headersSent) reply(exchange, 500, 'text/plain; charset=UTF-8', 'Error of the stand-in')
    })
  })
  return {
    url: publicUrl,
    apiUrl: `${publicUrl}${basePath}`,
    async close() {
      await server.stop()
      await stateFile?.close()
    },
  }
}

async function answer(gateway: Gateway, exchange: Exchange): Promise<void> {
  const { path } = exchange
  const isProtocol = path.startsWith(`${basePath}/`)
  if (isProtocol && gateway.down) exchange.request.socket.destroy()
  else if (isProtocol) await answerProtocol(gateway, exchange)
  else if (path.startsWith('/pay/')) await answerPayer(gateway, exchange)
  else if (path === '/') replyRootPage(exchange)
  else if (path === '/sandbox' || path.startsWith('/sandbox/')) await answerControl(gateway, exchange)
  else reply(exchange, 404, 'text/plain; charset=UTF-8', 'Not found')
}
