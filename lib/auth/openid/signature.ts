import { setTimeout as wait } from 'node:timers/promises'
import { compactVerify, errors } from 'jose'
import { keysRestMs, type Provider } from './discovery.ts'

/**
 * Verifies who signed a token, by the provider's published keys and an algorithm of the list. A key that is not known,
 * or fits no more, is asked for once more: the provider may have changed it a moment ago. Throws jose's errors.
 */
export async function verifySignature(
  { keys }: Pick<Provider, 'keys'>,
  token: string,
  algorithms: readonly string[],
): Promise<void> {
  const options = { algorithms: [...algorithms] }
  try {
    await compactVerify(token, keys, options)
  } catch (error) {
    const mayHaveChanged =
      error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed
    if (!mayHaveChanged) throw error
    if (keys.coolingDown) await wait(keysRestMs)
    await keys.reload()
    await compactVerify(token, keys, options)
  }
}
