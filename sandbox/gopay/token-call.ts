import { timingSafeEqual } from 'node:crypto'
import { replyFault } from '#sandbox/gopay/fault'
import type { Gateway } from '#sandbox/gopay/gateway'
import { scopes } from '#sandbox/gopay/tokens'
import { replyBroken, replyJson } from '#sandbox/reply'
import { type Call, readForm } from '#sandbox/routes'

/** Whether a Basic Authorization header carries these credentials. */
function isBasicOf(authorization: string, clientId: string, clientSecret: string): boolean {
  const given = Buffer.from(authorization)
  const right = Buffer.from(`Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`)
  return given.length === right.length && timingSafeEqual(given, right)
}

/** Gives an access token for the client's own credentials. */
export async function issueToken(gateway: Gateway, call: Call): Promise<Response> {
  const { clientId, clientSecret } = gateway.options
  const form = await readForm(call)
  if (gateway.tokenFails !== null) return replyBroken(call, gateway.tokenFails)
  if (!isBasicOf(call.req.header('authorization') ?? '', clientId, clientSecret))
    return replyFault(403, { code: 202, name: 'AUTH_WRONG_CREDENTIALS', message: 'Wrong credentials' })
  const scope = scopes.find((each) => each === form.get('scope'))
  if (form.get('grant_type') !== 'client_credentials' || scope === undefined)
    return replyFault(400, { code: 111, name: 'WRONG_FORMAT', message: 'Wrong format' })
  const { token, expiresInS } = gateway.tokens.issue(scope)
  return replyJson(200, { token_type: 'bearer', access_token: token, expires_in: expiresInS })
}

/** Plays a token that ends in the middle of work: the call is refused and the token is good for nothing more. */
export function replyExpired(gateway: Gateway, call: Call): Response {
  gateway.tokens.revoke(call.req.header('authorization') ?? '')
  return replyFault(401, { code: 200, name: 'UNAUTHORIZED', message: 'Token has expired' })
}
