import { createHash } from 'node:crypto'
import { type Exchange, htmlType, reply } from '#sandbox/gateway/http-exchange'

const style = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --line: #767f8a; --mark: #fff3c4; --key: #0b4fa0; --key-ink: #fff }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16191d; --ink: #eef1f4; --line: #8b949e; --mark: #4a3b00; --key: #9ec5ff; --key-ink: #0d1117 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.125rem/1.5 system-ui, sans-serif }
.banner { margin: 0; padding: .75rem 1rem; background: var(--mark); border-bottom: 2px solid var(--line) }
main { max-width: 34rem; margin: 0 auto; padding: 1.5rem 1rem }
main.wide { max-width: 72rem }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1.5rem; margin: 0 0 1.5rem }
dt { opacity: .85 } dd { margin: 0; font-weight: 600; overflow-wrap: anywhere }
@media (max-width: 26rem) { dl { grid-template-columns: 1fr; row-gap: 0 } dd { margin-bottom: .5rem } }
button, .button { display: block; width: 100%; min-height: 3rem; margin: 0 0 .75rem; padding: .5rem 1rem; font: inherit;
  border: 2px solid var(--key); border-radius: .375rem; background: var(--paper); color: var(--key); cursor: pointer;
  text-align: center; text-decoration: none }
.main { background: var(--key); color: var(--key-ink); font-weight: 600 }
:focus-visible { outline: 3px solid var(--key); outline-offset: 3px }
a { color: var(--key) }
label { display: block; margin: 0 0 .75rem } input, select { font: inherit; padding: .25rem; min-height: 2.5rem; max-width: 100% }
input[type=checkbox] { min-height: 0; width: 1.25rem; height: 1.25rem; vertical-align: -.2rem }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100% }
th, td { padding: .375rem .75rem; text-align: left; border-bottom: 1px solid var(--line); white-space: nowrap }
`
const styleHash = createHash('sha256').update(style).digest('base64')
const submitting = 'document.forms[0].submit()'
const submittingHash = createHash('sha256').update(submitting).digest('base64')

/** Text safe inside HTML and XML, elements and quoted attributes alike. */
export const escapeMarkup = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

export type HtmlPage = {
  title: string
  /** Markup of the main part, already escaped. */
  content: string
  /** Origins a form of the page may end up at after redirects, beside its own. */
  formTargets?: readonly string[]
  wide?: boolean
  /** The first form goes by itself where scripts run, as gateways send payers back by a posted form. */
  submitsItself?: boolean
}

/** Sends a page that works without JavaScript and allows none of strangers. Browsers apply form-action to redirects too. */
export function replyPage(exchange: Exchange, status: number, page: HtmlPage): void {
  const { title, content, formTargets = [], wide = false, submitsItself = false } = page
  const markup = `<!doctype html>
<html lang="cs">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)} – Zkušební platební brána</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header><p class="banner"><strong>Zkušební platební brána.</strong> Nejde o skutečnou platbu, z účtu ani z karty se nic nestrhne.</p></header>
<main${wide ? ' class="wide"' : ''}>
${content}
</main>${submitsItself ? `\n<script>${submitting}</script>` : ''}
</body>
</html>
`
  reply(exchange, status, htmlType, markup, {
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'sha256-${styleHash}'`,
      ...(submitsItself ? [`script-src 'sha256-${submittingHash}'`] : []),
      'img-src data:',
      `form-action ${["'self'", ...new Set(formTargets)].join(' ')}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  })
}

/** `1 440 Kč` or `12,50 EUR` from minor units, with non-breaking spaces. */
export function formatPrice(price: number, currency: string): string {
  const whole = Math.trunc(price / 100)
  const rest = price % 100
  const digits = String(whole).replace(/\B(?=(\d{3})+$)/g, '\u00a0')
  const amount = rest === 0 ? digits : `${digits},${String(rest).padStart(2, '0')}`
  return `${amount}\u00a0${currency === 'CZK' ? 'Kč' : currency}`
}

const timeFormat = new Intl.DateTimeFormat('cs-CZ', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/Prague',
})

/** `1. června 2026 v 14:05` in Czech local time; a line may break only between the date and the time. */
export const formatTime = (timeMs: number): string =>
  timeFormat.format(timeMs).replace(/\s/g, '\u00a0').replace('\u00a0v\u00a0', ' v\u00a0')
