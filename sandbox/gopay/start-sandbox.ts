import { openRules } from '#sandbox/gateway/rules'
import { type RunningGateway, startGateway } from '#sandbox/gateway/start-gateway'
import { settings } from '#sandbox/gopay/behaviour'
import { addGopayControl } from '#sandbox/gopay/control'
import type { Gateway } from '#sandbox/gopay/gateway'
import { openNotifier } from '#sandbox/gopay/notify'
import type { SandboxOptions } from '#sandbox/gopay/options'
import { addPayerPage } from '#sandbox/gopay/payer-page'
import type { Payment } from '#sandbox/gopay/payment'
import { openPayments } from '#sandbox/gopay/payments'
import { addProtocol } from '#sandbox/gopay/protocol'
import { openTokens } from '#sandbox/gopay/tokens'

export type SandboxGopay = RunningGateway

/** Starts the stand-in on 127.0.0.1; its protocol lives under `/api`. Rejects when the port is taken or the state file unreadable. */
export function startSandboxGopay(options: SandboxOptions): Promise<SandboxGopay> {
  const { lifetimeMinutes = 60, tokenLifetimeS = 1800 } = options
  const idOf = ({ id }: Payment) => String(id)
  return startGateway<Payment>(options, idOf, ({ publicUrl, kept, changed }) => {
    const rules = openRules(
      settings,
      {
        id: { of: idOf, reachesAhead: false },
        orderNumber: { of: (payment: Payment) => payment.orderNumber, reachesAhead: true },
      },
      { statusFailures: 0, tokenFailures: 0 },
    )
    const notifier = openNotifier(changed, options.notifyPausesMs)
    const payments = openPayments(lifetimeMinutes * 60_000, {
      changed,
      notify(payment) {
        const { notifyTimes, notifyDelayMs } = rules.behaviourOf(payment)
        return notifier.deliver(payment, notifyTimes, notifyDelayMs)
      },
    })
    const tokens = openTokens(tokenLifetimeS)
    const state = { tokenFails: null, isDown: false }
    const gateway: Gateway = { options, publicUrl, tokens, payments, rules, notifier, ...state }
    for (const payment of kept) {
      payments.restore(payment)
      notifier.resume(payment)
    }
    return {
      gateway,
      protocol: ['/api/*'],
      addRoutes(routes) {
        addProtocol(routes, gateway)
        addPayerPage(routes, gateway)
        addGopayControl(routes, gateway)
      },
      close() {
        payments.close()
        notifier.close()
      },
    }
  })
}
