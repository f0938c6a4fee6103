import { isUuid } from '#lib/core/ids'

/** Where a login may land, by the short names that links carry. Nothing else is ever redirected to. */
const targets: Record<string, string> = {
  prehled: '/prehled',
  platby: '/platby',
  ucet: '/ucet',
  urad: '/urad',
}

const orderPrefix = 'platba-'

/** The path a named target stands for; an unknown name is the realm's first page. */
export function targetPath(name: string | null | undefined, realm: 'citizen' | 'office' = 'citizen'): string {
  if (realm === 'office') return '/urad'
  if (!name || name === 'urad') return '/prehled'
  const order = name.startsWith(orderPrefix) ? name.slice(orderPrefix.length) : null
  if (isUuid(order)) return `/platby/${order}`
  return Object.hasOwn(targets, name) ? (targets[name] ?? '/prehled') : '/prehled'
}
