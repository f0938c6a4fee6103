import { html } from 'hono/html'
import {
  decisionForm,
  noWayBack,
  replyPayment,
  replyUnknownPayment,
  wayBack,
} from '#sandbox/gateway/payer-page'
import type { Gateway } from '#sandbox/gopay/gateway'
import { withId } from '#sandbox/gopay/notify'
import { isOpen, type Payment } from '#sandbox/gopay/payment'
import type { Move } from '#sandbox/gopay/payments'
import { redirect } from '#sandbox/reply'
import { type Routes, readForm } from '#sandbox/routes'
import { formatPrice, formatTime } from '#sandbox/wording'

/** What each button does. A card order that waits has no state of its own, so waiting is a transfer on its way. */
export const moves = {
  card: { state: 'PAID', instrument: 'PAYMENT_CARD' },
  bank: { state: 'PAID', subState: '_3001', instrument: 'BANK_ACCOUNT' },
  cancel: { state: 'CANCELED' },
  wait: { state: 'PAYMENT_METHOD_CHOSEN', subState: '_102', instrument: 'BANK_ACCOUNT' },
} satisfies Record<string, Move>

const headings: Record<Payment['state'], string> = {
  CREATED: 'Platba čeká',
  PAYMENT_METHOD_CHOSEN: 'Platba čeká',
  PAID: 'Platba proběhla',
  AUTHORIZED: 'Částka je zablokovaná',
  CANCELED: 'Platba byla zrušena',
  TIMEOUTED: 'Platnost platby vypršela',
  PARTIALLY_REFUNDED: 'Část platby byla vrácena',
  REFUNDED: 'Platba byla vrácena',
}

/** Address of the payer's page. */
export const payerAddress = (gateway: Gateway, payment: Payment): string =>
  `${gateway.publicUrl}/gw/v3/${payment.key}`

/** Adds /gw/v3/…, where the payer decides about a payment. */
export function addPayerPage(routes: Routes, gateway: Gateway): void {
  const { payments } = gateway
  routes.get('/gw/v3/:key', (call) => {
    const payment = payments.byKey(call.req.param('key'))
    return payment === undefined ? replyUnknownPayment() : showPayment(gateway, payment)
  })
  routes.post('/gw/v3/:key', async (call) => {
    const payment = payments.byKey(call.req.param('key'))
    if (payment === undefined) return replyUnknownPayment()
    const choice = (await readForm(call)).get('decision') ?? ''
    const move: Move | null = Object.hasOwn(moves, choice) ? moves[choice as keyof typeof moves] : null
    const isDecided = move && isOffered(payment, move.instrument) && payments.decide(payment, move) !== null
    return redirect(
      303,
      isDecided && !staysHere(gateway, payment) ? returnAddress(payment) : payerAddress(gateway, payment),
    )
  })
}

/** Whether the create call allowed this way of paying; what needs none is always offered. */
const isOffered = ({ instruments }: Payment, instrument?: string | null) =>
  !instrument || instruments.length === 0 || instruments.includes(instrument)

const staysHere = ({ rules }: Gateway, payment: Payment) =>
  payment.state === 'PAID' && rules.behaviourOf(payment).payerNeverReturns

const returnAddress = (payment: Payment) => withId(payment.returnUrl, payment.id)

function showPayment(gateway: Gateway, payment: Payment): Response {
  const amount = formatPrice(payment.amount, payment.currency)
  const canPay = isOpen(payment)
  return replyPayment({
    heading: canPay ? `Zaplatit ${amount}` : headings[payment.state],
    facts: {
      Částka: amount,
      Popis: payment.orderDescription,
      'Číslo platby': payment.id,
      'Zaplaťte do': canPay ? formatTime(payment.expiresAtMs) : undefined,
    },
    content: canPay ? choices(payment) : decided(gateway, payment),
    returnAddresses: [payment.returnUrl],
  })
}

const choices = (payment: Payment) => html`${
  payment.state !== 'CREATED' && html`<p>Čekáme na peníze z banky. Zaplatit můžete i jinak.</p>`
}
${decisionForm('card', {
  card: isOffered(payment, 'PAYMENT_CARD') && 'Zaplatit kartou',
  bank: isOffered(payment, 'BANK_ACCOUNT') && 'Zaplatit bankovním tlačítkem',
  wait: isOffered(payment, 'BANK_ACCOUNT') && 'Zaplatit převodem později',
  cancel: 'Zrušit platbu',
})}`

function decided(gateway: Gateway, payment: Payment) {
  if (staysHere(gateway, payment)) return noWayBack
  const isUntouched = payment.state === 'CANCELED' || payment.state === 'TIMEOUTED'
  return html`<p>${isUntouched ? 'Nic se nestrhlo.' : 'Znovu ji prosím neplaťte.'}</p>
${wayBack(returnAddress(payment))}`
}
