import { type KeyObject, sign, verify } from 'node:crypto'

/** A value of a message, or values of an object or a list in their order. Null and undefined are absent. */
export type Signable = string | number | boolean | null | undefined | readonly Signable[]

/**
 * The text that is signed: values in the order of the protocol, joined by bars. An absent value leaves no trace; an
 * empty one leaves its place, so the two are not the same message.
 */
export function signedText(values: readonly Signable[]): string {
  return flatten(values).join('|')
}

const isList = (value: Signable): value is readonly Signable[] => Array.isArray(value)

function flatten(values: readonly Signable[]): string[] {
  return values.flatMap((value) => {
    if (value === null || value === undefined) return []
    return isList(value) ? flatten(value) : [String(value)]
  })
}

/** RSA PKCS#1 v1.5 over SHA-256 of the text's UTF-8 bytes, in base64. */
export function signatureOf(text: string, privateKey: KeyObject): string {
  return sign('sha256', Buffer.from(text, 'utf8'), privateKey).toString('base64')
}

const base64 = /^[A-Za-z0-9+/]+={0,2}$/

/** Whether one of the gateway's keys signed the text; two hold at once while the bank changes its key. */
export function isSigned(text: string, signature: string, publicKeys: readonly KeyObject[]): boolean {
  // A form decoded once too often turns the plus signs of base64 into blanks.
  const mended = signature.replaceAll(' ', '+')
  if (!base64.test(mended)) return false
  const bytes = Buffer.from(mended, 'base64')
  return publicKeys.some((key) => verify('sha256', Buffer.from(text, 'utf8'), key, bytes))
}
