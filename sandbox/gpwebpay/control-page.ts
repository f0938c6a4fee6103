import { escapeMarkup, formatPrice, formatTime, replyPage } from '#sandbox/gateway/html-page'
import { type Exchange, readBody, redirect } from '#sandbox/gateway/http-exchange'
import { type Behaviour, clearBehaviour } from '#sandbox/gpwebpay/behaviour'
import type { Gateway } from '#sandbox/gpwebpay/gateway'
import { payerAddress } from '#sandbox/gpwebpay/payer-page'
import type { Payment } from '#sandbox/gpwebpay/payments'

const shownPayments = 200

/** Behaviours a tester may give to the next payment; finer ones are set over JSON. */
const offered: Record<string, { text: string; behaviour: Behaviour }> = {
  neverReturns: { text: 'Plátce se nevrátí do portálu', behaviour: { neverReturns: true } },
  returnsByPost: { text: 'Plátce se vrátí odesláním formuláře', behaviour: { returnsByPost: true } },
  pending: {
    text: 'Návrat tvrdí, že se platba zpracovává (250)',
    behaviour: { returnCodes: { primary: 250, secondary: 0 } },
  },
  technical: {
    text: 'Návrat tvrdí, že nastal technický problém (1000)',
    behaviour: { returnCodes: { primary: 1000, secondary: 0 } },
  },
  cancelled: {
    text: 'Návrat tvrdí, že plátce platbu zrušil (50)',
    behaviour: { returnCodes: { primary: 50, secondary: 0 } },
  },
  badDigest: { text: 'Návrat má špatný podpis', behaviour: { badDigest: 'both' } },
  wrongAmount: { text: 'Webová služba uvádí jinou částku', behaviour: { wrongAmount: true } },
  fault: { text: 'Webová služba hlásí chybu', behaviour: { serviceFails: 'fault' } },
  html: { text: 'Místo webové služby odpovídá stránka', behaviour: { serviceFails: 'html' } },
}

/** Answers /sandbox: the list of payments and a form that sets the behaviour of the next payment. */
export async function answerControlPage(gateway: Gateway, exchange: Exchange): Promise<void> {
  if (exchange.method !== 'POST') return showControlPage(gateway, exchange)
  const form = new URLSearchParams(await readBody(exchange))
  if (form.get('action') === 'reset') clearBehaviour(gateway.rules, gateway.payments.list())
  else {
    const chosen = Object.entries(offered).filter(([name]) => form.has(name))
    const behaviour = Object.assign({}, ...chosen.map(([, choice]) => choice.behaviour))
    gateway.rules.next.push({ times: 1, behaviour })
  }
  redirect(exchange, 303, '/sandbox')
}

function showControlPage(gateway: Gateway, exchange: Exchange): void {
  const waiting = gateway.rules.next.map(
    ({ behaviour }) => `<li><code>${escapeMarkup(JSON.stringify(behaviour))}</code></li>`,
  )
  const payments = gateway.payments.list().slice(-shownPayments).reverse()
  replyPage(exchange, 200, {
    title: 'Přehled plateb',
    wide: true,
    content: `<h1>Přehled plateb</h1>
<div class="scroll" tabindex="0" role="region" aria-label="Platby"><table>
<thead><tr><th>Číslo platby</th><th>Popis</th><th>Částka</th><th>Stav</th><th>Založena</th><th>Dotazy</th></tr></thead>
<tbody>${payments.map((payment) => row(gateway, payment)).join('\n')}</tbody>
</table></div>
${payments.length === 0 ? '<p>Zatím tu žádná platba není.</p>' : ''}
<h2>Chování příští platby</h2>
${waiting.length === 0 ? '' : `<p>Na příští platby už čeká:</p><ol>${waiting.join('')}</ol>`}
<form method="post" action="/sandbox">
${Object.entries(offered)
  .map(([name, { text }]) => `<label><input type="checkbox" name="${name}" value="1"> ${text}</label>`)
  .join('\n')}
<button class="main" name="action" value="set">Nastavit pro příští platbu</button>
<button name="action" value="reset">Zrušit všechna nastavení</button>
</form>`,
  })
}

const stateNames: Record<number, string> = {
  1: 'čeká',
  2: 'zpracovává se',
  3: 'opuštěna',
  4: 'autorizována',
  5: 'autorizace zrušena',
  6: 'zamítnuta',
  7: 'zaplacena',
  8: 'zaplacena, dávka uzavřena',
  11: 'vrací se',
  12: 'vrácena',
  13: 'zamítnuta při ověření',
  20: 'zrušena plátcem',
  21: 'vypršela',
  1000: 'technický problém',
}

function row(gateway: Gateway, payment: Payment): string {
  const cells = [
    `<a href="${payerAddress(gateway, payment)}">${payment.orderNumber}</a>`,
    escapeMarkup(payment.description),
    formatPrice(payment.amount, payment.currency === '203' ? 'CZK' : payment.currency),
    `${stateNames[payment.state] ?? 'jiný'} (${payment.state})`,
    formatTime(payment.createdAtMs),
    String(payment.serviceCalls),
  ]
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
}
