import type { BehaviourOf, Table } from '#sandbox/gateway/behaviour'
import type { Rules } from '#sandbox/gateway/rules'
import type { Answer, Call } from '#sandbox/routes'

/** Does something with a payment. False where its state does not allow it; an answer of its own is sent as it is. */
export type Action<Payment> = (payment: Payment, call: Call) => boolean | Answer | Promise<boolean>

/** The part of a stand-in no real gateway has: what the control interface and its page need to know of it. */
export type Control<Settings extends Table, Payment extends { behaviour: BehaviourOf<Settings> }> = {
  gateway: {
    rules: Rules<Settings, Payment>
    /** While true every call of the protocol ends by a cut line. */
    isDown: boolean
  }
  payments: { list(): Payment[]; find(id: string): Payment | undefined }
  /** The parameter by which the list of payments is narrowed to one order. */
  listedBy: [parameter: string, orderOf: (payment: Payment) => string]
  /** What may be done with a payment, by the last part of the address. */
  actions: Record<string, Action<Payment>>
  /** The columns of the page; the first one leads to the payer's page. */
  columns: readonly [heading: string, tell: (payment: Payment) => string | number][]
  payerAddress: (payment: Payment) => string
}
