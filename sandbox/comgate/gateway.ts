import type { BehaviourRules } from '#sandbox/comgate/behaviour'
import type { SandboxOptions } from '#sandbox/comgate/options'
import type { Payments } from '#sandbox/comgate/payments'
import type { PushSender } from '#sandbox/comgate/push'

/** The running stand-in, handed to everything that answers requests. */
export type Gateway = {
  options: SandboxOptions
  /** Own address as payers see it, without a slash at the end. */
  publicUrl: string
  payments: Payments
  rules: BehaviourRules
  pushes: PushSender
  /** While true every call of the protocol ends by a closed connection. */
  down: boolean
}
