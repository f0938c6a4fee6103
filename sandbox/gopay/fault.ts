import { type Breakage, htmlType, reply, replyBroken, replyJson } from '#sandbox/reply'
import type { Answer, Call } from '#sandbox/routes'

/** One thing wrong with a call, the way the protocol words it: a field's fault or a global one. */
export type Fault = { code: number; name: string; message: string; field?: string }

/** The protocol's own refusal. */
export function replyFault(status: number, { code, name, message, field }: Fault): Response {
  return replyJson(status, {
    date_issued: new Date().toISOString(),
    errors: [
      {
        scope: field === undefined ? 'G' : 'F',
        field: field ?? null,
        error_code: code,
        error_name: name,
        message,
        description: null,
      },
    ],
  })
}

/** Breakages that only this protocol's clients could take for an answer. */
type WideBreakage = Breakage | 'http500-json' | 'firewall' | 'not-found-html'

/** A reply wrong on purpose: also the page of a firewall or of a lost server, and a fault worded as JSON. */
export function replyWrong(call: Call, breakage: WideBreakage): Answer {
  if (breakage === 'http500-json')
    return replyFault(500, { code: 500, name: 'INTERNAL_ERROR', message: 'Internal error' })
  if (breakage !== 'firewall' && breakage !== 'not-found-html') return replyBroken(call, breakage)
  const status = breakage === 'firewall' ? 403 : 404
  return reply(status, htmlType, '<!doctype html><title>Request rejected</title>')
}
