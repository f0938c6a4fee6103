import { html } from 'hono/html'
import { payerAddress } from '#sandbox/comgate/create-payment'
import type { Gateway } from '#sandbox/comgate/gateway'
import { allowedMethod } from '#sandbox/comgate/methods'
import type { Decision, Payment } from '#sandbox/comgate/payments'
import {
  decisionForm,
  noWayBack,
  replyPayment,
  replyUnknownPayment,
  wayBack,
} from '#sandbox/gateway/payer-page'
import { redirect } from '#sandbox/reply'
import { type Call, queryOf, type Routes, readForm } from '#sandbox/routes'
import { formatPrice, formatTime } from '#sandbox/wording'

/** Adds /client/instructions/index, where the payer decides about a payment. */
export function addPayerPage(routes: Routes, gateway: Gateway): void {
  const paymentOf = (call: Call) => gateway.payments.get(queryOf(call).get('id') ?? '')

  routes.get('/client/instructions/index', (call) => {
    const payment = paymentOf(call)
    return payment === undefined ? replyUnknownPayment() : showPayment(gateway, payment)
  })
  routes.post('/client/instructions/index', async (call) => {
    const payment = paymentOf(call)
    if (payment === undefined) return replyUnknownPayment()
    const choice = (await readForm(call)).get('decision')
    if (choice === 'later' && payment.status === 'PENDING') return sendBack(gateway, payment)
    const decision = decisionFor(payment, choice)
    return decision === null || gateway.payments.decide(payment, decision) === null
      ? redirect(303, payerAddress(gateway, payment))
      : sendBack(gateway, payment)
  })
}

function decisionFor(payment: Payment, choice: string | null): Decision | null {
  if (choice === 'cancel') return { status: 'CANCELLED', cancelledBy: 'payer' }
  if (choice !== 'card' && choice !== 'bank') return null
  const method = allowedMethod(payment.allowedMethods, choice)
  return method === null ? null : { status: 'PAID', method }
}

const staysHere = ({ rules }: Gateway, payment: Payment) =>
  payment.status === 'PAID' && rules.behaviourOf(payment).payerNeverReturns

const sendBack = (gateway: Gateway, payment: Payment) =>
  redirect(
    303,
    staysHere(gateway, payment) ? payerAddress(gateway, payment) : returnAddress(gateway, payment),
  )

function showPayment(gateway: Gateway, payment: Payment): Response {
  const price = formatPrice(payment.price, payment.curr)
  const isOpen = payment.status === 'PENDING'
  const addresses = [gateway.options.returnUrl, payment.urlPaid, payment.urlCancelled, payment.urlPending]
  return replyPayment({
    heading: isOpen ? `Zaplatit ${price}` : decidedHeading(payment),
    facts: {
      Částka: price,
      Popis: payment.label,
      'Číslo platby': payment.transId,
      'Zaplaťte do': isOpen ? formatTime(payment.expiresAtMs) : undefined,
      'Druh platby': payment.test ? 'testovací' : 'není označena jako testovací',
    },
    content: isOpen ? choices(payment) : decided(gateway, payment),
    returnAddresses: addresses.filter((address) => URL.canParse(address)),
  })
}

const choices = ({ allowedMethods }: Payment) =>
  decisionForm('card', {
    card: allowedMethod(allowedMethods, 'card') !== null && 'Zaplatit kartou',
    bank: allowedMethod(allowedMethods, 'bank') !== null && 'Zaplatit bankovním tlačítkem',
    cancel: 'Zrušit platbu',
    later: 'Rozhodnout se později',
  })

function decidedHeading({ status, cancelledBy }: Payment): string {
  if (status === 'PAID') return 'Platba proběhla'
  return cancelledBy === 'expiry' ? 'Platnost platby vypršela' : 'Platba byla zrušena'
}

const decided = (gateway: Gateway, payment: Payment) =>
  staysHere(gateway, payment)
    ? noWayBack
    : html`<p>${payment.status === 'PAID' ? 'Znovu ji prosím neplaťte.' : 'Nic se nestrhlo.'}</p>
${wayBack(returnAddress(gateway, payment))}`

/**
 * Address the payer goes back to, by the state of the payment. Addresses sent with create are used
 * as they are unless the stand-in was started with substitution; sources disagree on what the real one does.
 */
function returnAddress(gateway: Gateway, payment: Payment): string {
  const ownAddress = { PAID: payment.urlPaid, CANCELLED: payment.urlCancelled, PENDING: payment.urlPending }[
    payment.status
  ]
  if (ownAddress === '') return substitute(gateway.options.returnUrl, payment)
  return gateway.options.substituteApiUrls ? substitute(ownAddress, payment) : ownAddress
}

const substitute = (address: string, payment: Payment) =>
  address.replace(/\$\{(id|refId)\}/g, (_, name) =>
    encodeURIComponent(name === 'id' ? payment.transId : payment.refId),
  )
