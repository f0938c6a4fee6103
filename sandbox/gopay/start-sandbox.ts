import { type Exchange, openExchange, reply } from '#sandbox/gateway/http-exchange'
import { openStateFile, readStateFile } from '#sandbox/gateway/state-file'
import { behaviourOf, noRules } from '#sandbox/gopay/behaviour'
import { answerControl } from '#sandbox/gopay/control'
import type { Gateway } from '#sandbox/gopay/gateway'
import { openNotifier } from '#sandbox/gopay/notify'
import type { SandboxOptions } from '#sandbox/gopay/options'
import { answerPayer } from '#sandbox/gopay/payer-page'
import type { Payment } from '#sandbox/gopay/payment'
import { openPayments } from '#sandbox/gopay/payments'
import { answerProtocol } from '#sandbox/gopay/protocol'
import { openTokens } from '#sandbox/gopay/tokens'
import { listenOnLoopback } from '#sandbox/loopback'

export type SandboxGopay = {
  /** Address payers use, without a slash at the end; the protocol lives under `/api` of it. */
  url: string
  /** Stops listening, cuts open connections, drops waiting notifications and writes the state down. */
  close(): Promise<void>
}

/** Starts the stand-in on 127.0.0.1; rejects when the port is taken or the state file unreadable. */
export async function startSandboxGopay(options: SandboxOptions): Promise<SandboxGopay> {
  const { stateFile, lifetimeMinutes = 60, tokenLifetimeS = 1800 } = options
  const kept = stateFile === undefined ? [] : readStateFile<Payment>(stateFile, ({ id }) => String(id))
  const notes = stateFile === undefined ? null : openStateFile(stateFile, kept)
  const changed = notes?.note ?? (() => {})

  const rules = noRules()
  const notifier = openNotifier(changed, options.notifyPausesMs)
  const payments = openPayments(lifetimeMinutes * 60_000, {
    changed,
    notify(payment) {
      const { notifyTimes = 1, notifyDelayMs = 0 } = behaviourOf(rules, payment)
      return notifier.deliver(payment, notifyTimes, notifyDelayMs)
    },
  })
  const server = await listenOnLoopback(options.port)
  const gateway: Gateway = {
    options,
    publicUrl: options.publicUrl ?? `http://localhost:${server.port}`,
    tokens: openTokens(tokenLifetimeS),
    payments,
    rules,
    notifier,
    tokenFails: null,
    down: false,
  }
  server.answer((request, response) => {
    const exchange = openExchange(request, response)
    answer(gateway, exchange).catch((error: unknown) => {
      console.error(`${exchange.method} ${exchange.path}:`, error)
      if (!response.headersSent) reply(exchange, 500, 'text/plain; charset=UTF-8', 'Error of the stand-in')
    })
  })
  for (const payment of kept) {
    payments.restore(payment)
    notifier.resume(payment)
  }
  return {
    url: gateway.publicUrl,
    async close() {
      payments.close()
      notifier.close()
      await server.stop()
      await notes?.close()
    },
  }
}

async function answer(gateway: Gateway, exchange: Exchange): Promise<void> {
  const { path } = exchange
  if (path.startsWith('/api/')) {
    if (gateway.down) exchange.request.socket.destroy()
    else await answerProtocol(gateway, exchange)
  } else if (path.startsWith('/gw/v3/')) await answerPayer(gateway, exchange)
  else if (path === '/sandbox' || path.startsWith('/sandbox/')) await answerControl(gateway, exchange)
  else reply(exchange, 404, 'text/plain; charset=UTF-8', 'Not found')
}
