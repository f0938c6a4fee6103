import { createHash } from 'node:crypto'

const stylesheet = `
:root { color-scheme: light dark; --ink: #1b1f24; --muted: #4b5560; --paper: #ffffff; --card: #f4f6f8; --line: #7b8794; --accent: #0b4f8a; --on-accent: #ffffff; --notice: #fff4d6; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef1f4; --muted: #b6c0ca; --paper: #14181d; --card: #1f262d; --line: #8592a0; --accent: #8cc4f5; --on-accent: #10202e; --notice: #3a3110; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif; }
header { background: var(--notice); padding: .75rem 1rem; font-weight: 600; text-align: center; }
main { max-width: 42rem; margin: 0 auto; padding: 1rem 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.2rem; }
a { color: var(--accent); }
ul.rows { list-style: none; margin: 1rem 0; padding: 0; display: grid; gap: .75rem; }
ul.rows form { display: grid; }
button, .row { font: inherit; text-align: left; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; min-height: 2.75rem; width: 100%; cursor: pointer; display: block; text-decoration: none; }
button:hover, .row:hover { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
button strong, .row strong { display: block; }
button.plain { width: auto; text-align: center; }
button.main { width: auto; text-align: center; background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.muted { color: var(--muted); }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { color: var(--muted); }
dd { margin: 0; }
pre { white-space: pre-wrap; font: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; }
`

const stylesheetHash = createHash('sha256').update(stylesheet).digest('base64')

/** Text made safe for HTML content and for quoted attribute values. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** A whole Czech page. `label` says in the strip on top what is being played; `body` is HTML, already escaped. */
export function page(content: { title: string; label: string; body: string }): string {
  return `<!doctype html>
<html lang="cs">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(content.title)}</title>
<style>${stylesheet}</style>
</head>
<body>
<header>${escapeHtml(content.label)}</header>
<main>
<h1>${escapeHtml(content.title)}</h1>
${content.body}
</main>
</body>
</html>
`
}

/**
 * Response headers of such a page. Browsers apply `form-action` to every redirect that follows a submitted form,
 * so each origin where such a chain may end has to be named in `formTargets`.
 */
export function pageHeaders(formTargets: string[] = []): Record<string, string> {
  const formAction = ["'self'", ...new Set(formTargets)].join(' ')
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${stylesheetHash}'; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  }
}
