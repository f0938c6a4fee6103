import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { Behaviour } from '#sandbox/csob/behaviour'
import type { SandboxOptions } from '#sandbox/csob/options'
import type { Payment } from '#sandbox/csob/payments'
import { startSandboxCsob } from '#sandbox/csob/start-sandbox'

export const merchant = 'M1MIPS0001'

/** Keys for one run; making them takes a moment, so a test file makes them once. */
export const rsaKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

/** The stand-in on a free port, how a shop reaches it, and ways of deciding and spoiling its payments. */
export async function startSandboxUnderTest(options: Partial<SandboxOptions> = {}) {
  const merchantKey = rsaKey()
  const gatewayKey = rsaKey()
  const sandbox = await startSandboxCsob({
    port: 0,
    merchant,
    merchantKey: createPublicKey(merchantKey),
    gatewayKey,
    ...options,
  })
  async function control<T>(method: string, path: string, body?: object): Promise<T> {
    const init = body ? { method, body: JSON.stringify(body) } : { method }
    const response = await fetch(`${sandbox.url}/sandbox/${path}`, init)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  return {
    ...sandbox,
    /** What the portal's adapter is told. */
    connection: {
      url: sandbox.apiUrl,
      merchant,
      privateKey: merchantKey,
      publicKeys: [createPublicKey(gatewayKey)],
      isTest: true,
      timeoutMs: 5000,
    },
    behaveNext: (behaviour: Behaviour) => control('POST', 'behaviour', { next: 1, behaviour }),
    behave: (payId: string, behaviour: Behaviour) => control('POST', 'behaviour', { payId, behaviour }),
    behaveAll: (behaviour: Behaviour) => control('POST', 'behaviour', { all: true, behaviour }),
    beGood: () => control('DELETE', 'behaviour'),
    setDown: (down: boolean) => control('POST', 'down', { down }),
    seen: (orderNo: string) => control<Payment[]>('GET', `payments?orderNo=${orderNo}`),
    decide: (payId: string, how: 'pay' | 'cancel' | 'decline' | 'expire' | 'settle') =>
      control<Payment>('POST', `payments/${encodeURIComponent(payId)}/${how}`),
    /** The signed fields the payer would bring back now. */
    returned: (payId: string) =>
      control<Record<string, string>>('POST', `payments/${encodeURIComponent(payId)}/return`),
  }
}
