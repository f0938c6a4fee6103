import { createHmac, timingSafeEqual } from 'node:crypto'
import { cookies } from 'next/headers'
import { providerSettings } from './realms.ts'

const name = '__Host-payment-return'
const lifetimeSeconds = 24 * 3600

function seal(orderId: string): string {
  return createHmac('sha256', providerSettings('citizen').sessionSecret)
    .update(`return:${orderId}`)
    .digest('base64url')
}

/**
 * Remembers in this browser which order it went to pay, so that after a long time at the gateway, with the login
 * over, it still learns whether money was taken. It opens that one outcome and nothing else.
 */
export async function setReturnCookie(orderId: string): Promise<void> {
  ;(await cookies()).set({
    name,
    value: `${orderId}.${seal(orderId)}`,
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    maxAge: lifetimeSeconds,
  })
}

/** Forgets the order, at logout: the next person at this computer has nothing to see. */
export async function clearReturnCookie(): Promise<void> {
  ;(await cookies()).set({
    name,
    value: '',
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    maxAge: 0,
  })
}

/** The order this browser went to pay, or null. */
export async function readReturnCookie(): Promise<string | null> {
  const [orderId, mark] = (await cookies()).get(name)?.value.split('.') ?? []
  if (!orderId || !mark) return null
  const expected = Buffer.from(seal(orderId))
  const given = Buffer.from(mark)
  return expected.length === given.length && timingSafeEqual(expected, given) ? orderId : null
}
