import { type Exchange, openExchange, reply } from '#sandbox/gateway/http-exchange'
import { openStateFile, readStateFile } from '#sandbox/gateway/state-file'
import { noRules } from '#sandbox/gpwebpay/behaviour'
import { answerControl } from '#sandbox/gpwebpay/control'
import type { Gateway } from '#sandbox/gpwebpay/gateway'
import type { GatewayKeys } from '#sandbox/gpwebpay/keys'
import { answerOrder } from '#sandbox/gpwebpay/order-page'
import { answerPayer } from '#sandbox/gpwebpay/payer-page'
import { openPayments, type Payment } from '#sandbox/gpwebpay/payments'
import { answerService } from '#sandbox/gpwebpay/web-service'
import { listenOnLoopback } from '#sandbox/loopback'

/** Everything the stand-in needs to know when it starts. */
export interface SandboxOptions {
  /** Port on 127.0.0.1; 0 lets the system choose. */
  port: number
  merchant: string
  provider: string
  keys: GatewayKeys
  /** How long an unfinished payment lives; default half an hour. */
  sessionMs?: number | undefined
  /** JSON lines file that lets payments survive a restart. */
  stateFile?: string | undefined
}

export interface SandboxGpwebpay {
  /** Address without a slash at the end. */
  url: string
  orderUrl: string
  serviceUrl: string
  close(): Promise<void>
}

const idOf = (payment: Payment) => payment.orderNumber

/** Starts the stand-in on 127.0.0.1; rejects when the port is taken or the state file unreadable. */
export async function startSandboxGpwebpay(options: SandboxOptions): Promise<SandboxGpwebpay> {
  const { stateFile: path, merchant, provider, keys } = options
  const kept = path === undefined ? [] : readStateFile<Payment>(path, idOf)
  const stateFile = path === undefined ? null : openStateFile(path, kept)
  const payments = openPayments({
    kept,
    sessionMs: options.sessionMs ?? 30 * 60_000,
    changed: (payment) => stateFile?.note(payment),
  })
  const server = await listenOnLoopback(options.port)
  const publicUrl = `http://localhost:${server.port}`
  const gateway: Gateway = {
    merchant,
    provider,
    keys,
    publicUrl,
    payments,
    rules: noRules(),
    messageIds: new Set(),
    isDown: false,
  }
  server.answer((request, response) => {
    const exchange = openExchange(request, response)
    answer(gateway, exchange).catch((error: unknown) => {
      console.error(`${exchange.method} ${exchange.path}:`, error)
      if (!response.headersSent) reply(exchange, 500, 'text/plain; charset=UTF-8', 'Error of the stand-in')
    })
  })
  return {
    url: publicUrl,
    orderUrl: `${publicUrl}/pgw/order.do`,
    serviceUrl: `${publicUrl}/pay-ws/v1/PaymentService`,
    async close() {
      payments.close()
      await server.stop()
      await stateFile?.close()
    },
  }
}

async function answer(gateway: Gateway, exchange: Exchange): Promise<void> {
  const { path } = exchange
  if (gateway.isDown && !path.startsWith('/sandbox')) exchange.request.socket.destroy()
  else if (path === '/pgw/order.do') await answerOrder(gateway, exchange)
  else if (path.startsWith('/pgw/payment/')) await answerPayer(gateway, exchange)
  else if (path === '/pay-ws/v1/PaymentService' && exchange.method === 'POST')
    await answerService(gateway, exchange)
  else if (path === '/sandbox' || path.startsWith('/sandbox/')) await answerControl(gateway, exchange)
  else reply(exchange, 404, 'text/plain; charset=UTF-8', 'Not found')
}
