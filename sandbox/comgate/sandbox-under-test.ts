import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished, vi } from 'vitest'
import type { Behaviour } from '#sandbox/comgate/behaviour'
import type { SandboxOptions } from '#sandbox/comgate/options'
import type { Payment } from '#sandbox/comgate/payments'
import { startSandboxComgate } from '#sandbox/comgate/start-sandbox'

export const merchant = '123456'
export const secret = 'tajne-heslo'
export const returnUrl = `http://localhost:3000/navrat?id=\${id}&refId=\${refId}`

export type ReceivedPush = { contentType: string; body: string }

/** A receiver of pushes that answers by the given statuses, the last one repeating. Ends with the test. */
export async function startPushReceiver(...answers: number[]) {
  const pushes: ReceivedPush[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    pushes.push({
      contentType: request.headers['content-type'] ?? '',
      body: Buffer.concat(chunks).toString('utf8'),
    })
    response.writeHead(answers.length > 1 ? (answers.shift() ?? 200) : (answers[0] ?? 200)).end('OK')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/oznameni`, pushes }
}

/** The stand-in on a free port with a receiver of its pushes and ways of calling it. Ends with the test. */
export async function startSandboxUnderTest(
  options: Partial<SandboxOptions> & { pushAnswers?: number[] } = {},
) {
  const { pushAnswers = [200], ...rest } = options
  const receiver = await startPushReceiver(...pushAnswers)
  const sandbox = await startSandboxComgate({
    port: 0,
    merchant,
    secret,
    pushUrl: receiver.url,
    returnUrl,
    pushPausesMs: [5],
    ...rest,
  })
  onTestFinished(() => sandbox.close())
  const { url } = sandbox

  const v1 = async (operation: string, fields: Record<string, string>) =>
    new URLSearchParams(await (await postForm(`${url}/v1.0/${operation}`, withAccess(fields))).text())

  const v2 = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${url}/v2.0/${path}`, {
      method,
      headers: { authorization: basic(merchant, secret), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, json: (await response.json()) as Record<string, unknown> }
  }

  const control = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${url}/sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, json: await response.json() }
  }

  /** The stand-in's own view of a payment. */
  const seen = async (transId: string): Promise<Payment> => {
    const payments = (await control('GET', 'payments')).json as Payment[]
    const payment = payments.find((each) => each.transId === transId)
    if (payment === undefined) throw new Error(`No payment ${transId}`)
    return payment
  }

  return {
    ...sandbox,
    pushes: receiver.pushes,
    v1,
    v2,
    control,
    seen,
    behave: (behaviour: Behaviour) => control('POST', 'behaviour', { next: 1, behaviour }),
    createV1: async (fields: Record<string, string> = {}) =>
      (await v1('create', { ...orderV1, ...fields })).get('transId') ?? '',
    createV2: async (fields: object = {}) =>
      String((await v2('POST', 'payment.json', { ...orderV2, ...fields })).json.transId),
    untilPushed: (count: number) =>
      vi.waitUntil(() => receiver.pushes.length >= count, { timeout: 5_000, interval: 5 }),
  }
}

export const orderV1 = {
  price: '144000',
  curr: 'CZK',
  label: 'Poplatky + psi',
  refId: 'obj&1 %',
  method: 'CARD_ALL+BANK_ALL',
  email: 'eva@example.cz',
  prepareOnly: 'true',
  test: 'true',
}

export const orderV2 = { ...orderV1, price: 144_000, fullName: 'Eva Nováková' }

export const withAccess = (fields: Record<string, string>) => ({ merchant, secret, ...fields })

export const postForm = (address: string, fields: Record<string, string>) =>
  fetch(address, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })

export const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
