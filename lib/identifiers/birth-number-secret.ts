import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { fail, ok, type Result } from '#lib/core/result'

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** By what a birth number is found: HMAC-SHA-256 (32 bytes). A plain hash could be guessed in seconds. */
export function birthNumberLookup(normalized: string, key: Buffer): Buffer {
  return createHmac('sha256', preparedKey(key)).update(normalized).digest()
}

/**
 * A birth number only the key opens: AES-256-GCM as nonce (12 bytes), ciphertext and tag (16 bytes).
 * The associated data, such as the payer's id, bind it to its row, so that a copy into another row does not open.
 */
export function sealBirthNumber(normalized: string, key: Buffer, associatedData: string): Buffer {
  const nonce = freshNonce()
  const cipher = createCipheriv('aes-256-gcm', preparedKey(key), nonce, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(associatedData))
  return Buffer.concat([nonce, cipher.update(normalized, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

/**
 * Opens what `sealBirthNumber` made; refuses another key, other associated data or any changed byte. No page reveals
 * a birth number yet; tests prove that what is sealed can be opened.
 * @internal
 */
export function openBirthNumber(
  sealed: Buffer,
  key: Buffer,
  associatedData: string,
): Result<string, 'not_authentic'> {
  const prepared = preparedKey(key)
  if (sealed.length < nonceBytes + tagBytes) return fail('not_authentic')
  const nonce = sealed.subarray(0, nonceBytes)
  const decipher = createDecipheriv('aes-256-gcm', prepared, nonce, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(associatedData))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const opened = decipher.update(sealed.subarray(nonceBytes, -tagBytes))
  try {
    return ok(Buffer.concat([opened, decipher.final()]).toString('utf8'))
  } catch {
    return fail('not_authentic')
  }
}

// Making a key ready costs several times more than using it, and an import uses one a million times.
const preparedKeys = new WeakMap<Buffer, KeyObject>()

function preparedKey(key: Buffer): KeyObject {
  const known = preparedKeys.get(key)
  if (known) return known
  if (key.length !== keyBytes) throw new RangeError(`The key must have ${keyBytes} bytes`)
  const prepared = createSecretKey(key)
  preparedKeys.set(key, prepared)
  return prepared
}

// Asked for many at once, random bytes cost a tenth; each part of the pool is used a single time.
let noncePool = Buffer.alloc(0)

function freshNonce(): Buffer {
  if (noncePool.length === 0) noncePool = randomBytes(nonceBytes * 256)
  const nonce = noncePool.subarray(0, nonceBytes)
  noncePool = noncePool.subarray(nonceBytes)
  return nonce
}
