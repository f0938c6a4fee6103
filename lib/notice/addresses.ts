/** The portal as a person types it, without the scheme: `platby.opava.example`. */
export function portalAddress(portalUrl: string): string {
  return new URL(portalUrl).host
}

/** Where a person finds out whether a message or a document is ours. */
export function verificationAddress(portalUrl: string): string {
  return `${portalAddress(portalUrl)}/overit`
}
