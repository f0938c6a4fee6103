/** Why a payment is not begun; nothing of it is kept then. */
export type StartRefusal =
  | 'not_found'
  | 'already_paid'
  | 'amount_changed'
  /** A payment of the same things may be on its way; paying again is never offered over it. */
  | 'verifying'
  | 'gateway_unavailable'
