import type { Settings } from '#sandbox/csob/behaviour'
import type { SandboxOptions } from '#sandbox/csob/options'
import type { Payment, Payments } from '#sandbox/csob/payments'
import type { Rules } from '#sandbox/gateway/rules'

/** The running stand-in, handed to everything that answers requests. */
export type Gateway = {
  options: SandboxOptions
  /** Own address as payers see it, without a slash at the end. */
  publicUrl: string
  payments: Payments
  rules: Rules<Settings, Payment>
  /** While true every call of the protocol ends by a cut line. */
  isDown: boolean
}

export const basePath = '/api/v1.9'
