import { randomBytes } from 'node:crypto'

/** What a token may be asked for. */
export const scopes = ['payment-create', 'payment-all'] as const
type Scope = (typeof scopes)[number]

/** Access tokens given out. */
export type Tokens = {
  issue(scope: Scope): { token: string; expiresInS: number }
  /** The scope of a good token from an Authorization header, else null. */
  scopeOf(authorization: string): Scope | null
  revoke(authorization: string): void
  revokeAll(): void
  /** How many were given out since the start. */
  issued(): number
}

/** Tokens live in memory only: after a restart the client meets a 401 and asks for another. */
export function openTokens(lifetimeS: number): Tokens {
  const good = new Map<string, { scope: Scope; untilMs: number }>()
  let count = 0
  const tokenIn = (authorization: string) => /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? ''
  return {
    issue(scope) {
      const token = randomBytes(48).toString('base64url')
      good.set(token, { scope, untilMs: Date.now() + lifetimeS * 1000 })
      count++
      return { token, expiresInS: lifetimeS }
    },
    scopeOf(authorization) {
      const kept = good.get(tokenIn(authorization))
      return kept && kept.untilMs > Date.now() ? kept.scope : null
    },
    revoke: (authorization) => void good.delete(tokenIn(authorization)),
    revokeAll: () => good.clear(),
    issued: () => count,
  }
}
