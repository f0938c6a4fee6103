import { makeJob } from '#lib/actor/actor'
import { verifyLedger } from '#lib/ledger/verify.queries'
import type { Bank, BankAccount, BankLine } from '#tests/soak/bank'
import { gatewayNames, type HeldPayment, paymentsAt } from '#tests/soak/gateways'
import type { World } from '#tests/soak/world'

/** What does not agree between the outside world and the portal, in sentences. */
export interface Comparison {
  payments: number
  transfers: number
  refunds: number
  mails: number
  /** Money of the outside booked twice or more; booked without being there, or not booked; told differently. */
  duplicates: string[]
  orphans: string[]
  differences: string[]
}

/** Compares payment by payment, line by line, refund by refund and mail by mail. */
export async function compare(world: World, bank: Bank): Promise<Comparison> {
  const found: Comparison = {
    payments: 0,
    transfers: 0,
    refunds: 0,
    mails: 0,
    duplicates: [],
    orphans: [],
    differences: [],
  }
  await comparePayments(world, found)
  for (const account of bank.accounts) await compareAccount(world, account, found)
  await compareMails(world, found)
  const { differences } = await verifyLedger(makeJob('soak'))
  for (const { what, id, keptHal, journalHal } of differences) {
    found.differences.push(`ledger verify: ${what} ${id}: ${keptHal}, in the journal ${journalHal}`)
  }
  return found
}

interface Booked {
  gateway: string
  payment_id: string
  state: string
  amount_hal: number
  entries: number
  booked_hal: number
  refunded_hal: number
  refunds: number
  open_refunds: number
}

async function comparePayments(world: World, found: Comparison): Promise<void> {
  const rows = await world.owner<Booked[]>`
    select t.gateway, t.gateway_payment_id as payment_id, t.state, t.amount_hal::int, coalesce(j.entries, 0) as entries,
           coalesce(j.booked_hal, 0) as booked_hal, r.refunded_hal, r.refunds, r.open_refunds
      from payment_attempt t
      left join lateral (
        select count(distinct e.id)::int as entries, sum(l.amount_hal)::int as booked_hal
          from journal_entry e join journal_line l on l.entry_id = e.id
          join account a on a.id = l.account_id and a.kind = 'gateway_clearing' and a.gateway = t.gateway
         where e.kind = 'payment' and e.source_reference = 'payment_attempt:' || t.id) j on true
      cross join lateral (
        select coalesce(sum(amount_hal) filter (where state = 'done'), 0)::int as refunded_hal,
               count(*) filter (where state = 'done')::int as refunds,
               count(*) filter (where state in ('approved', 'sent', 'unknown'))::int as open_refunds
          from refund where attempt_id = t.id) r
     where t.gateway_payment_id is not null or j.entries > 0 or t.state = 'paid'`
  const ours = new Map(rows.map((row) => [`${row.gateway} ${row.payment_id}`, row]))
  if (ours.size !== rows.length) found.duplicates.push('two attempts stand for one payment of a gateway')
  const held = (await Promise.all(gatewayNames.map((name) => paymentsAt(world, name)))).flat()
  for (const payment of held) {
    const name = `${payment.gateway} ${payment.paymentId}`
    comparePayment(name, payment, ours.get(name), found)
    ours.delete(name)
  }
  for (const [name, row] of ours) {
    if (row.entries > 0) found.orphans.push(`${name}: booked, and the gateway does not know it`)
  }
  const [entries] = await world.owner<{ count: number }[]>`
    select count(*)::int as count from journal_entry e
     where e.kind = 'payment' and e.way in ('card', 'bank_button')
       and not exists (select 1 from payment_attempt t where e.source_reference = 'payment_attempt:' || t.id)`
  if (entries?.count) found.orphans.push(`${entries.count} card entries of no attempt`)
}

function comparePayment(
  name: string,
  payment: HeldPayment,
  row: Booked | undefined,
  found: Comparison,
): void {
  const { isPaid, amountHal, refundedHal } = payment
  if (isPaid) found.payments++
  if (!row) {
    if (isPaid) found.orphans.push(`${name}: paid at the gateway, and the portal does not know it`)
    return
  }
  found.refunds += row.refunds
  if (row.entries > 1) found.duplicates.push(`${name}: booked ${row.entries} times`)
  if (isPaid && row.entries === 0) found.orphans.push(`${name}: paid at the gateway, here ${row.state}`)
  if (!isPaid && (row.entries > 0 || row.state === 'paid')) {
    found.orphans.push(`${name}: booked, and the gateway says unpaid`)
  }
  if (isPaid && row.entries === 1 && (row.booked_hal !== amountHal || row.state !== 'paid')) {
    found.differences.push(
      `${name}: ${amountHal} at the gateway, booked ${row.booked_hal}, state ${row.state}`,
    )
  }
  if (row.refunded_hal !== refundedHal || row.open_refunds > 0) {
    found.differences.push(
      `${name}: ${refundedHal} went back, here ${row.refunded_hal} and ${row.open_refunds} undecided`,
    )
  }
}

interface StoredLine {
  key: string
  entries: number
  booked_hal: number
}

async function compareAccount(world: World, account: BankAccount, found: Comparison): Promise<void> {
  const stored = await world.owner<StoredLine[]>`
    select concat_ws('|', b.booked_on, b.amount_hal, coalesce(b.variable_symbol, ''), coalesce(b.bank_reference, '')) as key,
           count(*)::int as entries, sum(l.amount_hal)::int as booked_hal
      from bank_entry b join journal_line l on l.entry_id = b.journal_entry_id
      join account a on a.id = l.account_id and a.kind = 'bank_account' and a.bank_account = b.bank_account
     where b.bank_account = ${account.number} group by 1`
  const ours = new Map(stored.map((line) => [line.key, line]))
  const told = new Map<string, BankLine[]>()
  for (const line of account.lines) {
    const key = [line.on, line.amountHal, line.variableSymbol, line.reference].join('|')
    told.set(key, [...(told.get(key) ?? []), line])
  }
  found.transfers += account.lines.length
  for (const [key, lines] of told) {
    const line = ours.get(key)
    const entries = line?.entries ?? 0
    const sumHal = lines.reduce((total, one) => total + one.amountHal, 0)
    if (entries > lines.length)
      found.duplicates.push(`${account.number} ${key}: imported ${entries} times of ${lines.length}`)
    else if (entries < lines.length)
      found.orphans.push(`${account.number} ${key}: imported ${entries} times of ${lines.length}`)
    else if (line?.booked_hal !== sumHal)
      found.differences.push(`${account.number} ${key}: booked ${line?.booked_hal}`)
    ours.delete(key)
  }
  for (const key of ours.keys()) found.orphans.push(`${account.number} ${key}: the bank does not know it`)
}

/** One mail for one event that has an address; what reached the mailbox twice carries the same number. */
async function compareMails(world: World, found: Comparison): Promise<void> {
  const rows = await world.owner<
    { id: string; mails: number; is_asked: boolean; message_id: string | null }[]
  >`
    select t.id, o.receipt_email is not null as is_asked, count(m.id)::int as mails, min(m.message_id) as message_id
      from payment_attempt t join payment_order o on o.id = t.order_id
      left join outgoing_mail m on m.event_key = 'payment-received:' || t.id and m.sent_at is not null
     where t.state = 'paid' group by t.id, o.receipt_email`
  const answer = await fetch(`${world.mailUrl}/messages`)
  const arrived = new Set(
    ((await answer.json()) as { messageId: string }[]).map(({ messageId }) => messageId),
  )
  for (const row of rows) {
    found.mails += row.mails
    if (row.mails > 1) found.duplicates.push(`payment ${row.id}: ${row.mails} mails`)
    if (row.is_asked && row.mails === 0) found.orphans.push(`payment ${row.id}: no mail`)
    if (row.message_id && !arrived.has(row.message_id))
      found.orphans.push(`payment ${row.id}: its mail never arrived`)
  }
}
