import type { BehaviourRules } from '#sandbox/gopay/behaviour'
import type { Notifier } from '#sandbox/gopay/notify'
import type { SandboxOptions } from '#sandbox/gopay/options'
import type { Payments } from '#sandbox/gopay/payments'
import type { Tokens } from '#sandbox/gopay/tokens'

/** The running stand-in, handed to everything that answers requests. */
export type Gateway = {
  options: SandboxOptions
  /** Own address as payers see it, without a slash at the end. */
  publicUrl: string
  tokens: Tokens
  payments: Payments
  rules: BehaviourRules
  notifier: Notifier
  /** How calls for a token fail; null when they do not. */
  tokenFails: 'http500' | 'html' | 'hang' | null
  /** While true every call of the protocol ends by a closed connection. */
  down: boolean
}
