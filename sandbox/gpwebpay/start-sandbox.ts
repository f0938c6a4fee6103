import { openRules } from '#sandbox/gateway/rules'
import { type RunningGateway, startGateway } from '#sandbox/gateway/start-gateway'
import { settings } from '#sandbox/gpwebpay/behaviour'
import { addGpwebpayControl } from '#sandbox/gpwebpay/control'
import type { Gateway } from '#sandbox/gpwebpay/gateway'
import type { SandboxOptions } from '#sandbox/gpwebpay/options'
import { addOrderPage, orderPath } from '#sandbox/gpwebpay/order-page'
import { addPayerPage } from '#sandbox/gpwebpay/payer-page'
import { openPayments, type Payment } from '#sandbox/gpwebpay/payments'
import { addService, servicePath } from '#sandbox/gpwebpay/web-service'

export type SandboxGpwebpay = RunningGateway & {
  orderUrl: string
  serviceUrl: string
}

const idOf = (payment: Payment) => payment.orderNumber

/** Starts the stand-in on 127.0.0.1; rejects when the port is taken or the state file unreadable. */
export async function startSandboxGpwebpay(options: SandboxOptions): Promise<SandboxGpwebpay> {
  const running = await startGateway<Payment>(options, idOf, ({ publicUrl, kept, changed }) => {
    const { sessionMs = 30 * 60_000 } = options
    const payments = openPayments({ kept, sessionMs, changed })
    const rules = openRules(
      settings,
      { orderNumber: { of: idOf, reachesAhead: true } },
      { serviceFailures: 0 },
    )
    const messageIds = new Set<string>()
    const gateway: Gateway = { options, publicUrl, payments, rules, messageIds, isDown: false }
    return {
      gateway,
      protocol: ['/pgw/*', '/pay-ws/*'],
      addRoutes(routes) {
        addOrderPage(routes, gateway)
        addPayerPage(routes, gateway)
        addService(routes, gateway)
        addGpwebpayControl(routes, gateway)
      },
      close: payments.close,
    }
  })
  const { url } = running
  return { ...running, orderUrl: `${url}${orderPath}`, serviceUrl: `${url}${servicePath}` }
}
