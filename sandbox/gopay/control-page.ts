import { escapeMarkup, formatPrice, formatTime, replyPage } from '#sandbox/gateway/html-page'
import { type Exchange, readBody, redirect } from '#sandbox/gateway/http-exchange'
import { type Behaviour, behaviourSchema, clearBehaviour } from '#sandbox/gopay/behaviour'
import type { Gateway } from '#sandbox/gopay/gateway'
import type { Payment } from '#sandbox/gopay/payment'
import { payerAddress } from '#sandbox/gopay/payment-fields'

const shownPayments = 100

const checkboxes = {
  notifyEarly: 'Oznámení přijde hned po založení, kdy se ještě nic nestalo',
  notifyBeforeCreateReply: 'Platba je zaplacena a oznámena dřív, než přijde odpověď na založení',
  payerNeverReturns: 'Plátce se po zaplacení nevrátí do portálu',
  wrongAmount: 'Stav uvádí jinou částku',
  wrongCurrency: 'Stav uvádí jinou měnu',
  wrongOrderNumber: 'Stav uvádí jiné číslo objednávky',
  wrongGoid: 'Stav uvádí jiného obchodníka',
}
const numbers = {
  notifyTimes: 'Kolikrát poslat oznámení (0 = nikdy)',
  notifyDelayMs: 'O kolik zdržet oznámení (ms)',
  createDelayMs: 'O kolik zdržet založení platby (ms)',
  statusDelayMs: 'O kolik zdržet dotaz na stav (ms)',
  statusFailsTimes: 'Kolik dotazů na stav selže (prázdné = všechny)',
  tokenExpiresTimes: 'Kolik volání skončí propadlým přístupem',
}
const failures: Record<string, string> = {
  refused: 'odmítnutí',
  forbidden: 'odmítnutý přístup',
  http500: 'chyba serveru 500',
  'http500-json': 'chyba serveru 500 v zápisu JSON',
  html: 'stránka místo odpovědi',
  firewall: 'stránka s chybou 403',
  'not-found-html': 'stránka s chybou 404',
  'unknown-state': 'neznámý stav',
  'timeout-after-storing': 'stane se, ale odpověď nepřijde',
  hang: 'odpověď nepřijde',
  accepted: 'přijato, rozhodne se později',
  'accepted-then-failed': 'přijato a pak neprovedeno',
  failed: 'hned neprovedeno',
}
const selects = {
  createFails: { text: 'Založení platby selže', options: behaviourSchema.shape.createFails.unwrap().options },
  statusFails: { text: 'Dotaz na stav selže', options: behaviourSchema.shape.statusFails.unwrap().options },
  refund: { text: 'Vrácení peněz', options: behaviourSchema.shape.refund.unwrap().options },
}
const stateNames: Record<Payment['state'], string> = {
  CREATED: 'čeká',
  PAYMENT_METHOD_CHOSEN: 'čeká na banku',
  PAID: 'zaplacena',
  AUTHORIZED: 'zablokována',
  CANCELED: 'zrušena',
  TIMEOUTED: 'vypršela',
  PARTIALLY_REFUNDED: 'zčásti vrácena',
  REFUNDED: 'vrácena',
}

/** Answers /sandbox: the list of payments and a form that sets the behaviour of the next payment. */
export async function answerControlPage(gateway: Gateway, exchange: Exchange): Promise<void> {
  if (exchange.method !== 'POST') return showControlPage(gateway, exchange)
  const form = new URLSearchParams(await readBody(exchange))
  if (form.get('action') === 'reset') clearBehaviour(gateway.rules, gateway.payments.list())
  else {
    const behaviour = behaviourFrom(form)
    if (behaviour === null) return showControlPage(gateway, exchange, 400)
    gateway.rules.next.push({ times: 1, tokenFailures: 0, behaviour })
  }
  redirect(exchange, 303, '/sandbox')
}

function behaviourFrom(form: URLSearchParams): Behaviour | null {
  const filled = (names: object) => Object.keys(names).filter((name) => (form.get(name) ?? '') !== '')
  const parsed = behaviourSchema.safeParse({
    ...Object.fromEntries(filled(checkboxes).map((name) => [name, true])),
    ...Object.fromEntries(filled(numbers).map((name) => [name, Number(form.get(name))])),
    ...Object.fromEntries(filled(selects).map((name) => [name, form.get(name)])),
  })
  return parsed.success ? parsed.data : null
}

function showControlPage(gateway: Gateway, exchange: Exchange, status = 200): void {
  const waiting = gateway.rules.next.map(
    ({ behaviour }) => `<li><code>${escapeMarkup(JSON.stringify(behaviour))}</code></li>`,
  )
  const payments = gateway.payments.list().slice(-shownPayments).reverse()
  replyPage(exchange, status, {
    title: 'Přehled plateb',
    wide: true,
    content: `<h1>Přehled plateb</h1>
${status === 200 ? '' : '<p role="alert"><strong>Nastavení se neuložilo.</strong> Zkontrolujte prosím čísla ve formuláři.</p>'}
<div class="scroll" tabindex="0" role="region" aria-label="Platby"><table>
<thead><tr><th>Číslo platby</th><th>Objednávka</th><th>Popis</th><th>Částka</th><th>Stav</th><th>Založena</th><th>Doručená oznámení</th><th>Dotazy</th></tr></thead>
<tbody>${payments.map((payment) => row(gateway, payment)).join('\n')}</tbody>
</table></div>
${payments.length === 0 ? '<p>Zatím tu žádná platba není.</p>' : ''}
<h2>Chování příští platby</h2>
${waiting.length === 0 ? '' : `<p>Na příští platby už čeká:</p><ol>${waiting.join('')}</ol>`}
<form method="post" action="/sandbox">
${Object.entries(checkboxes)
  .map(([name, text]) => `<label><input type="checkbox" name="${name}" value="1"> ${text}</label>`)
  .join('\n')}
${Object.entries(selects)
  .map(([name, { text, options }]) => select(name, text, options))
  .join('\n')}
${Object.entries(numbers)
  .map(([name, text]) => `<label>${text}<br><input type="number" name="${name}" min="0"></label>`)
  .join('\n')}
<button class="main" name="action" value="set">Nastavit pro příští platbu</button>
<button name="action" value="reset">Zrušit všechna nastavení</button>
</form>`,
  })
}

const select = (name: string, text: string, options: readonly string[]) =>
  `<label>${text}<br><select name="${name}"><option value="">ne</option>${options
    .map((option) => `<option value="${option}">${failures[option] ?? option}</option>`)
    .join('')}</select></label>`

function row(gateway: Gateway, payment: Payment): string {
  const cells = [
    `<a href="${payerAddress(gateway, payment)}">${payment.id}</a>`,
    escapeMarkup(payment.orderNumber),
    escapeMarkup(payment.orderDescription),
    formatPrice(payment.amount, payment.currency),
    stateNames[payment.state],
    formatTime(payment.createdAtMs),
    `${payment.notificationsDelivered}\u00a0z\u00a0${payment.notificationAttempts}`,
    String(payment.statusCalls),
  ]
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
}
