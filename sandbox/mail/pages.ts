import type { Message } from '#sandbox/mail/inbox'
import { escapeHtml, page } from '#sandbox/page'

const label = 'Zkušební pošta'

const timeFormat = new Intl.DateTimeFormat('cs-CZ', {
  dateStyle: 'long',
  timeStyle: 'medium',
  timeZone: 'Europe/Prague',
})

function timeOf(message: Message): string {
  return `<time datetime="${message.receivedAt}">${timeFormat.format(new Date(message.receivedAt))}</time>`
}

function subjectOf(message: Message): string {
  return message.subject || 'Bez předmětu'
}

/** Everything that came, newest first. */
export function inboxPage(messages: Message[], isDown: boolean): string {
  const rows = messages.map(
    (message) =>
      `<li><a class="row" href="/zpravy/${message.id}"><strong>${escapeHtml(subjectOf(message))}</strong> <span class="muted">pro ${escapeHtml(message.to)}, ${timeOf(message)}</span></a></li>`,
  )
  const outage = isDown ? '<p role="status"><strong>Pošta teď zprávy nepřijímá.</strong></p>' : ''
  return page({
    title: 'Doručené zprávy',
    label,
    body: `<p>Sem přichází všechno, co portál rozesílá. Ven neodchází nic.</p>
${outage}${rows.length ? `<ul class="rows">\n${rows.join('\n')}\n</ul>` : '<p>Zatím nic nepřišlo.</p>'}
<div class="actions"><a href="/">Načíst znovu</a>
${rows.length ? '<form method="post" action="/smazat"><button class="plain">Smazat všechny zprávy</button></form>' : ''}</div>`,
  })
}

/** Escaped text with its web addresses made into links. */
function linkAddresses(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/)
    .map((part, index) =>
      index % 2 === 1 ? `<a href="${escapeHtml(part)}">${escapeHtml(part)}</a>` : escapeHtml(part),
    )
    .join('')
}

function sizeOf(content: Buffer): string {
  return `${Math.max(1, Math.round(content.length / 1024))}\u00a0kB`
}

export function messagePage(message: Message): string {
  const attachments = message.attachments.map(
    (attachment, index) =>
      `<li><a href="/zpravy/${message.id}/prilohy/${index}">${escapeHtml(attachment.filename)}</a> (${sizeOf(attachment.content)})</li>`,
  )
  return page({
    title: subjectOf(message),
    label,
    body: `<p><a href="/">Zpět na doručené zprávy</a></p>
<dl><dt>Od</dt><dd>${escapeHtml(message.from)}</dd><dt>Komu</dt><dd>${escapeHtml(message.to)}</dd><dt>Přišlo</dt><dd>${timeOf(message)}</dd></dl>
<pre>${linkAddresses(message.text)}</pre>
${attachments.length ? `<h2>Přílohy</h2>\n<ul>\n${attachments.join('\n')}\n</ul>` : ''}`,
  })
}

export function notFoundPage(): string {
  return page({ title: 'Tato zpráva tu není', label, body: '<p><a href="/">Zpět na doručené zprávy</a></p>' })
}
