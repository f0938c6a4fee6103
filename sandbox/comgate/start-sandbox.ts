import { settings } from '#sandbox/comgate/behaviour'
import { addComgateControl } from '#sandbox/comgate/control'
import type { Gateway } from '#sandbox/comgate/gateway'
import type { SandboxOptions } from '#sandbox/comgate/options'
import { addPayerPage } from '#sandbox/comgate/payer-page'
import { openPayments, type Payment, transIdOf } from '#sandbox/comgate/payments'
import { addV1 } from '#sandbox/comgate/protocol-v1'
import { addV2 } from '#sandbox/comgate/protocol-v2'
import { openPushSender } from '#sandbox/comgate/push'
import { openRules } from '#sandbox/gateway/rules'
import { type RunningGateway, startGateway } from '#sandbox/gateway/start-gateway'

/** Starts the stand-in on 127.0.0.1; rejects when the port is taken or the state file unreadable. */
export function startSandboxComgate(options: SandboxOptions): Promise<RunningGateway> {
  return startGateway<Payment>(options, transIdOf, ({ publicUrl, kept, changed }) => {
    const rules = openRules(
      settings,
      {
        transId: { of: transIdOf, reachesAhead: false },
        refId: { of: (payment: Payment) => payment.refId, reachesAhead: true },
      },
      { statusFailures: 0 },
    )
    const pushes = openPushSender(options, changed)
    const payments = openPayments({
      behaviourOf: rules.behaviourOf,
      changed,
      decided(payment) {
        const { pushTimes, pushDelayMs } = rules.behaviourOf(payment)
        return pushes.deliver(payment, pushTimes, pushDelayMs)
      },
    })
    const gateway: Gateway = { options, publicUrl, payments, rules, pushes, isDown: false }
    for (const payment of kept) {
      payments.restore(payment)
      pushes.resume(payment)
    }
    return {
      gateway,
      protocol: ['/v1.0/*', '/v2.0/*'],
      addRoutes(routes) {
        addV1(routes, gateway)
        addV2(routes, gateway)
        addPayerPage(routes, gateway)
        addComgateControl(routes, gateway)
      },
      close() {
        payments.close()
        pushes.close()
      },
    }
  })
}
