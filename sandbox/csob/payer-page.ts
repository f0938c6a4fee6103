import { signedFields } from '#sandbox/csob/answer'
import { behaviourOf } from '#sandbox/csob/behaviour'
import type { Gateway } from '#sandbox/csob/gateway'
import type { Payment } from '#sandbox/csob/payments'
import { escapeMarkup, formatPrice, formatTime, replyPage } from '#sandbox/gateway/html-page'
import { type Exchange, readBody, redirect } from '#sandbox/gateway/http-exchange'

/** Answers /pay/…: shows the payment, takes the payer's decision and sends them back with signed fields. */
export async function answerPayer(gateway: Gateway, exchange: Exchange): Promise<void> {
  const payment = gateway.payments.get(decodeURIComponent(exchange.path.slice('/pay/'.length)))
  if (payment === undefined)
    return replyPage(exchange, 404, {
      title: 'Platba nenalezena',
      content: '<h1>Tuto platbu neznáme</h1><p>Vraťte se prosím tam, odkud platíte, a zkuste to znovu.</p>',
    })
  if (exchange.method !== 'POST') return showPayment(exchange, payment)
  const choice = new URLSearchParams(await readBody(exchange)).get('decision')
  if (choice === 'pay' || choice === 'cancel' || choice === 'decline')
    gateway.payments.decide(payment, choice)
  const staysHere = payment.status === 7 && behaviourOf(gateway.rules, payment).payerNeverReturns
  if (staysHere) return redirect(exchange, 303, payerAddress(gateway, payment))
  sendBack(gateway, exchange, payment)
}

export const payerAddress = ({ publicUrl }: Gateway, { payId }: Payment): string =>
  `${publicUrl}/pay/${encodeURIComponent(payId)}`

/** What the payer brings back: the state as the gateway sees it now, signed. */
export function returnedFields(gateway: Gateway, payment: Payment): Record<string, string> {
  const { payId, status, merchantData } = payment
  const isBad = behaviourOf(gateway.rules, payment).badSignatures?.includes('return') ?? false
  const authCode = status === 4 || status === 7 ? '042760' : undefined
  const fields = { payId, resultCode: 0, resultMessage: 'OK', paymentStatus: status, authCode, merchantData }
  return Object.fromEntries(
    Object.entries(signedFields(gateway, fields, isBad)).map(([name, value]) => [name, String(value)]),
  )
}

function sendBack(gateway: Gateway, exchange: Exchange, payment: Payment) {
  const fields = returnedFields(gateway, payment)
  if (payment.returnMethod === 'GET') {
    const url = new URL(payment.returnUrl)
    for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value)
    return redirect(exchange, 303, url.href)
  }
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeMarkup(value)}">`,
  )
  replyPage(exchange, 200, {
    title: 'Vracíme vás do portálu',
    formTargets: [new URL(payment.returnUrl).origin],
    submitsItself: true,
    content: `<h1>Vracíme vás do portálu</h1>
<form method="post" action="${escapeMarkup(payment.returnUrl)}">${inputs.join('')}
<button class="main">Zpět do portálu</button></form>`,
  })
}

function showPayment(exchange: Exchange, payment: Payment) {
  const price = formatPrice(payment.totalAmount, payment.currency)
  const isOpen = payment.status === 1 || payment.status === 2
  const heading = isOpen ? `Zaplatit ${price}` : decidedHeading(payment)
  const button = (decision: string, text: string, look = '') =>
    `<button name="decision" value="${decision}"${look}>${text}</button>`
  const choices = isOpen
    ? `${button('pay', 'Zaplatit kartou', ' class="main"')}
${button('cancel', 'Zrušit platbu')}
${button('decline', 'Nechat banku platbu zamítnout')}
${button('wait', 'Vrátit se, než banka rozhodne')}`
    : button('back', 'Zpět do portálu', ' class="main"')
  replyPage(exchange, 200, {
    title: heading,
    formTargets: [new URL(payment.returnUrl).origin],
    content: `<h1>${escapeMarkup(heading)}</h1>
<dl>
<dt>Částka</dt><dd>${price}</dd>
<dt>Popis</dt><dd>${payment.cart.map(({ name }) => escapeMarkup(name)).join(', ')}</dd>
<dt>Číslo platby</dt><dd>${escapeMarkup(payment.payId)}</dd>
${isOpen ? `<dt>Zaplaťte do</dt><dd>${formatTime(payment.expiresAtMs)}</dd>` : ''}
</dl>
<form method="post">${choices}</form>`,
  })
}

function decidedHeading({ status }: Payment): string {
  if (status === 3) return 'Platba byla zrušena'
  if (status === 5) return 'Platba byla vrácena'
  if (status === 6) return 'Platba byla zamítnuta, nebo jí vypršel čas'
  return 'Platba proběhla'
}
