import {
  type Breakage,
  type Exchange,
  htmlType,
  reply,
  replyBroken,
  replyJson,
} from '#sandbox/gateway/http-exchange'

/** One thing wrong with a call, the way the protocol words it: a field's fault or a global one. */
export type Fault = { code: number; name: string; message: string; field?: string }

/** The protocol's own refusal. */
export function replyFault(exchange: Exchange, status: number, fault: Fault): void {
  const { code, name, message, field } = fault
  replyJson(exchange, status, {
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
export type WideBreakage = Breakage | 'http500-json' | 'firewall' | 'not-found-html'

/** Answers wrongly on purpose: also by a page of a firewall or of a lost server, and by a fault worded as JSON. */
export function replyWrong(exchange: Exchange, breakage: WideBreakage): void {
  if (breakage === 'http500-json')
    replyFault(exchange, 500, { code: 500, name: 'INTERNAL_ERROR', message: 'Internal error' })
  else if (breakage === 'firewall' || breakage === 'not-found-html') {
    const status = breakage === 'firewall' ? 403 : 404
    reply(exchange, status, htmlType, '<!doctype html><title>Request rejected</title>')
  } else replyBroken(exchange, breakage)
}
