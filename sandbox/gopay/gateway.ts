import type { Rules } from '#sandbox/gateway/rules'
import type { Settings } from '#sandbox/gopay/behaviour'
import type { Notifier } from '#sandbox/gopay/notify'
import type { SandboxOptions } from '#sandbox/gopay/options'
import type { Payment } from '#sandbox/gopay/payment'
import type { Payments } from '#sandbox/gopay/payments'
import type { Tokens } from '#sandbox/gopay/tokens'

/** The running stand-in, handed to everything that answers requests. */
export type Gateway = {
  options: SandboxOptions
  /** Own address as payers see it, without a slash at the end. */
  publicUrl: string
  tokens: Tokens
  payments: Payments
  rules: Rules<Settings, Payment>
  notifier: Notifier
  /** How calls for a token fail; null when they do not. */
  tokenFails: 'http500' | 'html' | 'hang' | null
  /** While true every call of the protocol ends by a cut line. */
  isDown: boolean
}
