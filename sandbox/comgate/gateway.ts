import type { Settings } from '#sandbox/comgate/behaviour'
import type { SandboxOptions } from '#sandbox/comgate/options'
import type { Payment, Payments } from '#sandbox/comgate/payments'
import type { PushSender } from '#sandbox/comgate/push'
import type { Rules } from '#sandbox/gateway/rules'

/** The running stand-in, handed to everything that answers requests. */
export type Gateway = {
  options: SandboxOptions
  /** Own address as payers see it, without a slash at the end. */
  publicUrl: string
  payments: Payments
  rules: Rules<Settings, Payment>
  pushes: PushSender
  /** While true every call of the protocol ends by a cut line. */
  isDown: boolean
}
