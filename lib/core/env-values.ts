import { z } from 'zod'

/** An address of the web; plain http only on this machine. */
export const webAddress = z.string().refine(isSafeWebAddress, {
  error: 'must be an https address (http only on localhost or 127.0.0.1)',
})

export const milliseconds = z
  .string()
  .regex(/^[1-9]\d{0,6}$/, { error: 'must be a whole number of milliseconds between 1 and 9999999' })
  .transform(Number)

/** Whether the text is an address of one of these schemes, written with their colons. */
export function hasScheme(text: string, schemes: readonly string[]): boolean {
  return URL.canParse(text) && schemes.includes(new URL(text).protocol)
}

function isSafeWebAddress(text: string): boolean {
  if (!hasScheme(text, ['http:', 'https:'])) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || hostname === 'localhost' || hostname === '127.0.0.1'
}
