import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { providerSettings, type Realm } from './realms.ts'

const nonceBytes = 12
const tagBytes = 16

/** A key of its own, made of the realm's session secret: with that secret changed, nobody is logged in any more. */
const keyOf = (realm: Realm) =>
  Buffer.from(hkdfSync('sha256', providerSettings(realm).sessionSecret, '', `logout hint ${realm}`, 32))

/** An ID token sealed for the row of its login; it opens for that login only. */
export function sealHint(realm: Realm, sessionId: string, idToken: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', keyOf(realm), nonce, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(sessionId))
  const sealed = Buffer.concat([cipher.update(idToken, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64')
}

/** The ID token, or null where it was sealed by another secret or for another login. */
export function openHint(realm: Realm, sessionId: string, text: string): string | null {
  try {
    const bytes = Buffer.from(text, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', keyOf(realm), bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
    decipher.setAAD(Buffer.from(sessionId))
    decipher.setAuthTag(bytes.subarray(-tagBytes))
    const sealed = bytes.subarray(nonceBytes, -tagBytes)
    return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
