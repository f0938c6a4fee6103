import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** What the gateway signs with and what it checks the shop by. */
export interface GatewayKeys {
  privateKey: KeyObject
  /** The key after a change; the same one where there is none. */
  nextPrivateKey: KeyObject
  merchantPublicKey: KeyObject
  algorithm: 'RSA-SHA1' | 'RSA-SHA256'
}

/** Keys from PEM files. */
export function readKeys(files: {
  gateway: string
  nextGateway: string | undefined
  merchantPublic: string
  algorithm: GatewayKeys['algorithm']
}): GatewayKeys {
  const privateKey = createPrivateKey(readFileSync(files.gateway))
  return {
    privateKey,
    nextPrivateKey: files.nextGateway ? createPrivateKey(readFileSync(files.nextGateway)) : privateKey,
    merchantPublicKey: createPublicKey(readFileSync(files.merchantPublic)),
    algorithm: files.algorithm,
  }
}

/** Signs bytes as the gateway does. */
export const signBytes = (keys: GatewayKeys, bytes: Buffer, byNextKey = false): string =>
  sign(keys.algorithm, bytes, byNextKey ? keys.nextPrivateKey : keys.privateKey).toString('base64')

/** Whether the shop signed the text. */
export const isByMerchant = (keys: GatewayKeys, text: string, signature: string): boolean =>
  verify(keys.algorithm, Buffer.from(text), keys.merchantPublicKey, Buffer.from(signature, 'base64'))
