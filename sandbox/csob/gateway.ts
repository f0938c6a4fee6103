import type { BehaviourRules } from '#sandbox/csob/behaviour'
import type { SandboxOptions } from '#sandbox/csob/options'
import type { Payments } from '#sandbox/csob/payments'

/** The running stand-in, handed to everything that answers requests. */
export type Gateway = {
  options: SandboxOptions
  /** Own address as payers see it, without a slash at the end. */
  publicUrl: string
  payments: Payments
  rules: BehaviourRules
  /** While true every call of the protocol ends by a closed connection. */
  down: boolean
}

export const basePath = '/api/v1.9'
