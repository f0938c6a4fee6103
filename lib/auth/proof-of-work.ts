import { hkdfSync, randomInt } from 'node:crypto'
import { createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { z } from 'zod'
import { instantAt, now } from '#lib/core/clock'
import { env } from '#lib/core/env'

/** What a browser has to work on before its code is looked up; it hands it back with what it found. */
export type Work = Awaited<ReturnType<typeof createChallenge>>

const algorithm = 'PBKDF2/SHA-256'
const iterations = 5000
/** Some second of a computer, some three of a telephone. */
const [leastCounter, mostCounter] = [200, 400]
const validForMs = 5 * 60_000

// Only the form: what it says is believed for its signature alone.
const handedBack = z.object({
  challenge: z.object({
    parameters: z
      .object({ algorithm: z.literal(algorithm), cost: z.literal(iterations), keyLength: z.literal(32) })
      .loose(),
    signature: z.string().max(200),
  }),
  solution: z.object({ counter: z.number().int(), derivedKey: z.string().max(200) }).loose(),
})

/** A new piece of work, valid for five minutes. */
export function newWork(): Promise<Work> {
  return createChallenge({
    algorithm,
    cost: iterations,
    counter: randomInt(leastCounter, mostCounter),
    deriveKey,
    expiresAt: instantAt(now().getTime() + validForMs),
    hmacSignatureSecret: secret('challenge'),
    hmacKeySignatureSecret: secret('key'),
  })
}

/** The signature of the work that was done, by which it is known again; null where it was not, or for nobody of us. */
export async function isDone(text: string): Promise<string | null> {
  const read = handedBack.safeParse(parsed(text))
  if (!read.success) return null
  const { challenge, solution } = read.data
  const { verified } = await verifySolution({
    challenge: challenge as unknown as Work,
    solution: solution as unknown as Parameters<typeof verifySolution>[0]['solution'],
    deriveKey,
    hmacSignatureSecret: secret('challenge'),
    hmacKeySignatureSecret: secret('key'),
  }).catch(() => ({ verified: false }))
  return verified ? challenge.signature : null
}

function parsed(text: string): unknown {
  try {
    return text.length > 4000 ? null : JSON.parse(text)
  } catch {
    return null
  }
}

/** Of one root and for this purpose alone, so that all processes know the same. */
const secret = (purpose: string): string =>
  Buffer.from(hkdfSync('sha256', env().CITIZEN_SESSION_SECRET, '', `proof of work: ${purpose}`, 32)).toString(
    'hex',
  )
