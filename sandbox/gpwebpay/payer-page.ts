import iconv from 'iconv-lite'
import { behaviourOf } from '#sandbox/gpwebpay/behaviour'
import type { Gateway } from '#sandbox/gpwebpay/gateway'
import {
  type Exchange,
  escapeHtml,
  formatAmount,
  readFields,
  redirect,
  replyPage,
} from '#sandbox/gpwebpay/http-exchange'
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
      body: '<p>Vraťte se prosím tam, odkud platíte, a zkuste to znovu.</p>',
    })
  if (exchange.method !== 'POST') return showPayment(gateway, exchange, payment)
  const choice = (await readFields(exchange)).get('decision') ?? ''
  const isOffered = Object.hasOwn(choices, choice) && !isHidden(payment, choice)
  if (!isOffered || !gateway.payments.decide(payment, choice as DecisionName))
    return redirect(exchange, payerAddress(gateway, payment))
  const { neverReturns, returnsByPost } = behaviourOf(gateway.rules, payment)
  const staysHere = neverReturns || returnsByPost
  redirect(exchange, staysHere ? payerAddress(gateway, payment) : returnAddress(gateway, payment))
}

const isHidden = (payment: Payment, choice: string) =>
  choice === 'pay-by-bank' && payment.disabledMethods.includes('BTNCS')

function showPayment(gateway: Gateway, exchange: Exchange, payment: Payment) {
  const amount = formatAmount(payment.amount, payment.currency)
  // Who came back while the bank decides may still be shown the choices: it stands for the bank's decision here.
  const isOpen = payment.state <= 3
  replyPage(exchange, 200, {
    title: isOpen ? `Zaplatit ${amount}` : 'Platba je rozhodnuta',
    formTargets: [new URL(payment.url).origin],
    body: `<dl>
<dt>Částka</dt><dd>${amount}</dd>
<dt>Popis</dt><dd>${escapeHtml(payment.description)}</dd>
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
  return `<form method="post" action="${payerAddress(gateway, payment)}" class="actions">${buttons.join('\n')}</form>`
}

function wayBack(gateway: Gateway, payment: Payment): string {
  const { neverReturns, returnsByPost } = behaviourOf(gateway.rules, payment)
  if (neverReturns) return '<p>Stránku můžete zavřít.</p>'
  if (!returnsByPost)
    return `<p><a class="row" href="${escapeHtml(returnAddress(gateway, payment))}">Zpět do portálu</a></p>`
  const inputs = returnFields(gateway, payment).map(
    ([name, value]) =>
      `<input type="hidden" name="${name}" value="${escapeHtml(iconv.decode(value, 'windows-1250'))}">`,
  )
  return `<form method="post" action="${escapeHtml(payment.url)}">${inputs.join('')}<button class="main">Zpět do portálu</button></form>`
}
