import { behaviourOf } from '#sandbox/comgate/behaviour'
import { payerAddress } from '#sandbox/comgate/create-payment'
import type { Gateway } from '#sandbox/comgate/gateway'
import { allowedMethod } from '#sandbox/comgate/methods'
import { returnAddress, returnOrigins } from '#sandbox/comgate/payer-return'
import type { Decision, Payment } from '#sandbox/comgate/payments'
import { escapeMarkup, formatPrice, formatTime, replyPage } from '#sandbox/gateway/html-page'
import { type Exchange, readBody, redirect } from '#sandbox/gateway/http-exchange'

/** Answers /client/instructions/index: shows the payment and takes the payer's decision. */
export async function answerPayer(gateway: Gateway, exchange: Exchange): Promise<void> {
  const payment = gateway.payments.get(exchange.query.get('id') ?? '')
  if (payment === undefined)
    return replyPage(exchange, 404, {
      title: 'Platba nenalezena',
      content: '<h1>Tuto platbu neznáme</h1><p>Vraťte se prosím tam, odkud platíte, a zkuste to znovu.</p>',
    })
  if (exchange.method !== 'POST') return showPayment(gateway, exchange, payment)

  const choice = new URLSearchParams(await readBody(exchange)).get('decision')
  if (choice === 'later' && payment.status === 'PENDING') return sendBack(gateway, exchange, payment)
  const decision = decisionFor(payment, choice)
  if (decision === null || gateway.payments.decide(payment, decision) === null)
    return redirect(exchange, 303, payerAddress(gateway, payment))
  return sendBack(gateway, exchange, payment)
}

function decisionFor(payment: Payment, choice: string | null): Decision | null {
  if (choice === 'cancel') return { status: 'CANCELLED', cancelledBy: 'payer' }
  if (choice !== 'card' && choice !== 'bank') return null
  const method = allowedMethod(payment.allowedMethods, choice)
  return method === null ? null : { status: 'PAID', method }
}

function sendBack(gateway: Gateway, exchange: Exchange, payment: Payment) {
  const staysHere = payment.status === 'PAID' && behaviourOf(gateway.rules, payment).payerNeverReturns
  redirect(exchange, 303, staysHere ? payerAddress(gateway, payment) : returnAddress(gateway, payment))
}

function showPayment(gateway: Gateway, exchange: Exchange, payment: Payment) {
  const price = formatPrice(payment.price, payment.curr)
  const isOpen = payment.status === 'PENDING'
  const heading = isOpen ? `Zaplatit ${price}` : decidedHeading(payment)
  replyPage(exchange, 200, {
    title: heading,
    formTargets: returnOrigins(gateway, payment),
    content: `<h1>${escapeMarkup(heading)}</h1>
<dl>
<dt>Částka</dt><dd>${price}</dd>
<dt>Popis</dt><dd>${escapeMarkup(payment.label)}</dd>
<dt>Číslo platby</dt><dd>${payment.transId}</dd>
${isOpen ? `<dt>Zaplaťte do</dt><dd>${formatTime(payment.expiresAtMs)}</dd>` : ''}
<dt>Druh platby</dt><dd>${payment.test ? 'testovací' : 'není označena jako testovací'}</dd>
</dl>
${isOpen ? choices(gateway, payment) : wayBack(gateway, payment)}`,
  })
}

function choices(gateway: Gateway, payment: Payment): string {
  const button = (decision: string, text: string, look = '') =>
    `<button name="decision" value="${decision}"${look}>${text}</button>`
  const offered = (kind: 'card' | 'bank') => allowedMethod(payment.allowedMethods, kind) !== null
  return `<form method="post" action="${escapeMarkup(payerAddress(gateway, payment))}">
${offered('card') ? button('card', 'Zaplatit kartou', ' class="main"') : ''}
${offered('bank') ? button('bank', 'Zaplatit bankovním tlačítkem') : ''}
${button('cancel', 'Zrušit platbu')}
${button('later', 'Rozhodnout se později')}
</form>`
}

function decidedHeading({ status, cancelledBy }: Payment): string {
  if (status === 'PAID') return 'Platba proběhla'
  return cancelledBy === 'expiry' ? 'Platnost platby vypršela' : 'Platba byla zrušena'
}

function wayBack(gateway: Gateway, payment: Payment): string {
  if (payment.status === 'PAID' && behaviourOf(gateway.rules, payment).payerNeverReturns)
    return '<p>Stránku můžete zavřít.</p>'
  const sentence = payment.status === 'PAID' ? 'Znovu ji prosím neplaťte.' : 'Nic se nestrhlo.'
  return `<p>${sentence}</p>
<p><a class="button main" href="${escapeMarkup(returnAddress(gateway, payment))}">Zpět do portálu</a></p>`
}
