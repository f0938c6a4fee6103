import { html } from 'hono/html'
import { replyPage } from '#sandbox/page'
import { formatPrice } from '#sandbox/wording'
import type { Movement } from './movements.ts'

const boxes = {
  qr: 'Obsah QR kódu (když ho máte, ostatní není potřeba)',
  castka: 'Částka v Kč',
  vs: 'Variabilní symbol',
  ss: 'Specifický symbol',
  jmeno: 'Jméno plátce',
  zprava: 'Zpráva pro příjemce',
}

/** The bank's only page: send a transfer, and what has moved on the city's account. */
export function replyBankPage(
  status: number,
  state: {
    account: string
    movements: readonly Movement[]
    problem?: string
    kept?: Record<string, string>
  },
): Response {
  const { account, movements, problem, kept = {} } = state
  return replyPage(status, {
    title: 'Převod na účet města',
    banner: 'Zkušební banka. Nejde o skutečné peníze.',
    content: html`<p>Tady zaplatíte převodem jako ve svém internetovém bankovnictví. Na účet města ${account} dojde hned a portál se o něm dozví do minuty.</p>
${problem && html`<p role="alert"><strong>${problem}</strong></p>`}
<form method="post" action="/prevod">
${Object.entries(boxes).map(
  ([name, words]) =>
    html`<p><label>${words}<br><input name="${name}" value="${kept[name] ?? ''}" autocomplete="off" size="30"></label></p>\n`,
)}<p><button class="main">Odeslat převod</button></p>
</form>
<h2>Pohyby na účtu</h2>
${movements.length > 0 ? html`<ul class="rows">${movements.toReversed().map(row)}</ul>` : html`<p>Zatím žádný.</p>`}`,
  })
}

function row(movement: Movement) {
  const { name, variableSymbol, specificSymbol, message, amountHal, day } = movement
  const symbols = [variableSymbol && `VS ${variableSymbol}`, specificSymbol && `SS ${specificSymbol}`]
  const words = [name, ...symbols, message].filter(Boolean).join(', ')
  const amount = `${amountHal < 0 ? '−' : ''}${formatPrice(Math.abs(amountHal), 'CZK')}`
  return html`<li class="row"><strong>${amount}</strong> <span class="muted">${day} ${words}</span></li>\n`
}
