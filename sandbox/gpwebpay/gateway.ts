import type { Rules } from '#sandbox/gateway/rules'
import type { Settings } from '#sandbox/gpwebpay/behaviour'
import type { SandboxOptions } from '#sandbox/gpwebpay/options'
import type { Payment, Payments } from '#sandbox/gpwebpay/payments'

/** The running stand-in, handed to everything that answers requests. */
export type Gateway = {
  options: SandboxOptions
  /** Own address as payers see it, without a slash at the end. */
  publicUrl: string
  payments: Payments
  rules: Rules<Settings, Payment>
  /** Numbers of messages already taken: provider, merchant and operation each have their own. */
  messageIds: Set<string>
  /** While true every call of the protocol ends by a cut line. */
  isDown: boolean
}
