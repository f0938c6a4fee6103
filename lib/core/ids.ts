import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'
import { now } from './clock.ts'

// Leaves out what is mistaken in print or handwriting: 0 O, 1 I L, and of 2 Z, 5 S, 8 B, V U the second one.
const humanAlphabet = '23456789ACDEFGHJKMNPQRTVWXY'

/** A new identifier of a row: UUID version 7, so that rows of one time lie together in an index. Not a secret. */
export function newId(): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now().getTime(), 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** A secret for a link or a session: so many random bytes in base64url. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url')
}

/** What is stored in place of a token: SHA-256, 64 hexadecimal digits. Only for tokens too random to be guessed. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/**
 * A random code to be read aloud and typed: `K7M2-94PX`, so many characters in groups of four.
 * One character carries 4.75 bits, so twelve of them 57.
 */
export function humanCode(length: number): string {
  return grouped(Array.from({ length }, () => humanAlphabet.charAt(randomInt(humanAlphabet.length))).join(''))
}

/** A typed code as `humanCode` wrote it: small letters, spaces and other dashes do not matter. */
export function normalizeHumanCode(text: string): string {
  return grouped(text.toUpperCase().replace(/[\s\p{Pd}]/gu, ''))
}

function grouped(code: string): string {
  return code.replace(/.{4}(?=.)/g, '$&-')
}

/** The number of an order, made for the review form; unguessable, so it can stand in an address. */
export function newOrderId(): string {
  return randomUUID()
}

/** Whether a text from outside is a UUID as the database writes it; anything else is asked of no table. */
export function isUuid(text: string | null): text is string {
  return text !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}
