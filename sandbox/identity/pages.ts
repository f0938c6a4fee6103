import { fullName, type Person, type Realm } from '#sandbox/identity/people'
import { escapeHtml, page } from '#sandbox/page'

const label = 'Zkušební přihlášení'

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
  const rows = content.people.map(
    (person) =>
      `<li><button name="subject" value="${escapeHtml(person.subject)}"><strong>${escapeHtml(fullName(person))}</strong> <span class="muted">${escapeHtml(person.story)}</span></button></li>`,
  )
  return page({
    title: titles[content.realm],
    label,
    body: `${content.notice ? `<p role="alert"><strong>${escapeHtml(content.notice)}</strong></p>` : ''}
<p>${introductions[content.realm]} Všichni lidé v seznamu jsou vymyšlení.</p>
<h2 id="people">Za koho se chcete přihlásit?</h2>
<form method="post" action="${escapeHtml(content.action)}">
<ul class="rows" aria-labelledby="people">
${rows.join('\n')}
</ul>
<button class="plain" name="refuse" value="yes">Nepřihlašovat se</button>
</form>`,
  })
}

/** Asks before signing out. `form` is the provider's own hidden form with the id `op.logoutForm`. */
export function signOutPage(form: string): string {
  return page({
    title: 'Chcete se odhlásit?',
    label,
    body: `<p>Z portálu, ze kterého přicházíte, odhlášení proběhne v každém případě.</p>
${form}
<div class="actions">
<button class="main" form="op.logoutForm" name="logout" value="yes">Odhlásit se všude</button>
<button class="plain" form="op.logoutForm">Odhlásit se jen z portálu</button>
</div>`,
  })
}

export function signedOutPage(portalUrl: string): string {
  return page({ title: 'Odhlášení proběhlo', label, body: backToPortal(portalUrl) })
}

/** A dead end: what happened in Czech, the provider's own words for the developer, and the way back. */
export function errorPage(content: {
  title: string
  text: string
  detail?: string
  portalUrl: string
}): string {
  const detail = content.detail ? `<p class="muted" lang="en">${escapeHtml(content.detail)}</p>` : ''
  return page({
    title: content.title,
    label,
    body: `<p>${escapeHtml(content.text)}</p>${detail}${backToPortal(content.portalUrl)}`,
  })
}

function backToPortal(portalUrl: string): string {
  return `<p><a href="${escapeHtml(portalUrl)}">Zpět na portál</a></p>`
}
