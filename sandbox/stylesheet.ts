/** How all pages of the stand-ins look. */
export const stylesheet = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --muted: #4b5560; --card: #f4f6f8; --line: #767f8a;
  --mark: #fff3c4; --key: #0b4fa0; --key-ink: #fff }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16191d; --ink: #eef1f4; --muted: #b6c0ca; --card: #1f262d; --line: #8b949e;
    --mark: #4a3b00; --key: #9ec5ff; --key-ink: #0d1117 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.125rem/1.5 system-ui, sans-serif }
header { padding: .75rem 1rem; background: var(--mark); border-bottom: 2px solid var(--line) }
main { max-width: 38rem; margin: 0 auto; padding: 1.5rem 1rem; overflow-wrap: anywhere }
main.wide { max-width: 72rem }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem }
h2 { font-size: 1.25rem }
a { color: var(--key) }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1.5rem; margin: 0 0 1.5rem }
dt { color: var(--muted) } dd { margin: 0; font-weight: 600; overflow-wrap: anywhere }
@media (max-width: 26rem) { dl { grid-template-columns: 1fr; row-gap: 0 } dd { margin-bottom: .5rem } }
button, .button { display: block; width: 100%; min-height: 3rem; margin: 0 0 .75rem; padding: .5rem 1rem; font: inherit;
  border: 2px solid var(--key); border-radius: .375rem; background: var(--paper); color: var(--key); cursor: pointer;
  text-align: center; text-decoration: none }
.main { background: var(--key); color: var(--key-ink); font-weight: 600 }
:focus-visible { outline: 3px solid var(--key); outline-offset: 3px }
label { display: block; margin: 0 0 .75rem } input, select { font: inherit; padding: .25rem; min-height: 2.5rem; max-width: 100% }
input[type=checkbox] { min-height: 0; width: 1.25rem; height: 1.25rem; vertical-align: -.2rem }
fieldset { border: 1px solid var(--line); margin: 0 0 .75rem }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100% }
th, td { padding: .375rem .75rem; text-align: left; border-bottom: 1px solid var(--line); white-space: nowrap }
.rows { list-style: none; margin: 1rem 0; padding: 0; display: grid; gap: .75rem }
.rows button, .row { display: block; width: 100%; margin: 0; padding: .75rem 1rem; text-align: left; color: inherit;
  background: var(--card); border: 1px solid var(--line); border-radius: .375rem; text-decoration: none }
.rows button:hover, a.row:hover { border-color: var(--key); box-shadow: inset 0 0 0 1px var(--key) }
.rows strong { display: block }
.muted { color: var(--muted) }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center }
.actions button, button.plain { width: auto; margin: 0 }
pre { white-space: pre-wrap; font: inherit; background: var(--card); border: 1px solid var(--line);
  border-radius: .375rem; padding: 1rem }
`
