import { type Behaviour, behaviourSchema, clearBehaviour } from '#sandbox/comgate/behaviour'
import { payerAddress } from '#sandbox/comgate/create-payment'
import type { Gateway } from '#sandbox/comgate/gateway'
import type { Payment } from '#sandbox/comgate/payments'
import { escapeMarkup, formatPrice, formatTime, replyPage } from '#sandbox/gateway/html-page'
import { type Exchange, readBody, redirect } from '#sandbox/gateway/http-exchange'

const shownPayments = 200

const checkboxes = {
  pushBeforeCreateReply: 'Platba je zaplacena a oznámena dřív, než přijde odpověď na založení',
  payerNeverReturns: 'Plátce se po zaplacení nevrátí do portálu',
  wrongAmount: 'Stav uvádí jinou částku',
  wrongCurrency: 'Stav uvádí jinou měnu',
  wrongRefId: 'Stav uvádí jiné číslo objednávky',
  wrongMerchant: 'Stav uvádí jiného obchodníka',
  wrongTest: 'Stav uvádí opačný příznak testu',
  ignoreExpiry: 'Platbu lze zaplatit i po vypršení platnosti',
}
const numbers = {
  pushTimes: 'Kolikrát poslat oznámení (0 = nikdy)',
  pushDelayMs: 'O kolik zdržet oznámení (ms)',
  createDelayMs: 'O kolik zdržet založení platby (ms)',
  statusDelayMs: 'O kolik zdržet dotaz na stav (ms)',
  refundDelayMs: 'O kolik zdržet vrácení peněz (ms)',
  statusFailsTimes: 'Kolik dotazů na stav selže (prázdné = všechny)',
}
const failures = {
  '1400': 'chyba 1400',
  '1100': 'chyba 1100',
  http500: 'chyba serveru 500',
  html: 'stránka místo odpovědi',
  'timeout-after-storing': 'provede se, odpověď nepřijde',
  hang: 'odpověď nepřijde',
}
const selects = {
  createFails: { text: 'Založení platby selže', options: behaviourSchema.shape.createFails.unwrap().options },
  refundFails: {
    text: 'Vrácení peněz selže',
    options: behaviourSchema.shape.refundFails.unwrap().options,
  },
  statusFails: { text: 'Dotaz na stav selže', options: behaviourSchema.shape.statusFails.unwrap().options },
}
const statusNames = { PENDING: 'čeká', PAID: 'zaplacena', CANCELLED: 'zrušena' }

/** Answers /sandbox: the list of payments and a form that sets the behaviour of the next payment. */
export async function answerControlPage(gateway: Gateway, exchange: Exchange): Promise<void> {
  if (exchange.method !== 'POST') return showControlPage(gateway, exchange)
  const form = new URLSearchParams(await readBody(exchange))
  if (form.get('action') === 'reset') clearBehaviour(gateway.rules, gateway.payments.list())
  else {
    const behaviour = behaviourFrom(form)
    if (behaviour === null) return showControlPage(gateway, exchange, 400)
    gateway.rules.next.push({ times: 1, behaviour })
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

const select = (name: string, text: string, options: readonly (keyof typeof failures)[]) =>
  `<label>${text}<br><select name="${name}"><option value="">ne</option>${options
    .map((option) => `<option value="${option}">${failures[option]}</option>`)
    .join('')}</select></label>`

function row(gateway: Gateway, payment: Payment): string {
  const cells = [
    `<a href="${escapeMarkup(payerAddress(gateway, payment))}">${payment.transId}</a>`,
    escapeMarkup(payment.refId),
    escapeMarkup(payment.label),
    formatPrice(payment.price, payment.curr),
    statusNames[payment.status],
    formatTime(payment.createdAtMs),
    `${payment.pushesDelivered}\u00a0z\u00a0${payment.pushAttempts}`,
    String(payment.statusCalls),
  ]
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
}
