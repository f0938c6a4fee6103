import { createSign, createVerify, type KeyObject } from 'node:crypto'

/** A field's value, or an object or a list of them, already in the order in which they are signed. */
export type Part = string | number | boolean | null | undefined | Part[]

/** What is signed: each value that is there and a bar after it, then without the last bar. */
export function textOf(parts: Part[]): string {
  let text = ''
  const add = (part: Part): void => {
    if (part === null || part === undefined) return
    if (Array.isArray(part)) for (const each of part) add(each)
    else text += `${part}|`
  }
  add(parts)
  return text.slice(0, -1)
}

/** Signs a text as the protocol wants it. */
export const signText = (text: string, key: KeyObject): string =>
  createSign('RSA-SHA256').update(text, 'utf8').sign(key, 'base64')

/** Whether the text was signed by the key. */
export const verifyText = (text: string, signature: unknown, key: KeyObject): boolean =>
  typeof signature === 'string' &&
  createVerify('RSA-SHA256').update(text, 'utf8').verify(key, signature, 'base64')

/** The clock on the wall in Prague as `YYYYMMDDHHMMSS`. */
export function stampAt(timeMs: number): string {
  const text = new Date(timeMs).toLocaleString('sv-SE', { timeZone: 'Europe/Prague' })
  return text.replace(/\D/g, '')
}

/** How far two such times are apart, by the clock on the wall. Not a number for what is not a time. */
export function stampsApartMs(one: string, other: string): number {
  const ms = (stamp: string) =>
    Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z'))
  return Math.abs(ms(one) - ms(other))
}
