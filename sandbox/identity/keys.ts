import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'

/** What the provider signs with: tokens by the key set, its own cookies by the cookie keys. */
export type ProviderKeys = { jwks: { keys: JWK[] }; cookieKeys: string[] }

async function generateKeys(): Promise<ProviderKeys> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = {
    ...(await exportJWK(privateKey)),
    kid: randomBytes(8).toString('hex'),
    alg: 'RS256',
    use: 'sig',
  }
  return { jwks: { keys: [jwk] }, cookieKeys: [randomBytes(32).toString('hex')] }
}

/**
 * Keys kept in `stateDirectory` (so that tokens from before a restart still verify), or new ones for this run when there is none.
 */
export async function loadKeys(realm: string, stateDirectory?: string): Promise<ProviderKeys> {
  if (!stateDirectory) return generateKeys()
  const path = join(stateDirectory, `identity-keys-${realm}.json`)
  const kept = await readFile(path, 'utf8').catch(() => undefined)
  if (kept) return JSON.parse(kept)
  const keys = await generateKeys()
  await mkdir(stateDirectory, { recursive: true })
  await writeFile(path, JSON.stringify(keys), { mode: 0o600 })
  return keys
}
