import { type Exchange, readBody, replyBroken, replyJson } from '#sandbox/gateway/http-exchange'
import type { Gateway } from '#sandbox/gopay/gateway'
import { replyFault } from '#sandbox/gopay/reply'
import { isBasicOf, scopes } from '#sandbox/gopay/tokens'

/** Gives an access token for the client's own credentials. */
export async function tokenCall(gateway: Gateway, exchange: Exchange): Promise<void> {
  const { clientId, clientSecret } = gateway.options
  const form = new URLSearchParams(await readBody(exchange))
  if (gateway.tokenFails !== null) return replyBroken(exchange, gateway.tokenFails)
  if (!isBasicOf(exchange.request.headers.authorization ?? '', clientId, clientSecret))
    return replyFault(exchange, 403, {
      code: 202,
      name: 'AUTH_WRONG_CREDENTIALS',
      message: 'Wrong credentials',
    })
  const scope = scopes.find((each) => each === form.get('scope'))
  if (form.get('grant_type') !== 'client_credentials' || scope === undefined)
    return replyFault(exchange, 400, { code: 111, name: 'WRONG_FORMAT', message: 'Wrong format' })
  const { token, expiresInS } = gateway.tokens.issue(scope)
  replyJson(exchange, 200, { token_type: 'bearer', access_token: token, expires_in: expiresInS })
}

/**
 * Plays a token that ends in the middle of work: the call is refused and the token is good for nothing more.
 * True when the call was answered so.
 */
export function refuseToken(
  gateway: Gateway,
  exchange: Exchange,
  counter: { tokenFailures: number },
  times = 0,
): boolean {
  if (counter.tokenFailures >= times) return false
  counter.tokenFailures++
  gateway.tokens.revoke(exchange.request.headers.authorization ?? '')
  replyFault(exchange, 401, { code: 200, name: 'UNAUTHORIZED', message: 'Token has expired' })
  return true
}
