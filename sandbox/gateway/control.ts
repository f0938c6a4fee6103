import { z } from 'zod'
import { type BehaviourOf, readBehaviour, type Table } from '#sandbox/gateway/behaviour'
import { replyControlPage } from '#sandbox/gateway/control-page'
import type { Rules } from '#sandbox/gateway/rules'
import { redirect, replyJson } from '#sandbox/reply'
import { type Answer, type Call, type Routes, readForm, taking } from '#sandbox/routes'

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

/** Adds /sandbox…, for tests and testers. */
export function addControl<Settings extends Table, Payment extends { behaviour: BehaviourOf<Settings> }>(
  routes: Routes,
  control: Control<Settings, Payment>,
): void {
  const { gateway, payments, actions } = control
  const { rules } = gateway

  routes.get('/sandbox', () => replyControlPage(control))
  routes.post('/sandbox', async (call) => {
    const form = await readForm(call)
    if (form.get('action') === 'reset') rules.clear(payments.list())
    else {
      const behaviour = rules.behaviourSchema.safeParse(readBehaviour(rules.table, form))
      if (!behaviour.success) return replyControlPage(control, 400)
      rules.addNext(behaviour.data)
    }
    return redirect(303, '/sandbox')
  })

  routes.get('/sandbox/behaviour', () => replyJson(200, rules.shown()))
  routes.delete('/sandbox/behaviour', () => {
    rules.clear(payments.list())
    return replyJson(200, rules.shown())
  })
  routes.post(
    '/sandbox/behaviour',
    taking(rules.commandSchema, (command) =>
      rules.set(command, payments.list())
        ? replyJson(200, rules.shown())
        : replyJson(404, { error: 'No such payment' }),
    ),
  )

  routes.post(
    '/sandbox/down',
    taking(z.strictObject({ down: z.boolean() }), ({ down }) => {
      gateway.isDown = down
      return replyJson(200, { down })
    }),
  )

  routes.get('/sandbox/payments', (call) => {
    const [parameter, orderOf] = control.listedBy
    const order = call.req.query(parameter)
    return replyJson(
      200,
      payments.list().filter((payment) => order === undefined || orderOf(payment) === order),
    )
  })
  routes.post('/sandbox/payments/:id/:action', async (call) => {
    const payment = payments.find(call.req.param('id'))
    const name = call.req.param('action')
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (payment === undefined || action === undefined)
      return replyJson(404, { error: 'No such payment or operation' })
    const done = await action(payment, call)
    if (done instanceof Response) return done
    return done
      ? replyJson(200, payment)
      : replyJson(409, { error: 'The payment is in a state that does not allow it', payment })
  })
  routes.all('/sandbox/*', () => replyJson(404, { error: 'No such operation' }))
}
