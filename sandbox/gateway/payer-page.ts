import { html, raw } from 'hono/html'
import { type Markup, type Page, replyPage } from '#sandbox/page'

const name = 'Zkušební platební brána'
const banner = html`<strong>${name}.</strong> Nejde o skutečnou platbu, z účtu ani z karty se nic nestrhne.`

/** A page of a gateway: under its title stands that it is none of the real ones. */
export const replyGatewayPage = (status: number, page: Omit<Page, 'banner' | 'name'>): Response =>
  replyPage(status, { ...page, name, banner })

/** A payment as the payer sees it: what it is, and what can be done with it. */
export function replyPayment(payment: {
  heading: string
  /** What is told of it, by its names; undefined is left out. */
  facts: Record<string, string | number | undefined>
  content: Markup
  /** Addresses to which a decision may lead. */
  returnAddresses: readonly string[]
}): Response {
  const facts = Object.entries(payment.facts).filter(([, fact]) => fact !== undefined)
  return replyGatewayPage(200, {
    title: payment.heading,
    formTargets: payment.returnAddresses.map((address) => new URL(address).origin),
    content: html`<dl>
${facts.map(([term, fact]) => html`<dt>${term}</dt><dd>${fact}</dd>\n`)}</dl>
${payment.content}`,
  })
}

/** The form in which a payer decides: a button for each decision, the main one stands out. It posts to its own page. */
export function decisionForm(main: string, decisions: Record<string, string | false>): Markup {
  const buttons = Object.entries(decisions)
    .filter(([, text]) => text !== false)
    .map(
      ([value, text]) =>
        html`<button name="decision" value="${value}"${value === main && raw(' class="main"')}>${text}</button>\n`,
    )
  return html`<form method="post">
${buttons}</form>`
}

/** A button-like link back to the shop. */
export const wayBack = (address: string): Markup =>
  html`<p><a class="button main" href="${address}">Zpět do portálu</a></p>`

/** What a payer reads whom nothing leads back. */
export const noWayBack = html`<p>Stránku můžete zavřít.</p>`

/** A form with which the payer's browser goes back to the shop by itself. */
export const postedReturn = (
  address: string,
  fields: readonly (readonly [name: string, value: string])[],
): Markup =>
  html`<form method="post" action="${address}">${fields.map(
    ([field, value]) => html`<input type="hidden" name="${field}" value="${value}">`,
  )}
<button class="main">Zpět do portálu</button></form>`

/** An address that leads to no payment. */
export const replyUnknownPayment = (): Response =>
  replyGatewayPage(404, {
    title: 'Tuto platbu neznáme',
    content: html`<p>Vraťte se prosím tam, odkud platíte, a zkuste to znovu.</p>`,
  })

/** Who opens the bare address learns what lives here and where its payments are. */
export const replyRootPage = (): Response =>
  replyGatewayPage(200, {
    title: 'Tady odpovídá zkušební brána',
    content: html`<p>Portál s ní mluví skutečným protokolem. Plátce sem přijde z portálu, sám od sebe tu nic nezaplatí.</p>
<p><a class="button main" href="/sandbox">Platby a chování brány</a></p>`,
  })
