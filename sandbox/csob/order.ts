import { z } from 'zod'
import type { Part } from '#sandbox/csob/signing'

const trimmed = (most: number) =>
  z
    .string()
    .min(1)
    .refine((text) => [...text].length <= most && text === text.trim())

/** `payment/init` as the protocol describes it. Optional parts with data of the payer are taken and thrown away. */
const orderSchema = z
  .object({
    merchantId: z.string(),
    orderNo: z.string().regex(/^\d{1,10}$/),
    payOperation: z.literal('payment'),
    payMethod: z.enum(['card', 'card#LVP']),
    totalAmount: z.int().min(1),
    currency: z.enum(['CZK', 'EUR', 'USD', 'GBP', 'HUF', 'PLN', 'RON', 'NOK', 'SEK']),
    closePayment: z.boolean(),
    returnUrl: z.url({ protocol: /^https?$/ }).max(300),
    returnMethod: z.enum(['POST', 'GET']),
    cart: z
      .array(
        z.object({
          name: trimmed(20),
          quantity: z.int().min(1),
          amount: z.int(),
          description: trimmed(40).optional(),
        }),
      )
      .min(1)
      .max(2),
    merchantData: z.base64().max(255).optional(),
    customerId: z.string().max(50).optional(),
    language: z.string().regex(/^[a-z]{2}$/),
    ttlSec: z.int().min(300).max(1800).default(1800),
  })
  .refine((order) => order.cart.reduce((sum, item) => sum + item.amount, 0) === order.totalAmount, {
    path: ['totalAmount'],
  })

export type Order = z.infer<typeof orderSchema>

/** The order, or the code and the words it is refused by. */
export function readOrder(fields: unknown): { order: Order } | { code: number; message: string } {
  const parsed = orderSchema.safeParse(fields)
  if (parsed.success) return { order: parsed.data }
  const [issue] = parsed.error.issues
  const name = issue?.path.join('.') ?? ''
  const isMissing = issue?.code === 'invalid_type' && !name.includes('.') && given(fields, name) === undefined
  return isMissing
    ? { code: 100, message: `Missing parameter ${name}` }
    : { code: 110, message: `Invalid parameter ${name}` }
}

const given = (fields: unknown, name: string) => (fields as Record<string, unknown> | null)?.[name]

const object = (value: unknown) =>
  (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>

/** The values that the merchant signed, in the order of the protocol, taken from the message as it came. */
export function signedPartsOfInit(fields: Record<string, unknown>): Part[] {
  const pick = (from: unknown, names: string): Part[] =>
    names.split(' ').map((name) => object(from)[name] as Part)
  const cart = Array.isArray(fields.cart) ? fields.cart : []
  const customer = object(fields.customer)
  const order = object(fields.order)
  return [
    ...pick(
      fields,
      'merchantId orderNo dttm payOperation payMethod totalAmount currency closePayment returnUrl returnMethod',
    ),
    ...cart.map((item) => pick(item, 'name quantity amount description')),
    ...pick(customer, 'name email homePhone workPhone mobilePhone'),
    ...pick(
      customer.account,
      'createdAt changedAt changedPwdAt orderHistory paymentsDay paymentsYear oneclickAdds suspicious',
    ),
    ...pick(customer.login, 'auth authAt authData'),
    ...pick(order, 'type availability delivery deliveryMode deliveryEmail nameMatch addressMatch'),
    ...pick(order.billing, 'address1 address2 address3 city zip state country'),
    ...pick(order.shipping, 'address1 address2 address3 city zip state country'),
    ...pick(order, 'shippingAddedAt reorder'),
    ...pick(order.giftcards, 'totalAmount currency quantity'),
    ...pick(fields, 'merchantData customerId language ttlSec logoVersion colorSchemeVersion customExpiry'),
  ]
}
