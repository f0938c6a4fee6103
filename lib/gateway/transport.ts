import { readCapped } from '#lib/core/read-capped'
import { fail, ok, type Result } from '#lib/core/result'

/** A reply as text, or why there is none. */
export type WireReply = { kind: 'reply'; status: number; text: string } | { kind: 'none'; reason: string }

const largestReplyBytes = 64 * 1024

/** A settlement of a busy day has thousands of rows. */
export const largestSettlementBytes = 32 * 1024 * 1024

/** One HTTP call with a time limit that covers the body too; never repeats anything and never throws. */
export async function call(
  url: string,
  init: RequestInit,
  timeoutMs: number,
  limitBytes = largestReplyBytes,
): Promise<WireReply> {
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await readCapped(response.body, limitBytes)
    if (text === null) return { kind: 'none', reason: 'the reply is too large' }
    return { kind: 'reply', status: response.status, text }
  } catch (error) {
    const isTimeout = error instanceof DOMException && error.name === 'TimeoutError'
    return { kind: 'none', reason: isTimeout ? `no reply within ${timeoutMs} ms` : 'the connection failed' }
  }
}

/** A return has some twenty short fields; anything longer is not one. */
const largestReturnBytes = 32 * 1024

/**
 * The fields a payer brings back: of the address, and over them those of the posted form, decoded once. Signatures
 * are in base64, whose `+` a careless sender turns into a blank: that is for the reader of the field to mend.
 */
export async function readReturnedFields(
  request: Request,
): Promise<Result<Map<string, string>, 'too_large'>> {
  const fields = new Map(new URL(request.url).searchParams)
  if (request.method === 'POST') {
    const body = await readCapped(request.body, largestReturnBytes)
    if (body === null) return fail('too_large')
    for (const [name, value] of new URLSearchParams(body)) fields.set(name, value)
  }
  return ok(fields)
}
