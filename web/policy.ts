import { isLoopback } from './loopback.ts'

/** What the headers of this installation depend on. */
export interface Surface {
  /** The portal's own address, as people write it. */
  portalUrl: string
  /** Where forms may lead beside ourselves: the gateways and the identity providers. */
  formTargets: readonly string[]
  /** Whether Next's development server draws the pages. */
  isDevelopment?: boolean
}

/** The content security policy of an answer, by its nonce. Throws for development that others could reach. */
export function contentPolicy(surface: Surface): (nonce: string) => string {
  const { portalUrl, formTargets, isDevelopment } = surface
  const { scripts, styles, connections } = isDevelopment ? developmentNeeds(portalUrl) : nothingMore
  const targets = [...new Set(formTargets)].join(' ')
  const steady = `style-src-attr 'none'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'${connections}; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${targets}`
  return (nonce) =>
    `default-src 'self'; script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${scripts}; style-src 'self' ${styles(nonce)}; ${steady}`
}

const nothingMore = { scripts: '', styles: (nonce: string) => `'nonce-${nonce}'`, connections: '' }

/**
 * Next's development server evaluates text to show where an error came from, tells of changes over a socket, and
 * brings the styles of its own notices without the nonce; beside a nonce browsers would not heed the permission.
 */
function developmentNeeds(portalUrl: string): typeof nothingMore {
  const { host, origin } = new URL(portalUrl)
  if (!isLoopback(host)) throw new Error(`Development is for this machine only, not for ${host}.`)
  return {
    scripts: " 'unsafe-eval'",
    styles: () => "'unsafe-inline'",
    connections: ` ${origin.replace(/^http/, 'ws')}`,
  }
}
