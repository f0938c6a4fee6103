import { html } from 'hono/html'
import { replyGatewayPage } from '#sandbox/gateway/payer-page'
import type { Gateway } from '#sandbox/gpwebpay/gateway'
import { isByMerchant } from '#sandbox/gpwebpay/keys'
import { payerAddress } from '#sandbox/gpwebpay/payer-page'
import { refusalAddress } from '#sandbox/gpwebpay/payer-return'
import type { ReturnCodes } from '#sandbox/gpwebpay/payments'
import { redirect } from '#sandbox/reply'
import { queryOf, type Routes, readForm } from '#sandbox/routes'

export const orderPath = '/pgw/order.do'

const signedOrder =
  'MERCHANTNUMBER OPERATION ORDERNUMBER AMOUNT CURRENCY DEPOSITFLAG MERORDERNUM URL DESCRIPTION MD USERPARAM1 VRCODE FASTPAYID PAYMETHOD DISABLEPAYMETHOD PAYMETHODS EMAIL REFERENCENUMBER ADDINFO PANPATTERN TOKEN FASTTOKEN'.split(
    ' ',
  )
const ascii = /^[\x20-\x7e]{0,255}$/

/** Shapes of the fields, each with the number the protocol gives it in SRCODE. */
const shapes: [name: string, number: number, shape: RegExp, isRequired: boolean][] = [
  ['OPERATION', 12, /^CREATE_ORDER$/, true],
  ['ORDERNUMBER', 1, /^\d{1,15}$/, true],
  ['AMOUNT', 6, /^[1-9]\d{0,14}$/, true],
  ['CURRENCY', 7, /^\d{3}$/, false],
  ['DEPOSITFLAG', 8, /^[01]$/, true],
  ['MERORDERNUM', 10, /^\d{1,30}$/, false],
  ['DESCRIPTION', 26, ascii, false],
  ['MD', 25, ascii, false],
]

/** Adds /pgw/order.do, where the payer's browser brings a signed order. */
export function addOrderPage(routes: Routes, gateway: Gateway): void {
  routes.get(orderPath, (call) => takeOrder(gateway, queryOf(call)))
  routes.post(orderPath, async (call) => takeOrder(gateway, await readForm(call)))
}

/** Leads the payer to the payment, or back with the fault. */
function takeOrder(gateway: Gateway, fields: URLSearchParams): Response {
  const url = fields.get('URL') ?? ''
  if (!/^https?:\/\/[^/]/.test(url) || url.length > 300 || !URL.canParse(url))
    return replyGatewayPage(400, {
      title: 'Objednávce chybí návratová adresa',
      content: html`<p>Vraťte se prosím tam, odkud platíte, a zkuste to znovu.</p>`,
    })
  const fault = faultOf(gateway, fields) ?? numberFault(gateway, fields.get('ORDERNUMBER') ?? '')
  if (fault) return redirect(303, refusalAddress(gateway, fields, fault))
  const orderNumber = fields.get('ORDERNUMBER') ?? ''
  const payment = gateway.payments.open(
    {
      orderNumber,
      merOrderNum: fields.get('MERORDERNUM') ?? undefined,
      md: fields.get('MD')?.trim(),
      amount: Number(fields.get('AMOUNT')),
      currency: fields.get('CURRENCY') ?? '203',
      isCaptured: fields.get('DEPOSITFLAG') === '1',
      url,
      description: fields.get('DESCRIPTION') ?? '',
      disabledMethods: (fields.get('DISABLEPAYMETHOD') ?? '').split(',').filter((name) => name !== ''),
    },
    gateway.rules.take(orderNumber),
  )
  return redirect(303, payerAddress(gateway, payment))
}

function faultOf(gateway: Gateway, fields: URLSearchParams): ReturnCodes | null {
  if (fields.get('MERCHANTNUMBER') !== gateway.options.merchant) return codes(11, 0, 'Neznámý obchodník')
  const text = signedOrder.flatMap((name) => fields.get(name) ?? []).join('|')
  if (!isByMerchant(gateway.options.keys, text, fields.get('DIGEST') ?? ''))
    return codes(31, 34, 'Chybný podpis')
  for (const [name, number, shape, isRequired] of shapes) {
    const value = fields.get(name)
    if (value === null && isRequired) return codes(5, number, `Chybí pole ${name}`)
    if (value !== null && !shape.test(value)) return codes(3, number, `Chybný obsah pole ${name}`)
  }
  return null
}

/** A number serves once: an open payment cannot be entered again, a decided one even less. */
function numberFault({ payments }: Gateway, orderNumber: string): ReturnCodes | null {
  const payment = payments.get(orderNumber)
  if (!payment) return null
  return payment.state <= 3
    ? codes(20, 1, 'Objekt není ve správném stavu')
    : codes(14, 1, 'Duplicitní číslo objednávky')
}

const codes = (primary: number, secondary: number, text: string): ReturnCodes => ({
  primary,
  secondary,
  text,
})
