import iconv from 'iconv-lite'
import { escapeMarkup, formatPrice, replyPage } from '#sandbox/gateway/html-page'
import { type Exchange, readBody, redirect } from '#sandbox/gateway/http-exchange'
import { behaviourOf } from '#sandbox/gpwebpay/behaviour'
import type { Gateway } from '#sandbox/gpwebpay/gateway'
import { returnAddress, returnFields } from '#sandbox/gpwebpay/payer-return'
import type { DecisionName, Payment } from '#sandbox/gpwebpay/payments'

/** Address of the payer's page. */
export const payerAddress = (gateway: Gateway, payment: Payment): string =>
  `${gateway.publicUrl}/pgw/payment/${payment.pageId}`

/** What the payer may choose. */
const choices: Partial<Record<DecisionName, string>> = {
  pay: 'Zaplatit kartou',
  'pay-by-bank': 'Zaplatit platebním tlačítkem banky',
  decline: 'Zkusit kartu, kterou banka odmítne',
  wait: 'Vrátit se, než banka platbu potvrdí',
  cancel: 'Zrušit platbu',
}

/** Answers /pgw/payment/…: shows the payment and takes the payer's decision. */
export async function answerPayer(gateway: Gateway, exchange: Exchange): Promise<void> {
  const payment = gateway.payments.byPage(exchange.path.split('/').at(-1) ?? '')
  if (payment === undefined)
    return replyPage(exchange, 404, {
      title: 'Tuto platbu neznáme',
      content: '<h1>Tuto platbu neznáme</h1><p>Vraťte se prosím tam, odkud platíte, a zkuste to znovu.</p>',
    })
  if (exchange.method !== 'POST') return showPayment(gateway, exchange, payment)
  const choice = new URLSearchParams(await readBody(exchange)).get('decision') ?? ''
  const isOffered = Object.hasOwn(choices, choice) && !isHidden(payment, choice)
  if (!isOffered || !gateway.payments.decide(payment, choice as DecisionName))
    return redirect(exchange, 303, payerAddress(gateway, payment))
  const { neverReturns, returnsByPost } = behaviourOf(gateway.rules, payment)
  const staysHere = neverReturns || returnsByPost
  redirect(exchange, 303, staysHere ? payerAddress(gateway, payment) : returnAddress(gateway, payment))
}

const isHidden = (payment: Payment, choice: string) =>
  choice === 'pay-by-bank' && payment.disabledMethods.includes('BTNCS')

function showPayment(gateway: Gateway, exchange: Exchange, payment: Payment) {
  const amount = formatPrice(payment.amount, payment.currency === '203' ? 'CZK' : payment.currency)
  // Who came back while the bank decides may still be shown the choices: it stands for the bank's decision here.
  const isOpen = payment.state <= 3
  const heading = isOpen ? `Zaplatit ${amount}` : 'Platba je rozhodnuta'
  replyPage(exchange, 200, {
    title: heading,
    formTargets: [new URL(payment.url).origin],
    content: `<h1>${heading}</h1>
<dl>
<dt>Částka</dt><dd>${amount}</dd>
<dt>Popis</dt><dd>${escapeMarkup(payment.description)}</dd>
<dt>Číslo platby</dt><dd>${payment.orderNumber}</dd>
</dl>
${isOpen ? choiceForm(gateway, payment) : wayBack(gateway, payment)}`,
  })
}

function choiceForm(gateway: Gateway, payment: Payment): string {
  const buttons = Object.entries(choices)
    .filter(([name]) => !isHidden(payment, name))
    .map(
      ([name, text]) =>
        `<button name="decision" value="${name}"${name === 'pay' ? ' class="main"' : ''}>${text}</button>`,
    )
  return `<form method="post" action="${payerAddress(gateway, payment)}">${buttons.join('\n')}</form>`
}

function wayBack(gateway: Gateway, payment: Payment): string {
  const { neverReturns, returnsByPost } = behaviourOf(gateway.rules, payment)
  if (neverReturns) return '<p>Stránku můžete zavřít.</p>'
  if (!returnsByPost)
    return `<p><a class="button main" href="${escapeMarkup(returnAddress(gateway, payment))}">Zpět do portálu</a></p>`
  const inputs = returnFields(gateway, payment).map(
    ([name, value]) =>
      `<input type="hidden" name="${name}" value="${escapeMarkup(iconv.decode(value, 'windows-1250'))}">`,
  )
  return `<form method="post" action="${escapeMarkup(payment.url)}">${inputs.join('')}<button class="main">Zpět do portálu</button></form>`
}
