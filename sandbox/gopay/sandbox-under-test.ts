import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished, vi } from 'vitest'
import type { Behaviour } from '#sandbox/gopay/behaviour'
import type { SandboxOptions } from '#sandbox/gopay/options'
import type { Payment } from '#sandbox/gopay/payment'
import { startSandboxGopay } from '#sandbox/gopay/start-sandbox'

export const shop = { goid: '8123456789', clientId: '1689337452', clientSecret: 'Cn/8+9 pAž' }

/** A receiver of notifications that answers by the given statuses, the last one repeating. Ends with the test. */
export async function startReceiver(...answers: number[]) {
  const addresses: string[] = []
  const server = createServer((request, response) => {
    addresses.push(`${request.method} ${request.url}`)
    response.writeHead(answers.length > 1 ? (answers.shift() ?? 200) : (answers[0] ?? 200)).end('OK')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/oznameni?nase=1`, addresses }
}

/** The stand-in on a free port with a receiver of its notifications and ways of calling it. Ends with the test. */
export async function startSandboxUnderTest(options: Partial<SandboxOptions> & { answers?: number[] } = {}) {
  const { answers = [200], ...rest } = options
  const receiver = await startReceiver(...answers)
  const sandbox = await startSandboxGopay({ port: 0, ...shop, notifyPausesMs: [5], ...rest })
  onTestFinished(() => sandbox.close())
  const { url } = sandbox

  async function token(scope = 'payment-all'): Promise<string> {
    const response = await askForToken(url, scope)
    return ((await response.json()) as { access_token: string }).access_token
  }

  /** A call of the protocol with a fresh token; an object goes as JSON, a text as a form. */
  async function api(method: string, path: string, body?: object | string, scope?: string) {
    const response = await fetch(`${url}/api/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token(scope)}`,
        'content-type': typeof body === 'object' ? 'application/json' : 'application/x-www-form-urlencoded',
      },
      ...(body === undefined ? {} : { body: typeof body === 'object' ? JSON.stringify(body) : body }),
    })
    return { status: response.status, json: (await response.json()) as Record<string, unknown> }
  }

  async function control(method: string, path: string, body?: object) {
    const response = await fetch(`${url}/sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, json: await response.json() }
  }

  const order = (fields: object = {}) => ({ ...orderOf(receiver.url), ...fields })
  return {
    ...sandbox,
    addresses: receiver.addresses,
    token,
    api,
    control,
    order,
    create: async (fields: object = {}) =>
      Number((await api('POST', 'payments/payment', order(fields))).json.id),
    behave: (behaviour: Behaviour) => control('POST', 'behaviour', { next: 1, behaviour }),
    /** The stand-in's own view of a payment. */
    async seen(id: number): Promise<Payment> {
      const payments = (await control('GET', 'payments')).json as Payment[]
      const payment = payments.find((each) => each.id === id)
      if (payment === undefined) throw new Error(`No payment ${id}`)
      return payment
    },
    pageOf: async (id: number) => String((await api('GET', `payments/payment/${id}`)).json.gw_url),
    untilNotified: (count: number) =>
      vi.waitUntil(() => receiver.addresses.length >= count, { timeout: 5_000, interval: 5 }),
  }
}

export const askForToken = (
  url: string,
  scope: string,
  by: { clientId: string; clientSecret: string } = shop,
) =>
  fetch(`${url}/api/oauth2/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${by.clientId}:${by.clientSecret}`).toString('base64')}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  })

const orderOf = (notificationUrl: string) => ({
  target: { type: 'ACCOUNT', goid: Number(shop.goid) },
  amount: 144_000,
  currency: 'CZK',
  order_number: '2026000017',
  order_description: 'Poplatky & psi',
  items: [{ type: 'ITEM', name: 'Poplatky & psi', amount: 144_000, count: 1 }],
  payer: {
    allowed_payment_instruments: ['PAYMENT_CARD', 'BANK_ACCOUNT'],
    contact: { email: 'mesto@example.cz' },
  },
  callback: { return_url: 'http://localhost:3000/navrat?platba=7', notification_url: notificationUrl },
  lang: 'CS',
})

/** A click on a button of the payer's page. */
export const decide = (page: string, decision: string) =>
  fetch(page, { method: 'POST', body: new URLSearchParams({ decision }), redirect: 'manual' })
