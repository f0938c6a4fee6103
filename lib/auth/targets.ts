/** Where a login may land, by the short names that links carry. Nothing else is ever redirected to. */
const targets: Record<string, string> = {
  prehled: '/prehled',
  platby: '/platby',
  ucet: '/ucet',
  urad: '/urad',
}

const orderTarget = /^platba-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/

/** The path a named target stands for; an unknown name is the realm's first page. */
export function targetPath(name: string | null | undefined, realm: 'citizen' | 'office' = 'citizen'): string {
  if (realm === 'office') return '/urad'
  if (!name || name === 'urad') return '/prehled'
  const order = orderTarget.exec(name)
  if (order) return `/platby/${order[1]}`
  return Object.hasOwn(targets, name) ? (targets[name] ?? '/prehled') : '/prehled'
}
