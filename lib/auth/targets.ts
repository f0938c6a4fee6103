import type { Realm } from './realms.ts'

/** The short names that lasting links carry, as the tile of the city portal does. */
const named: Record<string, string> = { prehled: '/prehled', platby: '/platby', ucet: '/ucet' }
const orderPrefix = 'platba-'

const id = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const pages: Record<Realm, RegExp> = {
  citizen: new RegExp(
    `^/(?:prehled|platby(?:/${id})?|predpisy/${id}|ucet(?:/prirazeni)?|zkontrolovat|prevod)$`,
  ),
  office: /^\/urad(?!\/(?:prihlaseni|vstup)(?:\/|$))(?:\/[\w-]{1,80}){0,6}$/,
}
const longestQuery = 1000

const firstPage = (realm: Realm) => (realm === 'citizen' ? '/prehled' : '/urad')

/**
 * Where a login may land: the path that a name stands for, or a path of the realm's own pages with its query. For
 * everything else the realm's first page; nothing else is ever redirected to.
 */
export function targetPath(name: string | null | undefined, realm: Realm = 'citizen'): string {
  if (!name) return firstPage(realm)
  if (realm === 'citizen' && Object.hasOwn(named, name)) return named[name] ?? firstPage(realm)
  return ownPath(name.startsWith(orderPrefix) ? `/platby/${name.slice(orderPrefix.length)}` : name, realm)
}

function ownPath(text: string, realm: Realm): string {
  const base = 'https://portal.invalid'
  // A browser reads a backslash as a slash and forgets tabs and line ends: no page of ours has either.
  if (!text.startsWith('/') || /[\\\s]/.test(text) || !URL.canParse(text, base)) return firstPage(realm)
  const { origin, pathname, searchParams } = new URL(text, base)
  if (origin !== base || !pages[realm].test(pathname)) return firstPage(realm)
  // What the framework adds to fetch a part of a page is no address of a page.
  searchParams.delete('_rsc')
  const query = searchParams.toString()
  return query && query.length <= longestQuery ? `${pathname}?${query}` : pathname
}
