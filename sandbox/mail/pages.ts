import { html } from 'hono/html'
import type { Message } from '#sandbox/mail/inbox'
import { replyPage } from '#sandbox/page'

const banner = 'Zkušební pošta'

const timeFormat = new Intl.DateTimeFormat('cs-CZ', {
  dateStyle: 'long',
  timeStyle: 'medium',
  timeZone: 'Europe/Prague',
})

const timeOf = ({ receivedAt }: Message) =>
  html`<time datetime="${receivedAt}">${timeFormat.format(new Date(receivedAt))}</time>`

const subjectOf = (message: Message) => message.subject || 'Bez předmětu'

/** Everything that came, newest first. */
export function replyInbox(messages: Message[], isDown: boolean): Response {
  const rows = messages.map(
    (message) =>
      html`<li><a class="row" href="/zpravy/${message.id}"><strong>${subjectOf(message)}</strong> <span class="muted">pro ${message.to}, ${timeOf(message)}</span></a></li>\n`,
  )
  const isEmpty = rows.length === 0
  return replyPage(200, {
    title: 'Doručené zprávy',
    banner,
    content: html`<p>Sem přichází všechno, co portál rozesílá. Ven neodchází nic.</p>
${isDown && html`<p role="status"><strong>Pošta teď zprávy nepřijímá.</strong></p>`}
${isEmpty ? html`<p>Zatím nic nepřišlo.</p>` : html`<ul class="rows">\n${rows}</ul>`}
<div class="actions"><a href="/">Načíst znovu</a>
${!isEmpty && html`<form method="post" action="/smazat"><button class="plain">Smazat všechny zprávy</button></form>`}</div>`,
  })
}

/** Text with its web addresses made into links. */
const linkAddresses = (text: string) =>
  text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : part))

const sizeOf = (content: Buffer) => `${Math.max(1, Math.round(content.length / 1024))}\u00a0kB`

/** One message with its attachments. */
export function replyMessage(message: Message): Response {
  const attachments = message.attachments.map(
    ({ filename, content }, index) =>
      html`<li><a href="/zpravy/${message.id}/prilohy/${index}">${filename}</a> (${sizeOf(content)})</li>\n`,
  )
  return replyPage(200, {
    title: subjectOf(message),
    banner,
    content: html`<p><a href="/">Zpět na doručené zprávy</a></p>
<dl><dt>Od</dt><dd>${message.from}</dd><dt>Komu</dt><dd>${message.to}</dd><dt>Přišlo</dt><dd>${timeOf(message)}</dd></dl>
<pre>${linkAddresses(message.text)}</pre>
${attachments.length > 0 && html`<h2>Přílohy</h2>\n<ul>\n${attachments}</ul>`}`,
  })
}

/** An address that leads to no message. */
export const replyNotFound = (): Response =>
  replyPage(404, {
    title: 'Tato zpráva tu není',
    banner,
    content: html`<p><a href="/">Zpět na doručené zprávy</a></p>`,
  })
