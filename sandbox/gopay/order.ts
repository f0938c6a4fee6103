import { z } from 'zod'
import type { Fault } from '#sandbox/gopay/fault'

/** A valid request to create a payment. */
export type Order = {
  orderNumber: string
  orderDescription: string
  /** Minor units of the currency: haléře for CZK. */
  amount: number
  currency: string
  /** Ways of paying the payer may choose from; empty means all. */
  instruments: string[]
  email: string
  lang: string
  returnUrl: string
  notificationUrl: string
}

const address = z.url({ protocol: /^https?$/ })

const requestSchema = z.object({
  target: z.object({ type: z.literal('ACCOUNT'), goid: z.union([z.int(), z.string().regex(/^\d+$/)]) }),
  amount: z.int().min(1),
  currency: z.enum(['CZK', 'EUR', 'PLN', 'HUF', 'GBP', 'USD', 'RON', 'BGN']),
  order_number: z.string().min(1).max(128),
  order_description: z.string().max(256).default(''),
  items: z
    .array(z.object({ name: z.string().min(1).max(256), amount: z.int(), count: z.int().default(1) }))
    .default([]),
  payer: z
    .object({
      allowed_payment_instruments: z.array(z.string()).default([]),
      contact: z.object({ email: z.email().optional() }).optional(),
    })
    .optional(),
  callback: z.object({ return_url: address, notification_url: address }),
  lang: z.string().max(2).default('CS'),
  additional_params: z
    .array(z.object({ name: z.string(), value: z.string() }))
    .max(4)
    .default([]),
})

/** Checks a create request for this e-shop. The first fault decides. */
export function readOrder(body: unknown, goid: string): { order: Order } | { fault: Fault } {
  const parsed = requestSchema.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const path = issue?.path ?? []
    const field = path.join('.')
    return {
      fault:
        valueAt(body, path) === undefined
          ? { code: 110, name: 'MANDATORY', message: 'Mandatory field', field }
          : { code: 111, name: 'WRONG_FORMAT', message: 'Wrong format', field },
    }
  }
  const request = parsed.data
  if (String(request.target.goid) !== goid) {
    return { fault: { code: 203, name: 'ESHOP_DENIED', message: 'Access to the e-shop denied' } }
  }
  const itemsTotal = request.items.reduce((sum, item) => sum + item.amount, 0)
  if (request.items.length > 0 && itemsTotal !== request.amount) {
    return {
      fault: {
        code: 111,
        name: 'WRONG_FORMAT',
        message: 'Items do not add up to the amount',
        field: 'items',
      },
    }
  }
  return {
    order: {
      orderNumber: request.order_number,
      orderDescription: request.order_description,
      amount: request.amount,
      currency: request.currency,
      instruments: request.payer?.allowed_payment_instruments ?? [],
      email: request.payer?.contact?.email ?? '',
      lang: request.lang.toLowerCase(),
      returnUrl: request.callback.return_url,
      notificationUrl: request.callback.notification_url,
    },
  }
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  const step = (value: unknown, key: PropertyKey) =>
    typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined
  return path.reduce(step, body)
}
