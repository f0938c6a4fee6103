import { readFault } from './parse.ts'
import type { ApiReply } from './wire.ts'

/** The text of a reply that says yes, else null. */
export const textOf = (reply: ApiReply): string | null =>
  reply.kind === 'reply' && reply.status >= 200 && reply.status < 300 ? reply.text : null

/**
 * The refusal of a call that surely did nothing: one that was never sent for want of a token, or one that the
 * protocol itself refused. Null where the reply proves no such thing.
 */
export function refusalOf(reply: ApiReply): string | null {
  if (reply.kind === 'not_sent') return reply.reason
  if (reply.kind === 'none' || reply.status < 400 || reply.status > 499 || reply.status === 408) return null
  return readFault(reply.text)
}

/** Why a reply is of no use. */
export const silenceOf = (reply: ApiReply): string =>
  reply.kind === 'reply' ? `unreadable reply, HTTP ${reply.status}` : reply.reason
