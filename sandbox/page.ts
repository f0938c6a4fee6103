import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import { htmlType, reply } from '#sandbox/reply'
import { stylesheet } from '#sandbox/stylesheet'

const submitting = 'document.forms[0].submit()'
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const [stylesheetHash, submittingHash] = [hashOf(stylesheet), hashOf(submitting)]

/** What the tag `html` makes: every value in it is escaped, unless it is such markup itself. */
export type Markup = ReturnType<typeof html>

export type Page = {
  title: string
  /** What the strip on top says is being played. */
  banner: string | Markup
  content: Markup
  /** Stands behind the title in the browser's bar. */
  name?: string
  /** Origins a form of the page may end up at after redirects, beside its own. */
  formTargets?: readonly string[]
  wide?: boolean
  /** The first form goes by itself where scripts run, as gateways send payers back by a posted form. */
  submitsItself?: boolean
}

/** A whole Czech page that works without scripts. */
export function page({ title, banner, content, name, wide, submitsItself }: Page): string {
  const script = submitsItself ? html`<script>${raw(submitting)}</script>` : ''
  return String(html`<!doctype html>
<html lang="cs">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name === undefined ? title : `${title} – ${name}`}</title>
<link rel="icon" href="data:,">
<style>${raw(stylesheet)}</style>
</head>
<body>
<header>${banner}</header>
<main${wide && raw(' class="wide"')}>
<h1>${title}</h1>
${content}
</main>${script}
</body>
</html>
`)
}

/** Headers of such a page: it runs no script of strangers. Browsers apply form-action to redirects of a form too. */
export function pageHeaders({ formTargets = [], submitsItself = false }: Partial<Page> = {}) {
  return {
    'content-type': htmlType,
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      `style-src ${stylesheetHash}`,
      ...(submitsItself ? [`script-src ${submittingHash}`] : []),
      'img-src data:',
      `form-action ${["'self'", ...new Set(formTargets)].join(' ')}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  }
}

/** Such a page as a reply. */
export const replyPage = (status: number, content: Page): Response =>
  reply(status, htmlType, page(content), pageHeaders(content))
