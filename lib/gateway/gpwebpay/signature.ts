import { type KeyObject, sign, verify } from 'node:crypto'

/** The algorithm of the agreement with the bank: SHA-1 everywhere so far, SHA-256 where a bank once says so. */
export type Hash = 'SHA1' | 'SHA256'

/** Signs a text as it stands (RSA, PKCS #1 v1.5), in base64. */
export function signText(text: string, key: { privateKey: KeyObject; hash: Hash }): string {
  return sign(`RSA-${key.hash}`, Buffer.from(text), key.privateKey).toString('base64')
}

/** Whether one of the gateway's keys signed exactly these bytes; while it changes its key, two are valid. */
export function isSigned(
  bytes: Uint8Array,
  signature: string,
  keys: { publicKeys: readonly KeyObject[]; hash: Hash },
): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(signature)) return false
  const signatureBytes = Buffer.from(signature, 'base64')
  return keys.publicKeys.some((key) => verify(`RSA-${keys.hash}`, bytes, key, signatureBytes))
}

/**
 * The text to sign: the values in the protocol's order, never in the received one. A field that is not there is
 * left out with its bar, an empty one keeps it (`a||b`).
 */
export function digestText(order: readonly string[], fields: Readonly<Record<string, string>>): string {
  return order.flatMap((name) => fields[name] ?? []).join('|')
}
