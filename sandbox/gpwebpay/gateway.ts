import type { BehaviourRules } from '#sandbox/gpwebpay/behaviour'
import type { GatewayKeys } from '#sandbox/gpwebpay/keys'
import type { Payments } from '#sandbox/gpwebpay/payments'

/** The running stand-in as its parts see it. */
export interface Gateway {
  merchant: string
  provider: string
  keys: GatewayKeys
  /** Address payers use, without a slash at the end. */
  publicUrl: string
  payments: Payments
  rules: BehaviourRules
  /** Numbers of messages already taken: provider, merchant and operation each have their own. */
  messageIds: Set<string>
  /** While true every call of the protocol is cut. */
  isDown: boolean
}
