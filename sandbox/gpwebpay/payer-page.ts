import iconv from 'iconv-lite'
import {
  decisionForm,
  noWayBack,
  postedReturn,
  replyPayment,
  replyUnknownPayment,
  wayBack,
} from '#sandbox/gateway/payer-page'
import type { Gateway } from '#sandbox/gpwebpay/gateway'
import { returnAddress, returnFields } from '#sandbox/gpwebpay/payer-return'
import type { DecisionName, Payment } from '#sandbox/gpwebpay/payments'
import type { Markup } from '#sandbox/page'
import { redirect } from '#sandbox/reply'
import { type Routes, readForm } from '#sandbox/routes'
import { formatPrice } from '#sandbox/wording'

/** Address of the payer's page. */
export const payerAddress = (gateway: Gateway, payment: Payment): string =>
  `${gateway.publicUrl}/pgw/payment/${payment.pageId}`

/** What the payer may choose. */
const choicesOf = (payment: Payment): Partial<Record<DecisionName, string | false>> => ({
  pay: 'Zaplatit kartou',
  'pay-by-bank': !payment.disabledMethods.includes('BTNCS') && 'Zaplatit platebním tlačítkem banky',
  decline: 'Zkusit kartu, kterou banka odmítne',
  wait: 'Vrátit se, než banka platbu potvrdí',
  cancel: 'Zrušit platbu',
})

/** Adds /pgw/payment/…, where the payer decides about a payment. */
export function addPayerPage(routes: Routes, gateway: Gateway): void {
  const { payments, rules } = gateway
  routes.get('/pgw/payment/:pageId', (call) => {
    const payment = payments.byPage(call.req.param('pageId'))
    return payment === undefined ? replyUnknownPayment() : showPayment(gateway, payment)
  })
  routes.post('/pgw/payment/:pageId', async (call) => {
    const payment = payments.byPage(call.req.param('pageId'))
    if (payment === undefined) return replyUnknownPayment()
    const choice = ((await readForm(call)).get('decision') ?? '') as DecisionName
    const isOffered = Object.hasOwn(choicesOf(payment), choice) && choicesOf(payment)[choice] !== false
    const isDecided = isOffered && payments.decide(payment, choice)
    const { neverReturns, returnsByPost } = rules.behaviourOf(payment)
    const goesBack = isDecided && !neverReturns && !returnsByPost
    return redirect(303, goesBack ? returnAddress(gateway, payment) : payerAddress(gateway, payment))
  })
}

function showPayment(gateway: Gateway, payment: Payment): Response {
  const amount = formatPrice(payment.amount, payment.currency === '203' ? 'CZK' : payment.currency)
  // Who came back while the bank decides may still be shown the choices: it stands for the bank's decision here.
  const isOpen = payment.state <= 3
  return replyPayment({
    heading: isOpen ? `Zaplatit ${amount}` : 'Platba je rozhodnuta',
    facts: { Částka: amount, Popis: payment.description, 'Číslo platby': payment.orderNumber },
    content: isOpen ? decisionForm('pay', choicesOf(payment)) : decided(gateway, payment),
    returnAddresses: [payment.url],
  })
}

function decided(gateway: Gateway, payment: Payment): Markup {
  const { neverReturns, returnsByPost } = gateway.rules.behaviourOf(payment)
  if (neverReturns) return noWayBack
  if (!returnsByPost) return wayBack(returnAddress(gateway, payment))
  return postedReturn(
    payment.url,
    returnFields(gateway, payment).map(([name, value]) => [name, iconv.decode(value, 'windows-1250')]),
  )
}
