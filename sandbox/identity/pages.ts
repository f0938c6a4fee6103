import { html, raw } from 'hono/html'
import { fullName, type Person, type Realm } from '#sandbox/identity/people'
import { page } from '#sandbox/page'

const banner = 'Zkušební přihlášení'

const titles: Record<Realm, string> = {
  citizen: 'Zkušební identita občana',
  office: 'Zkušební přihlášení úředníků',
}

const introductions: Record<Realm, string> = {
  citizen:
    'Tato stránka zastupuje přihlášení přes bankovní identitu, Mobilní klíč nebo občanský průkaz. Žádné heslo není potřeba.',
  office: 'Tato stránka zastupuje přihlášení úředním účtem. Žádné heslo není potřeba.',
}

/** The list of people; each is one submit button named `subject`, refusal is a button named `refuse`. */
export function signInPage(content: {
  realm: Realm
  people: Person[]
  action: string
  notice?: string
}): string {
  const { realm, people, action, notice } = content
  const rows = people.map(
    (person) =>
      html`<li><button name="subject" value="${person.subject}"><strong>${fullName(person)}</strong> <span class="muted">${person.story}</span></button></li>\n`,
  )
  return page({
    title: titles[realm],
    banner,
    content: html`${notice && html`<p role="alert"><strong>${notice}</strong></p>`}
<p>${introductions[realm]} Všichni lidé v seznamu jsou vymyšlení.</p>
<h2 id="people">Za koho se chcete přihlásit?</h2>
<form method="post" action="${action}">
<ul class="rows" aria-labelledby="people">
${rows}</ul>
<button class="plain" name="refuse" value="yes">Nepřihlašovat se</button>
</form>`,
  })
}

/** Asks before signing out. `form` is the provider's own hidden form with the id `op.logoutForm`. */
export function signOutPage(form: string): string {
  return page({
    title: 'Chcete se odhlásit?',
    banner,
    content: html`<p>Z portálu, ze kterého přicházíte, odhlášení proběhne v každém případě.</p>
${raw(form)}
<div class="actions">
<button class="main" form="op.logoutForm" name="logout" value="yes">Odhlásit se všude</button>
<button class="plain" form="op.logoutForm">Odhlásit se jen z portálu</button>
</div>`,
  })
}

/** The end of signing out for whom nothing leads back by itself. */
export function signedOutPage(portalUrl: string): string {
  return page({ title: 'Odhlášení proběhlo', banner, content: backToPortal(portalUrl) })
}

/** A dead end: what happened in Czech, the provider's own words for the developer, and the way back. */
export function errorPage(content: {
  title: string
  text: string
  detail?: string
  portalUrl: string
}): string {
  const { title, text, detail, portalUrl } = content
  return page({
    title,
    banner,
    content: html`<p>${text}</p>${detail && html`<p class="muted" lang="en">${detail}</p>`}${backToPortal(portalUrl)}`,
  })
}

const backToPortal = (portalUrl: string) => html`<p><a href="${portalUrl}">Zpět na portál</a></p>`
