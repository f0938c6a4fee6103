import { availableMethods } from '#sandbox/comgate/methods'
import type { Outcome } from '#sandbox/comgate/refusal'
import { escapeMarkup } from '#sandbox/gateway/html-page'
import { type Exchange, reply, replyJson } from '#sandbox/gateway/http-exchange'

/** v1.0 list of methods: XML unless `type=json`. The only call with its own envelope of errors. */
export function replyMethodsV1(
  exchange: Exchange,
  fields: ReadonlyMap<string, string>,
  access: Outcome<unknown>,
): void {
  const error = access.kind === 'refused' ? { ...access.refusal, extraMessage: '' } : null
  const methods = methodsFor(fields.get('curr') ?? '')
  if (fields.get('type') === 'json') {
    replyJson(exchange, 200, error === null ? { methods } : { error })
    return
  }
  const content =
    error === null
      ? `<methods>${methods.map((method) => element('method', method)).join('')}</methods>`
      : element('error', error)
  reply(
    exchange,
    200,
    'application/xml; charset=UTF-8',
    `<?xml version="1.0" encoding="UTF-8"?>\n${content}\n`,
  )
}

/** v2.0 list of methods, JSON. */
export const replyMethodsV2 = (exchange: Exchange): void =>
  replyJson(exchange, 200, { methods: methodsFor(exchange.query.get('curr') ?? '') })

/** Czech bank buttons take Czech crowns only. */
const methodsFor = (currency: string) =>
  availableMethods
    .filter(({ group }) => currency === '' || currency === 'CZK' || group === 'CARD' || group === 'WALLET')
    .map(({ id, name, description, group }) => ({ id, name, description, group }))

const element = (name: string, fields: Record<string, string | number>): string =>
  `<${name}>${Object.entries(fields)
    .map(([field, value]) => `<${field}>${escapeMarkup(String(value))}</${field}>`)
    .join('')}</${name}>`
