import { signedFields } from '#sandbox/csob/answer'
import type { Gateway } from '#sandbox/csob/gateway'
import type { Payment } from '#sandbox/csob/payments'
import {
  decisionForm,
  postedReturn,
  replyGatewayPage,
  replyPayment,
  replyUnknownPayment,
} from '#sandbox/gateway/payer-page'
import { redirect } from '#sandbox/reply'
import { type Routes, readForm } from '#sandbox/routes'
import { formatPrice, formatTime } from '#sandbox/wording'

/** Adds /pay/…: shows the payment, takes the payer's decision and sends them back with signed fields. */
export function addPayerPage(routes: Routes, gateway: Gateway): void {
  const { payments, rules } = gateway
  routes.get('/pay/:payId', (call) => {
    const payment = payments.get(call.req.param('payId'))
    return payment === undefined ? replyUnknownPayment() : showPayment(payment)
  })
  routes.post('/pay/:payId', async (call) => {
    const payment = payments.get(call.req.param('payId'))
    if (payment === undefined) return replyUnknownPayment()
    const choice = (await readForm(call)).get('decision')
    if (choice === 'pay' || choice === 'cancel' || choice === 'decline') payments.decide(payment, choice)
    const staysHere = payment.status === 7 && rules.behaviourOf(payment).payerNeverReturns
    return staysHere ? redirect(303, payerAddress(gateway, payment)) : sendBack(gateway, payment)
  })
}

/** Address of the payer's page. */
export const payerAddress = ({ publicUrl }: Gateway, { payId }: Payment): string =>
  `${publicUrl}/pay/${encodeURIComponent(payId)}`

/** What the payer brings back: the state as the gateway sees it now, signed. */
export function returnedFields(gateway: Gateway, payment: Payment): Record<string, string> {
  const { payId, status, merchantData } = payment
  const isBad = gateway.rules.behaviourOf(payment).badSignatures.includes('return')
  const authCode = status === 4 || status === 7 ? '042760' : undefined
  const fields = { payId, resultCode: 0, resultMessage: 'OK', paymentStatus: status, authCode, merchantData }
  return Object.fromEntries(
    Object.entries(signedFields(gateway, fields, isBad)).map(([name, value]) => [name, String(value)]),
  )
}

function sendBack(gateway: Gateway, payment: Payment): Response {
  const fields = Object.entries(returnedFields(gateway, payment))
  if (payment.returnMethod === 'GET') {
    const url = new URL(payment.returnUrl)
    for (const [name, value] of fields) url.searchParams.set(name, value)
    return redirect(303, url.href)
  }
  return replyGatewayPage(200, {
    title: 'Vracíme vás do portálu',
    formTargets: [new URL(payment.returnUrl).origin],
    submitsItself: true,
    content: postedReturn(payment.returnUrl, fields),
  })
}

function showPayment(payment: Payment): Response {
  const price = formatPrice(payment.totalAmount, payment.currency)
  const isOpen = payment.status === 1 || payment.status === 2
  return replyPayment({
    heading: isOpen ? `Zaplatit ${price}` : decidedHeading(payment),
    facts: {
      Částka: price,
      Popis: payment.cart.map(({ name }) => name).join(', '),
      'Číslo platby': payment.payId,
      'Zaplaťte do': isOpen ? formatTime(payment.expiresAtMs) : undefined,
    },
    content: isOpen
      ? decisionForm('pay', {
          pay: 'Zaplatit kartou',
          cancel: 'Zrušit platbu',
          decline: 'Nechat banku platbu zamítnout',
          wait: 'Vrátit se, než banka rozhodne',
        })
      : decisionForm('back', { back: 'Zpět do portálu' }),
    returnAddresses: [payment.returnUrl],
  })
}

function decidedHeading({ status }: Payment): string {
  if (status === 3) return 'Platba byla zrušena'
  if (status === 5) return 'Platba byla vrácena'
  if (status === 6) return 'Platba byla zamítnuta, nebo jí vypršel čas'
  return 'Platba proběhla'
}
