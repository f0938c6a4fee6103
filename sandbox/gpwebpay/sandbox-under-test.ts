import { generateKeyPairSync } from 'node:crypto'
import type { Behaviour } from '#sandbox/gpwebpay/behaviour'
import type { DecisionName, Payment } from '#sandbox/gpwebpay/payments'
import { type SandboxOptions, startSandboxGpwebpay } from '#sandbox/gpwebpay/start-sandbox'

const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const [shop, gateway, nextGateway] = [newKey(), newKey(), newKey()]

export const merchant = '9999999022'
export const provider = '0880'

/** The stand-in on a free port, with how a shop reaches it and ways of steering it; the caller closes it. */
export async function startSandboxUnderTest(options: Partial<SandboxOptions> = {}) {
  const sandbox = await startSandboxGpwebpay({
    port: 0,
    merchant,
    provider,
    keys: {
      privateKey: gateway.privateKey,
      nextPrivateKey: nextGateway.privateKey,
      merchantPublicKey: shop.publicKey,
      algorithm: 'RSA-SHA1',
    },
    ...options,
  })

  async function control<T>(method: string, path: string, body?: object): Promise<T> {
    const init = body ? { method, body: JSON.stringify(body) } : { method }
    return (await fetch(`${sandbox.url}/sandbox/${path}`, init)).json() as Promise<T>
  }

  return {
    ...sandbox,
    /** What a shop with both of the gateway's keys is configured with. */
    settings: {
      url: sandbox.orderUrl,
      webServiceUrl: sandbox.serviceUrl,
      merchant,
      provider,
      orderPrefix: '',
      privateKey: shop.privateKey,
      publicKeys: [gateway.publicKey, nextGateway.publicKey],
      hash: 'SHA1' as const,
      isTest: true,
      timeoutMs: 5000,
    },
    control,
    behave: (orderNumber: string, behaviour: Behaviour) =>
      control('POST', 'behaviour', { orderNumber, behaviour }),
    behaveNext: (behaviour: Behaviour) => control('POST', 'behaviour', { next: 1, behaviour }),
    decide: (orderNumber: string, how: DecisionName) =>
      control<Payment>('POST', `payments/${orderNumber}/${how}`),
    setState: (orderNumber: string, state: Partial<Payment>) =>
      control<Payment>('POST', `payments/${orderNumber}/state`, state),
    seen: async (orderNumber: string) =>
      (await control<Payment[]>('GET', `payments?orderNumber=${orderNumber}`))[0],
    returnUrl: async (orderNumber: string) =>
      (await control<{ url: string }>('GET', `payments/${orderNumber}/return`)).url,
  }
}

/** Where a browser is led from this address, one step. */
export async function stepFrom(address: string, form?: Record<string, string>): Promise<string> {
  const init = form ? { method: 'POST', body: new URLSearchParams(form) } : {}
  const response = await fetch(address, { ...init, redirect: 'manual' })
  return response.headers.get('location') ?? ''
}

/** A payer who opens the order and decides on the payment page: the address the browser is sent to. */
export async function payAtGateway(orderAddress: string, decision: DecisionName): Promise<string> {
  return stepFrom(await stepFrom(orderAddress), { decision })
}
