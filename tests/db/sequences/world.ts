import { makeJob } from '#lib/actor/actor'
import { coverArrears } from '#lib/assessment/credit/cover-arrears.commands'
import { updateOverdueLegalStates } from '#lib/assessment/update-legal-states.commands'
import { now, setClock } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { addWorkingDays } from '#lib/core/working-days'
import { assignReceipt } from '#lib/matching/assign.commands'
import { refreshPayment } from '#lib/payment/refresh.commands'
import { undoMatch } from '#lib/recovery/undo-match.commands'
import { approveRefund, resolveRefund } from '#lib/refund/decide.commands'
import { followBankRefunds } from '#lib/refund/follow.commands'
import { cancelRefundOrder } from '#lib/refund/order/cancel.commands'
import { createRefundOrder } from '#lib/refund/order/create.commands'
import { waitingForOrder } from '#lib/refund/order/orders.queries'
import { proposeRefund } from '#lib/refund/propose.commands'
import { sendRefund } from '#lib/refund/send.commands'
import { reportChargeback, reportChargebackWon } from '#lib/settlement/chargeback/report.commands'
import { fetchSettlements } from '#lib/settlement/fetch.commands'
import { followSettlements } from '#lib/settlement/follow.commands'
import { attemptRow, click, newCitizen, type PaymentWorld } from '#tests/fixtures/payments'
import { newOfficer } from '#tests/fixtures/refunds'
import { newAssessment, newPayer } from '../facts.ts'
import { receive, type StatementFacts } from '../statements.ts'
import type { Step } from './steps.ts'
import { newTimeline } from './timeline.ts'

const account = '19-2000145399/0800'
const gatewayAccount = '281481882/0300'
const theirs = '1265098001/5500'
const daysLong = 4
const openingCrowns = 1000
const job = makeJob('test-sequences')

export type SequenceWorld = Awaited<ReturnType<typeof sequenceWorld>>

/** Two payers, a city with one account and one gateway, and officers, in a database of their own. */
export async function sequenceWorld(world: PaymentWorld) {
  const { db } = world
  const { owner } = db
  const rules = [{ kind: 'gateway_payout', gateway: 'comgate', counterAccount: gatewayAccount }]
  await owner`insert into city_setting (key, value, valid_from) values ('bankRules', ${owner.json(rules)}, '2020-01-01')`
  await owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
    select code, ${account}, 'CZ6508000000192000145399', '2020-01-01' from fee_kind`
  const permissions = [
    ...(['refunds.propose', 'refunds.approve', 'matching.write'] as const),
    ...(['payments.read', 'settlements.decide'] as const),
  ]
  const clerk = await newOfficer(db, permissions)
  const accountant = await newOfficer(db, permissions)
  const another = await newOfficer(db, permissions)
  const timeline = newTimeline(account, pragueDate(now()), daysLong, openingCrowns)
  let numbers = 3_100_000
  const newNumber = () => String(++numbers)
  const people = await Promise.all(
    [0, 1].map(async () => {
      const { payerId } = await newPayer(db)
      const symbols = { waste: newNumber(), dog: newNumber(), nobody: newNumber() }
      const { accountId } = await newAssessment(db, 300, {
        ...{ payerId, variableSymbol: symbols.waste, dueOn: '2099-05-31' },
      })
      const citizen = await newCitizen(db, payerId)
      await owner`insert into identity_payer (identity_id, payer_id, paired_by)
        values (${citizen.identityId}, ${payerId}, 'claim')`
      return { payerId, symbols, accountId, citizen }
    }),
  )
  const person = (who: number) => {
    const found = people[who % people.length]
    if (!found) throw new Error('no such person')
    return found
  }
  return { world, db, owner, clerk, accountant, another, timeline, newNumber, people, person }
}

async function control<T>(at: SequenceWorld, path: string, body: object = {}): Promise<T> {
  const reply = await fetch(`${at.world.url}/sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) })
  return (await reply.json()) as T
}

const choose = <T>(some: readonly T[], nth: number): T | undefined => some[nth % Math.max(some.length, 1)]

/** Brings a statement; one that does not continue its account may be held, and comes whole in the end. */
export async function tell(statement: StatementFacts | null): Promise<void> {
  if (!statement) return
  const { file } = await receive(statement)
  if (file.refusal !== null) throw new Error(file.refusal)
}

/** What jobs do by themselves with what is known by now. */
export async function follow(at: SequenceWorld): Promise<void> {
  const attempts = await at.owner<
    { id: string }[]
  >`select id from payment_attempt where state <> 'paid' order by id`
  for (const { id } of attempts) await refreshPayment(job, id)
  await fetchSettlements(job)
  await followBankRefunds(job)
  await followSettlements(job)
}

const refundsIn = (at: SequenceWorld, states: readonly string[]) =>
  at.owner<{ id: string; reference: string; crowns: number; way: string }[]>`
    select id, reference, (amount_hal / 100)::int as crowns, way from refund where state = any(${[...states]})
     order by reference`

const paidAttempts = (at: SequenceWorld) =>
  at.owner<{ id: string; gateway_payment_id: string; amount_hal: string }[]>`
    select id, gateway_payment_id, amount_hal from payment_attempt where state = 'paid' order by created_at, id`

/** Receipts that lie on somebody (1) or wait (0). */
const receipts = (at: SequenceWorld, state: 0 | 1) =>
  at.owner<{ id: string; amount_hal: string }[]>`
    select id, amount_hal from bank_entry b where kind = 'receipt'
       and (select count(*) % 2 from bank_match m where m.bank_entry_id = b.id) = ${state} order by id`

type Doing = {
  [K in Step['kind']]: (at: SequenceWorld, step: Extract<Step, { kind: K }>) => Promise<unknown>
}

const reason = 'zkouška'

const doing: Doing = {
  async assess(at, { who, crowns, isDog, isLate }) {
    const { payerId, symbols } = at.person(who)
    await newAssessment(at.db, crowns, {
      ...{ payerId, period: at.newNumber(), dueOn: isLate ? '2024-03-31' : '2099-03-31' },
      ...(isDog ? { feeKindCode: 'pes', variableSymbol: symbols.dog } : { variableSymbol: symbols.waste }),
    })
  },
  async 'pay by card'(at, { who, nth, isUnheard }) {
    const { citizen, payerId } = at.person(who)
    const open = await at.owner<{ id: string; crowns: number }[]>`
      select a.id, ((b.assessed_hal - b.paid_hal) / 100)::int as crowns from assessment a
        join assessment_balance b on b.assessment_id = a.id
       where a.payer_id = ${payerId} and b.assessed_hal > b.paid_hal order by a.external_id`
    const claim = choose(open, nth)
    if (!claim) return
    // A relative pays the same at the same time now and then.
    const payer = nth % 3 === 0 ? await newCitizen(at.db, payerId) : citizen
    const started = await click(payer, [claim.id], claim.crowns)
    if (!started.ok) return
    const { attemptId } = started.value
    await at.world.pay(await attemptRow(at.db, attemptId))
    if (!isUnheard) await refreshPayment(job, attemptId)
  },
  async transfer({ timeline, person, newNumber }, { who, crowns, symbol, hasReference }) {
    const vs = person(who).symbols[symbol]
    timeline.add({ crowns, vs, from: theirs, ...(hasReference ? { ref: newNumber() } : {}) })
  },
  async 'bank takes back'({ timeline }, { nth }) {
    const taken = timeline.movements.filter((one) => one.reversal && one.crowns < 0)
    const came = timeline.movements.filter((one) => one.crowns > 0 && one.from === theirs && !one.reversal)
    const left = came.filter(
      (one, index) =>
        came.slice(0, index + 1).filter((other) => isEqual(other, one)).length >
        taken.filter((other) => isEqual({ ...other, crowns: -other.crowns }, one)).length,
    )
    const one = choose(left, nth)
    if (one) timeline.add({ crowns: -one.crowns, vs: one.vs ?? '', from: theirs, reversal: true })
  },
  /** The clock goes on with the bank's days; the stand-in of the gateway stays in the first one. */
  async 'next day'({ timeline }) {
    const days = timeline.nextDay()
    setClock(() => new Date(Date.now() + days * 86_400_000))
  },
  'statement of days': ({ timeline }, { first, days }) => tell(timeline.ofDays(first, first + days)),
  'statement of a piece': ({ timeline }, { nth, length }) => tell(timeline.piece(nth, nth + length)),
  async assign(at, { nth, share }) {
    const one = choose(await receipts(at, 0), nth)
    if (!one) return
    const seenAmountHal = BigInt(one.amount_hal)
    const firstHal = (((seenAmountHal / 100n) * BigInt(share)) / 100n) * 100n
    const parts = [firstHal, seenAmountHal - firstHal].map((amountHal, index) => ({
      ...{ payerId: at.person(index).payerId, feeKindCode: 'odpad', amountHal },
    }))
    await assignReceipt(at.clerk, { bankEntryId: Number(one.id), seenAmountHal, parts, reason })
  },
  async undo(at, { nth }) {
    const one = choose(await receipts(at, 1), nth)
    if (!one) return
    await undoMatch(at.clerk, { bankEntryId: Number(one.id), seenAmountHal: BigInt(one.amount_hal), reason })
  },
  async 'cover arrears'({ owner }) {
    await owner`update fee_kind set payments_known_until = coalesce(payments_known_until, '2026-01-01')`
    await coverArrears(makeJob('cover-arrears'))
  },
  night: () => updateOverdueLegalStates(makeJob('update-legal-states')),
  async 'ask a refund'(at, { who, share, isByCard }) {
    const { payerId, accountId } = at.person(who)
    const [row] = await at.owner<{ hal: string }[]>`
      select credit_hal as hal from account_balance where account_id = ${accountId}`
    const seenCreditHal = BigInt(row?.hal ?? 0)
    // Whole crowns, as statements of these tests tell them.
    let amountHal = ((seenCreditHal * BigInt(share)) / 10_000n) * 100n
    const attempt = isByCard ? (await paidAttempts(at)).at(-1) : undefined
    if (attempt && BigInt(attempt.amount_hal) < amountHal) amountHal = BigInt(attempt.amount_hal)
    const proposed = await proposeRefund(at.clerk, {
      ...{ accountId, ground: 'posted_twice', entitled: { payerId }, amountHal, seenCreditHal },
      to: attempt ? { attemptId: attempt.id } : { bankAccount: theirs },
    })
    if (proposed?.ok) {
      await approveRefund(at.accountant, { refundId: proposed.value.refundId, seenAmountHal: amountHal })
    }
  },
  async send(at, { isUnanswered }) {
    if (isUnanswered) await at.world.behaveAll({ refundFails: 'timeout-after-storing' })
    for (const { id, way } of await refundsIn(at, ['approved']))
      if (way === 'gateway') await sendRefund(job, id)
    await at.world.beGood()
    const waiting = await waitingForOrder(at.db.database)
    await createRefundOrder(at.accountant, {
      ...{ bankAccount: account, format: 'abo', dueOn: addWorkingDays(pragueDate(now()), 1) },
      seenTotalHal: waiting.reduce((sum, one) => sum + one.amountHal, 0n),
    })
  },
  async 'cancel order'(at) {
    const [last] = await at.owner<{ id: number }[]>`select id from refund_order order by id desc limit 1`
    if (last) await cancelRefundOrder(at.another, { number: last.id, reason })
  },
  async resolve(at, { nth, outcome }) {
    const one = choose(await refundsIn(at, ['sent', 'unknown']), nth)
    if (one) await resolveRefund(at.accountant, { refundId: one.id, outcome, reason })
  },
  /** By the bank, whatever the portal thinks of the refund: cancelled, said to have failed, or not ordered at all. */
  async 'refund leaves'(at, { nth, isWrong }) {
    const ordered = await at.owner<{ reference: string; crowns: number }[]>`
      select reference, (amount_hal / 100)::int as crowns from refund r where way = 'bank_account'
         and exists (select 1 from refund_order_item i where i.refund_id = r.id) order by reference`
    const one = choose(ordered, nth)
    if (one)
      at.timeline.add({
        crowns: -one.crowns - (isWrong ? 1 : 0),
        vs: one.reference,
        from: theirs,
        ref: at.newNumber(),
      })
  },
  async 'refund comes back'({ timeline, newNumber }, { nth, isReversal }) {
    const one = choose(
      timeline.movements.filter((movement) => movement.crowns < 0 && !movement.reversal),
      nth,
    )
    if (!one?.vs) return
    const back = { crowns: -one.crowns, vs: one.vs, from: theirs }
    timeline.add(isReversal ? { ...back, reversal: true } : { ...back, ref: newNumber() })
  },
  async chargeback(at, { nth, isTold }) {
    const one = choose(await paidAttempts(at), nth)
    if (!one) return
    if (isTold) await control(at, `payments/${one.gateway_payment_id}/charge-back`)
    else {
      const amountHal = BigInt(one.amount_hal)
      await reportChargeback(at.accountant, {
        attemptId: one.id,
        amountHal,
        seenAmountHal: amountHal,
        reason,
      })
    }
  },
  async 'chargeback won'(at, { nth }) {
    const one = choose(await paidAttempts(at), nth)
    if (!one) return
    await control(at, `payments/${one.gateway_payment_id}/chargeback-won`)
    await reportChargebackWon(at.accountant, {
      attemptId: one.id,
      seenAmountHal: BigInt(one.amount_hal),
      reason,
    })
  },
  async 'pay out'(at, { shortBy }) {
    const on = at.timeline.today()
    const { transferId } = await control<{ transferId: string | null }>(at, 'pay-out', { on })
    if (transferId === null) return
    await fetchSettlements(job)
    const [sent] = await at.owner<{ crowns: number }[]>`
      select (amount_hal / 100.0)::float as crowns from settlement_transfer where variable_symbol = ${transferId}`
    if (!sent || sent.crowns <= 0) return
    const crowns = sent.crowns - shortBy
    if (crowns > 0) at.timeline.add({ crowns, vs: transferId, from: gatewayAccount, ref: at.newNumber() })
  },
  follow,
}

interface Told {
  crowns: number
  vs?: string
}
const isEqual = (a: Told, b: Told) => a.crowns === b.crowns && a.vs === b.vs

/** Lets one step happen. */
export async function take(at: SequenceWorld, step: Step): Promise<void> {
  await (doing[step.kind] as (at: SequenceWorld, step: Step) => Promise<unknown>)(at, step)
}
