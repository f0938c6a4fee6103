import { settings } from '#sandbox/csob/behaviour'
import { addCsobControl } from '#sandbox/csob/control'
import { basePath, type Gateway } from '#sandbox/csob/gateway'
import type { SandboxOptions } from '#sandbox/csob/options'
import { addPayerPage } from '#sandbox/csob/payer-page'
import { openPayments, type Payment, payIdOf } from '#sandbox/csob/payments'
import { addProtocol } from '#sandbox/csob/protocol'
import { openRules } from '#sandbox/gateway/rules'
import { type RunningGateway, startGateway } from '#sandbox/gateway/start-gateway'

export type SandboxCsob = RunningGateway & {
  /** Address of the interface with its version. */
  apiUrl: string
}

/** Starts the stand-in on 127.0.0.1; rejects when the port is taken or the state file unreadable. */
export async function startSandboxCsob(options: SandboxOptions): Promise<SandboxCsob> {
  const running = await startGateway<Payment>(options, payIdOf, ({ publicUrl, kept, changed }) => {
    const payments = openPayments(changed)
    const rules = openRules(
      settings,
      { payId: { of: payIdOf, reachesAhead: false } },
      { statusCalls: 0, statusCallsAfterPaying: 0 },
    )
    const gateway: Gateway = { options, publicUrl, payments, rules, isDown: false }
    for (const payment of kept) payments.restore(payment)
    return {
      gateway,
      protocol: [`${basePath}/*`],
      addRoutes(routes) {
        addProtocol(routes, gateway)
        addPayerPage(routes, gateway)
        addCsobControl(routes, gateway)
      },
      close() {},
    }
  })
  return { ...running, apiUrl: `${running.url}${basePath}` }
}
