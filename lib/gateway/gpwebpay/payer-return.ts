import iconv from 'iconv-lite'
import { isSigned } from './signature.ts'
import type { GpwebpayConnection } from './wire.ts'

/** Fields of the payer's return in the order they are signed; only those that really came take part. */
const returnFields = [
  'OPERATION',
  'ORDERNUMBER',
  'MERORDERNUM',
  'MD',
  'PRCODE',
  'SRCODE',
  'RESULTTEXT',
  'USERPARAM1',
  'ADDINFO',
  'TOKEN',
  'EXPIRY',
  'ACSRES',
  'ACCODE',
  'PANPATTERN',
  'DAYTOCAPTURE',
  'TOKENREGSTATUS',
  'ACRC',
  'RRN',
  'PAR',
  'TRACEID',
] as const

/** What of a return is worth keeping; cards and addresses are not. */
const keptFields = ['OPERATION', 'ORDERNUMBER', 'MERORDERNUM', 'MD', 'PRCODE', 'SRCODE', 'RESULTTEXT']

/** Raw bytes by name: the signature is over bytes, and RESULTTEXT may come in windows-1250. */
export type RawFields = ReadonlyMap<string, Buffer>

/**
 * A query or a form body, decoded exactly once and left in bytes. Null: not a form, or a name stands there twice,
 * so that nobody can show one value to the signature and another to us.
 */
export function readRawForm(text: string): RawFields | null {
  const fields = new Map<string, Buffer>()
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    const name = at < 0 ? pair : pair.slice(0, at)
    const value = decodeBytes(at < 0 ? '' : pair.slice(at + 1))
    if (value === null || fields.has(name)) return null
    fields.set(name, value)
  }
  return fields
}

function decodeBytes(text: string): Buffer | null {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return null
  const unescaped = text
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
  return Buffer.from(unescaped, 'latin1')
}

/** One field as text, for reading numbers out of it. */
export const fieldText = (fields: RawFields, name: string): string | null =>
  fields.get(name)?.toString('latin1') ?? null

/**
 * Whether the gateway signed this return (DIGEST) and signed it for our shop (DIGEST1, the same text with our
 * number at the end): the first alone could come from another merchant's payment.
 */
export function isAuthenticReturn(
  connection: Pick<GpwebpayConnection, 'merchant' | 'publicKeys' | 'hash'>,
  fields: RawFields,
): boolean {
  const digest = signatureIn(fields, 'DIGEST')
  const digest1 = signatureIn(fields, 'DIGEST1')
  if (digest === null || digest1 === null) return false
  const merchant = Buffer.from(`|${connection.merchant}`)
  return signedTexts(fields).some(
    (text) =>
      isSigned(text, digest, connection) && isSigned(Buffer.concat([text, merchant]), digest1, connection),
  )
}

/** A blank in base64 is a `+` that was written into the address as it is. */
function signatureIn(fields: RawFields, name: string): string | null {
  return fieldText(fields, name)?.replaceAll(' ', '+') ?? null
}

/**
 * The texts the gateway may have signed: the bytes as they came; the same without the last bar, which its programs
 * are known to drop when the last field is empty; and in windows-1250 where a browser passed the text on in UTF-8.
 */
function signedTexts(fields: RawFields): Buffer[] {
  const values = returnFields.flatMap((name) => fields.get(name) ?? [])
  const asCame = joined(values)
  const recoded = joined(values.map(recode))
  const texts = asCame.equals(recoded) ? [asCame] : [asCame, recoded]
  return texts.flatMap((text) => (text.at(-1) === bar ? [text, text.subarray(0, -1)] : [text]))
}

const bar = 0x7c

function joined(values: readonly Buffer[]): Buffer {
  return Buffer.concat(
    values.flatMap((value, index) => (index === 0 ? [value] : [Buffer.from([bar]), value])),
  )
}

function recode(value: Buffer): Buffer {
  const text = utf8(value)
  return text === null ? value : iconv.encode(text, 'windows-1250')
}

function utf8(value: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(value)
  } catch {
    return null
  }
}

/** The return as it may be kept: readable, without signatures, cards and addresses. */
export function keptReturn(fields: RawFields): string {
  return keptFields
    .flatMap((name) => {
      const value = fields.get(name)
      return value ? `${name}=${utf8(value) ?? iconv.decode(value, 'windows-1250')}` : []
    })
    .join('\n')
}
