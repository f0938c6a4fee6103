import { html } from 'hono/html'
import type { BehaviourOf, Setting, Table } from '#sandbox/gateway/behaviour'
import type { Control } from '#sandbox/gateway/control-needs'
import { replyGatewayPage } from '#sandbox/gateway/payer-page'
import type { Markup } from '#sandbox/page'

const shownPayments = 200

/** The list of payments and a form that sets the behaviour of the next one; with 400 the form was filled in wrong. */
export function replyControlPage<
  Settings extends Table,
  Payment extends { behaviour: BehaviourOf<Settings> },
>(
  { gateway, payments, columns, payerAddress }: Control<Settings, Payment>,
  status: 200 | 400 = 200,
): Response {
  const { next, table } = gateway.rules
  const rows = payments.list().slice(-shownPayments).reverse()
  const cells = (payment: Payment) =>
    columns.map(([, tell], index) => {
      const told = tell(payment)
      return html`<td>${index === 0 ? html`<a href="${payerAddress(payment)}">${told}</a>` : told}</td>`
    })
  return replyGatewayPage(status, {
    title: 'Přehled plateb',
    wide: true,
    content: html`${status === 400 && html`<p role="alert"><strong>Nastavení se neuložilo.</strong> Zkontrolujte prosím čísla ve formuláři.</p>`}
<div class="scroll" tabindex="0" role="region" aria-label="Platby"><table>
<thead><tr>${columns.map(([heading]) => html`<th>${heading}</th>`)}</tr></thead>
<tbody>${rows.map((payment) => html`<tr>${cells(payment)}</tr>\n`)}</tbody>
</table></div>
${rows.length === 0 && html`<p>Zatím tu žádná platba není.</p>`}
<h2>Chování příští platby</h2>
${
  next.length > 0 &&
  html`<p>Na příští platby už čeká:</p><ol>${next.map(({ behaviour }) => html`<li><code>${JSON.stringify(behaviour)}</code></li>`)}</ol>`
}
<form method="post" action="/sandbox">
${Object.entries(table).map(([name, setting]) => html`${field(name, setting)}\n`)}
<button class="main" name="action" value="set">Nastavit pro příští platbu</button>
<button name="action" value="reset">Zrušit všechna nastavení</button>
</form>`,
  })
}

function field(name: string, { kind, description, options }: Setting): Markup {
  const box = (value: string, words: string) =>
    html`<label><input type="checkbox" name="${name}" value="${value}"> ${words}</label>`
  if (kind === 'flag') return box('1', description)
  if (kind === 'several')
    return html`<fieldset><legend>${description}</legend>${options.map(([value, words]) => box(value, words))}</fieldset>`
  if (kind === 'number')
    return html`<label>${description}<br><input type="number" name="${name}" min="0"></label>`
  if (kind === 'text') return html`<label>${description}<br><input name="${name}" autocomplete="off"></label>`
  return html`<label>${description}<br><select name="${name}"><option value="">ne</option>${options.map(
    ([value, words]) => html`<option value="${value}">${words}</option>`,
  )}</select></label>`
}
