import type { IsoDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'

/** Why the bank gave no statement: the days asked for are none, it asks to wait, wants a stronger consent, or something that an operator must see. */
export type DownloadProblem =
  | 'asked_nothing'
  | 'too_soon'
  | 'too_many'
  | 'not_allowed'
  | 'unreachable'
  | 'unreadable'

const answerLimitMs = 30_000

const byStatus: Record<number, DownloadProblem> = { 409: 'too_soon', 413: 'too_many', 422: 'not_allowed' }

/**
 * Asks the Fio API for the movements of an account between two days, both included. The token stands in the address, so
 * neither the address nor an error of the connection is ever told. The pointer the bank keeps for „last“ is not used:
 * it moves even where the answer was lost on the way.
 */
export async function downloadFio(
  access: { url: string; token: string },
  period: { from: IsoDate; to: IsoDate },
): Promise<Result<ReadableStream<Uint8Array>, DownloadProblem>> {
  // The bank would answer that nothing happened, for as long as it is asked so.
  if (period.from > period.to) return fail('asked_nothing')
  const address = `${access.url.replace(/\/$/, '')}/periods/${access.token}/${period.from}/${period.to}/transactions.json`
  let response: Response
  try {
    response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(answerLimitMs) })
  } catch {
    return fail('unreachable')
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel()
    return fail(byStatus[response.status] ?? 'unreachable')
  }
  // A firewall answers with a page and the status 200.
  if (!/\bjson\b/i.test(response.headers.get('content-type') ?? '')) {
    await response.body.cancel()
    return fail('unreadable')
  }
  return ok(response.body)
}
