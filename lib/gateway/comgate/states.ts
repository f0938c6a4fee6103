import type { GatewayPayment } from '../contract.ts'

const stateByWord: Record<string, GatewayPayment['state']> = {
  PENDING: 'pending',
  PAID: 'paid',
  CANCELLED: 'cancelled',
  AUTHORIZED: 'authorized',
}

/** Our state for the gateway's `status`, or null for a word the protocol does not know. */
export function stateFromWord(word: string): GatewayPayment['state'] | null {
  return Object.hasOwn(stateByWord, word) ? (stateByWord[word] ?? null) : null
}

/** § 166 of the tax code treats cards and bank buttons differently; wallets ride on cards. */
export function wayFromMethod(method: string | null): GatewayPayment['way'] {
  if (!method) return null
  if (/^(CARD|APPLEPAY|GOOGLEPAY)/.test(method)) return 'card'
  return method.startsWith('BANK') ? 'bank_button' : null
}

/** Which methods (`method` of `create`) the payer is offered: never deferred payments or loans. */
export const methodsOffered = (allowBankButtons: boolean) =>
  allowBankButtons ? 'CARD_ALL+BANK_ALL' : 'CARD_ALL'
