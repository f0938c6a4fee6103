import { z } from 'zod'
import { behaviourCommandSchema, noRules } from '#sandbox/csob/behaviour'
import type { Gateway } from '#sandbox/csob/gateway'
import { payerAddress, returnedFields } from '#sandbox/csob/payer-page'
import type { Payment } from '#sandbox/csob/payments'
import { escapeMarkup, formatPrice, formatTime, replyPage } from '#sandbox/gateway/html-page'
import { type Exchange, readJson, replyJson } from '#sandbox/gateway/http-exchange'

const downSchema = z.strictObject({ down: z.boolean() })
const actionPath = /^\/sandbox\/payments\/([^/]+)\/(pay|cancel|decline|expire|settle|return)$/

/** Answers /sandbox…: the part no real gateway has, for tests and testers. */
export async function answerControl(gateway: Gateway, exchange: Exchange): Promise<void> {
  const { method, path, query } = exchange
  if (path === '/sandbox') return showPayments(gateway, exchange)
  if (path === '/sandbox/behaviour') return answerBehaviour(gateway, exchange)
  if (path === '/sandbox/payments' && method === 'GET') {
    const orderNo = query.get('orderNo')
    const all = gateway.payments.list()
    return replyJson(
      exchange,
      200,
      all.filter((payment) => orderNo === null || payment.orderNo === orderNo),
    )
  }
  if (path === '/sandbox/down' && method === 'POST') {
    const command = downSchema.safeParse(await readJson(exchange))
    if (!command.success) return replyJson(exchange, 400, { error: z.prettifyError(command.error) })
    gateway.down = command.data.down
    return replyJson(exchange, 200, command.data)
  }
  const [, payId, action] = actionPath.exec(path) ?? []
  const payment = gateway.payments.get(decodeURIComponent(payId ?? ''))
  if (payment === undefined || action === undefined || method !== 'POST')
    return replyJson(exchange, 404, { error: 'No such operation or payment' })
  if (action === 'return') return replyJson(exchange, 200, returnedFields(gateway, payment))
  return act(gateway, payment, action)
    ? replyJson(exchange, 200, payment)
    : replyJson(exchange, 409, { error: 'The payment is in another state', payment })
}

function act({ payments }: Gateway, payment: Payment, action: string): boolean {
  if (action === 'settle') {
    if (payment.status !== 7) return false
    payments.move(payment, 8)
    return true
  }
  if (action === 'expire') payment.expiresAtMs = 0
  return payments.decide(payment, action === 'pay' || action === 'cancel' ? action : 'decline')
}

async function answerBehaviour(gateway: Gateway, exchange: Exchange): Promise<void> {
  const { rules, payments } = gateway
  if (exchange.method === 'DELETE') {
    Object.assign(rules, noRules())
    for (const payment of payments.list()) payment.behaviour = {}
  } else if (exchange.method === 'POST') {
    const command = behaviourCommandSchema.safeParse(await readJson(exchange))
    if (!command.success) return replyJson(exchange, 400, { error: z.prettifyError(command.error) })
    const { behaviour } = command.data
    if ('next' in command.data) rules.next.push({ times: command.data.next, behaviour })
    else if ('all' in command.data) rules.all = behaviour
    else {
      const payment = payments.get(command.data.payId)
      if (!payment) return replyJson(exchange, 404, { error: 'No such payment' })
      Object.assign(payment, { behaviour, statusCalls: 0, statusCallsAfterPaying: 0 })
    }
  }
  replyJson(exchange, 200, rules)
}

const shownPayments = 200

function showPayments(gateway: Gateway, exchange: Exchange) {
  const rows = gateway.payments
    .list()
    .slice(-shownPayments)
    .reverse()
    .map((payment) => {
      const cells = [
        `<a href="${escapeMarkup(payerAddress(gateway, payment))}">${escapeMarkup(payment.payId)}</a>`,
        payment.orderNo,
        formatPrice(payment.totalAmount, payment.currency),
        String(payment.status),
        formatTime(payment.createdAtMs),
      ]
      return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
    })
  replyPage(exchange, 200, {
    title: 'Přehled plateb',
    wide: true,
    content: `<h1>Přehled plateb</h1>
<div class="scroll" tabindex="0" role="region" aria-label="Platby"><table>
<thead><tr><th>Číslo platby</th><th>Objednávka</th><th>Částka</th><th>Stav</th><th>Založena</th></tr></thead>
<tbody>${rows.join('\n')}</tbody>
</table></div>
${rows.length === 0 ? '<p>Zatím tu žádná platba není.</p>' : ''}`,
  })
}
