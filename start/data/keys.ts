import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files of one RSA key in PEM. */
export interface KeyFiles {
  privateKey: string
  publicKey: string
}

/** The key of this name in the data folder, made when it is not there yet (readable by this user only). */
export function demoKey(folder: string, name: string): KeyFiles {
  const place = join(folder, 'keys')
  const files = { privateKey: join(place, `${name}.key`), publicKey: join(place, `${name}.pub`) }
  if (existsSync(files.privateKey) && existsSync(files.publicKey)) return files
  const made = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  mkdirSync(place, { recursive: true, mode: 0o700 })
  writeFileSync(files.privateKey, made.privateKey, { mode: 0o600 })
  writeFileSync(files.publicKey, made.publicKey)
  return files
}
