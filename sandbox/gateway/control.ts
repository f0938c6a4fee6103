import { z } from 'zod'
import { type BehaviourOf, readBehaviour, type Table } from '#sandbox/gateway/behaviour'
import type { Control } from '#sandbox/gateway/control-needs'
import { replyControlPage } from '#sandbox/gateway/control-page'
import { redirect, replyJson } from '#sandbox/reply'
import { type Routes, readForm, taking } from '#sandbox/routes'

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
