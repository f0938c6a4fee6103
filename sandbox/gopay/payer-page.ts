import { escapeMarkup, formatPrice, formatTime, replyPage } from '#sandbox/gateway/html-page'
import { type Exchange, readBody, redirect } from '#sandbox/gateway/http-exchange'
import { behaviourOf } from '#sandbox/gopay/behaviour'
import type { Gateway } from '#sandbox/gopay/gateway'
import { withId } from '#sandbox/gopay/notify'
import { isOpen, type Payment } from '#sandbox/gopay/payment'
import { payerAddress } from '#sandbox/gopay/payment-fields'
import type { Move } from '#sandbox/gopay/payments'

/** What each button does. A card order that waits has no state of its own, so waiting is a transfer on its way. */
export const moves = {
  card: { state: 'PAID', instrument: 'PAYMENT_CARD' },
  bank: { state: 'PAID', subState: '_3001', instrument: 'BANK_ACCOUNT' },
  cancel: { state: 'CANCELED' },
  wait: { state: 'PAYMENT_METHOD_CHOSEN', subState: '_102', instrument: 'BANK_ACCOUNT' },
} satisfies Record<string, Move>

const isOffered = ({ instruments }: Payment, instrument: string) =>
  instruments.length === 0 || instruments.includes(instrument)

/** Whether the payment's create call allowed this way of paying. */
export const isAllowed = (payment: Payment, { instrument }: Move): boolean =>
  !instrument || isOffered(payment, instrument)

/** Answers /gw/v3/…: shows the payment and takes the payer's decision. */
export async function answerPayer(gateway: Gateway, exchange: Exchange): Promise<void> {
  const payment = gateway.payments.byKey(exchange.path.slice('/gw/v3/'.length))
  if (payment === undefined)
    return replyPage(exchange, 404, {
      title: 'Tuto platbu neznáme',
      content: '<h1>Tuto platbu neznáme</h1><p>Vraťte se prosím tam, odkud platíte, a zkuste to znovu.</p>',
    })
  if (exchange.method !== 'POST') return showPayment(gateway, exchange, payment)

  const choice = new URLSearchParams(await readBody(exchange)).get('decision') ?? ''
  const move: Move | null = Object.hasOwn(moves, choice) ? moves[choice as keyof typeof moves] : null
  if (move === null || !isAllowed(payment, move) || gateway.payments.decide(payment, move) === null)
    return redirect(exchange, 303, payerAddress(gateway, payment))
  redirect(
    exchange,
    303,
    staysHere(gateway, payment) ? payerAddress(gateway, payment) : returnAddress(payment),
  )
}

const staysHere = (gateway: Gateway, payment: Payment) =>
  payment.state === 'PAID' && behaviourOf(gateway.rules, payment).payerNeverReturns === true

const returnAddress = (payment: Payment) => withId(payment.returnUrl, payment.id)

function showPayment(gateway: Gateway, exchange: Exchange, payment: Payment): void {
  const amount = formatPrice(payment.amount, payment.currency)
  const canPay = isOpen(payment)
  const heading = canPay ? `Zaplatit ${amount}` : headings[payment.state]
  replyPage(exchange, 200, {
    title: heading,
    formTargets: [new URL(payment.returnUrl).origin],
    content: `<h1>${heading}</h1>
<dl>
<dt>Částka</dt><dd>${amount}</dd>
<dt>Popis</dt><dd>${escapeMarkup(payment.orderDescription)}</dd>
<dt>Číslo platby</dt><dd>${payment.id}</dd>
${canPay ? `<dt>Zaplaťte do</dt><dd>${formatTime(payment.expiresAtMs)}</dd>` : ''}
</dl>
${canPay ? choices(gateway, payment) : wayBack(gateway, payment)}`,
  })
}

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

function choices(gateway: Gateway, payment: Payment): string {
  const button = (decision: string, text: string, look = '') =>
    `<button name="decision" value="${decision}"${look}>${text}</button>`
  return `${payment.state === 'CREATED' ? '' : '<p>Čekáme na peníze z banky. Zaplatit můžete i jinak.</p>'}
<form method="post" action="${payerAddress(gateway, payment)}">
${isOffered(payment, 'PAYMENT_CARD') ? button('card', 'Zaplatit kartou', ' class="main"') : ''}
${isOffered(payment, 'BANK_ACCOUNT') ? button('bank', 'Zaplatit bankovním tlačítkem') : ''}
${isOffered(payment, 'BANK_ACCOUNT') ? button('wait', 'Zaplatit převodem později') : ''}
${button('cancel', 'Zrušit platbu')}
</form>`
}

function wayBack(gateway: Gateway, payment: Payment): string {
  if (staysHere(gateway, payment)) return '<p>Stránku můžete zavřít.</p>'
  const isUntouched = payment.state === 'CANCELED' || payment.state === 'TIMEOUTED'
  return `<p>${isUntouched ? 'Nic se nestrhlo.' : 'Znovu ji prosím neplaťte.'}</p>
<p><a class="button main" href="${escapeMarkup(returnAddress(payment))}">Zpět do portálu</a></p>`
}
