import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeJob, type Officer } from '#lib/actor/actor'
import { readClaims } from '#lib/assessment/claims.queries'
import { coverArrears } from '#lib/assessment/credit/cover-arrears.commands'
import { isOverdue } from '#lib/assessment/rules'
import { updateOverdueLegalStates } from '#lib/assessment/update-legal-states.commands'
import { setClock } from '#lib/core/clock'
import { addDays, pragueDate } from '#lib/core/dates'
import { refreshPayment } from '#lib/payment/refresh.commands'
import { decideReceivable } from '#lib/recovery/receivable/decide.commands'
import { agreeToWriteOff, proposeWriteOff } from '#lib/recovery/receivable/write-off.commands'
import { approveRefund } from '#lib/refund/decide.commands'
import { proposeRefund } from '#lib/refund/propose.commands'
import { sendRefund } from '#lib/refund/send.commands'
import { fetchSettlements } from '#lib/settlement/fetch.commands'
import { newAssessment, newPayer } from '#tests/db/facts'
import { differences, importAndMatch, newCityAccount } from '#tests/db/statements'
import {
  attemptRow,
  begin,
  creditOn,
  crownsOn,
  newCitizen,
  type PaymentWorld,
  paymentWorld,
} from '#tests/fixtures/payments'
import { newOfficer, overpaid } from '#tests/fixtures/refunds'
import { reportChargeback, reportChargebackWon } from './chargeback/report.commands.ts'
import { closeDifference } from './differences/close.commands.ts'
import { openDifferences } from './differences/open.queries.ts'
import { followSettlements } from './follow.commands.ts'
import { importSettlementFile, importTransfers } from './import.commands.ts'
import { readLabels } from './labels.queries.ts'
import { cashStep } from './labels.rules.ts'

const job = makeJob('fetch-settlements')
const gatewayAccount = '281481882/0300'
const today = pragueDate(new Date())
let world: PaymentWorld
let accountant: Officer
let account: string
beforeAll(async () => {
  world = await paymentWorld()
  accountant = await newOfficer(world.db, ['payments.read', 'settlements.decide'])
  account = await newCityAccount(world.db)
  await world.db.owner`insert into city_setting (key, value, valid_from) values
    ('bankRules', ${world.db.owner.json([{ kind: 'gateway_payout', gateway: 'comgate', counterAccount: gatewayAccount }])},
     '2020-01-01')`
})
afterEach(async () => {
  setClock(null)
  expect(await differences()).toEqual([])
})
afterAll(() => world.close())

/** Somebody's claim of so many crowns, paid by card. */
async function paid(crowns: number, how: 'pay' | 'pay-by-bank' = 'pay', dueOn = '2099-05-31') {
  const { payerId } = await newPayer(world.db)
  const { assessmentId, accountId } = await newAssessment(world.db, crowns, { payerId, dueOn })
  const citizen = await newCitizen(world.db, payerId)
  const { attemptId } = await begin(citizen, [assessmentId], crowns)
  const { gateway_payment_id: transId } = await attemptRow(world.db, attemptId)
  await world.decide(transId, how)
  await refreshPayment(job, attemptId)
  return { payerId, assessmentId, accountId, attemptId, transId }
}

const sandbox = async <T>(method: string, path: string, body?: object): Promise<T> => {
  const init = body ? { method, body: JSON.stringify(body) } : { method }
  return (await fetch(`${world.url}/sandbox/${path}`, init)).json() as Promise<T>
}
const payOut = async (on = today) =>
  (await sandbox<{ transferId: string }>('POST', 'pay-out', { on })).transferId

const basic = `Basic ${Buffer.from('123456:tajne/heslo+obchodu 7f3a').toString('base64')}`
async function csvOf(transferId: string): Promise<Buffer> {
  const address = `${world.url}/v2.0/csvSingleTransfer/transferId/${transferId}.json?test=true`
  const reply = await fetch(address, { headers: { authorization: basic } })
  return Buffer.from(((await reply.json()) as { csv: string }).csv, 'base64')
}

/** Crowns on the accounts of the gateway. */
async function atGateway(kind: 'gateway_clearing' | 'gateway_fees' | 'receivables') {
  const [row] = await world.db.owner<{ crowns: number }[]>`
    select coalesce(sum(l.amount_hal) / 100.0, 0)::float as crowns
      from journal_line l join account a on a.id = l.account_id where a.kind = ${kind}`
  return row?.crowns ?? 0
}
const stepOf = async (attemptId: string) => {
  const labels = await readLabels(accountant, attemptId)
  return labels && cashStep(labels)
}
const kinds = async () => (await openDifferences(accountant))?.map(({ kind, mark }) => [kind, mark])
let balance = 0
let statements = 1000
/** A statement of today with this payout; each follows the one before. */
async function atBank(crowns: number, vs: string, more: object = {}) {
  const opening = balance
  balance += crowns
  const movement = { crowns, on: today, vs, from: gatewayAccount, ref: randomUUID(), ...more }
  await importAndMatch({
    account,
    from: today,
    to: today,
    number: String(++statements),
    opening,
    movements: [movement],
  })
}

test('paid, reported by the gateway, cashed at the bank; the fee once, the file and the call the same', async () => {
  const one = await paid(900)
  expect(await stepOf(one.attemptId)).toBe('recorded')
  expect(await atGateway('gateway_clearing')).toBe(900)
  const transferId = await payOut()
  await fetchSettlements(job)
  expect(await stepOf(one.attemptId)).toBe('reported')
  expect(await readLabels(accountant, one.attemptId)).toMatchObject({ amountAgrees: true, feeHal: 900n })
  expect([await atGateway('gateway_clearing'), await atGateway('gateway_fees')]).toEqual([891, 9])

  const file = { fileName: 'prevod.csv', bytes: await csvOf(transferId) }
  expect(await importSettlementFile(job, 'comgate', file)).toEqual({
    ok: true,
    value: { transfers: 1, newTransfers: 0, newRows: 0, warnings: [] },
  })
  await Promise.all([
    fetchSettlements(job),
    fetchSettlements(job),
    importSettlementFile(job, 'comgate', file),
  ])
  expect(await atGateway('gateway_fees')).toBe(9)

  await atBank(891, transferId)
  await Promise.all([followSettlements(job), followSettlements(job)])
  expect(await stepOf(one.attemptId)).toBe('cashed')
  expect(await atGateway('gateway_clearing')).toBe(0)
  expect(await openDifferences(accountant)).toEqual([])
})

describe('legal days', () => {
  test('a card payment gets the day of the order that the settlement tells', async () => {
    const one = await paid(900, 'pay', '2020-05-31')
    await world.db
      .owner`update payment_attempt set paid_on = ${addDays(today, -3)} where id = ${one.attemptId}`
    await payOut()
    await fetchSettlements(job)
    expect((await attemptRow(world.db, one.attemptId)).paid_on).toBe(today)
    const [entry] = await world.db
      .owner`select c.effective_on::text, c.day_is_provisional from journal_entry c
      where c.source_reference = ${`payment_attempt:${one.attemptId}`} and c.kind = 'day_correction'`
    expect(entry).toEqual({ effective_on: today, day_is_provisional: false })
    expect((await crownsOn(world.db, one.assessmentId)).paid).toBe(900)
  })

  test('a bank button counts on the day the city was credited, and only then the claim is settled', async () => {
    const one = await paid(500, 'pay-by-bank', addDays(today, 20))
    expect((await crownsOn(world.db, one.assessmentId)).legalState).toBe('expected')
    const transferId = await payOut()
    await fetchSettlements(job)
    const [sent] = await world.db.owner<{ crowns: number }[]>`select amount_hal / 100.0::float as crowns
      from settlement_transfer where variable_symbol = ${transferId}`
    await atBank(Number(sent?.crowns), transferId)
    await followSettlements(job)
    expect((await attemptRow(world.db, one.attemptId)).paid_on).toBe(today)
    expect(await crownsOn(world.db, one.assessmentId)).toEqual({ paid: 500, legalState: 'settled_on_time' })
  })
})

test('a refund nobody knew the outcome of is confirmed by the settlement, once', async () => {
  const twice = await overpaid(world, 900)
  const clerk = await newOfficer(world.db)
  const proposed = await proposeRefund(clerk, {
    accountId: twice.accountId,
    ground: 'credit',
    entitled: { payerId: twice.payerId },
    amountHal: 90_000n,
    seenCreditHal: 90_000n,
    to: { attemptId: twice.attemptId },
  })
  if (!proposed?.ok) throw new Error('refused')
  const { refundId } = proposed.value
  await approveRefund(await newOfficer(world.db), { refundId, seenAmountHal: 90_000n })
  await world.behaveAll({ refundFails: 'timeout-after-storing' })
  expect(await sendRefund(job, refundId)).toBe('unknown')
  await world.beGood()
  await payOut()
  await Promise.all(Array.from({ length: 3 }, () => fetchSettlements(job)))
  const [row] = await world.db.owner`select state from refund where id = ${refundId}`
  expect(row?.state).toBe('done')
  expect(await kinds()).toEqual([])
})

describe('chargebacks', () => {
  test('the settlement tells one: the debt is open again, nobody is late; and back when it is won', async () => {
    const one = await paid(900, 'pay', addDays(today, 5))
    expect(await crownsOn(world.db, one.assessmentId)).toEqual({ paid: 900, legalState: 'settled_on_time' })
    await sandbox('POST', `payments/${one.transId}/charge-back`)
    await payOut()
    await Promise.all(Array.from({ length: 3 }, () => fetchSettlements(job)))
    expect(await crownsOn(world.db, one.assessmentId)).toEqual({ paid: 0, legalState: 'settled_on_time' })

    setClock(() => new Date(Date.now() + 30 * 86_400_000))
    await world.db.owner`update fee_kind set payments_known_until = ${addDays(today, 30)}`
    await updateOverdueLegalStates(makeJob('update-legal-states'))
    expect((await crownsOn(world.db, one.assessmentId)).legalState).toBe('settled_on_time')
    const [claim] = await readClaims(await newCitizen(world.db, one.payerId))
    expect(claim?.isChargedBack).toBe(true)
    expect(claim && isOverdue(claim, addDays(today, 30))).toBe(false)
    setClock(null)
    await world.db.owner`update fee_kind set payments_known_until = null`

    await sandbox('POST', `payments/${one.transId}/chargeback-won`)
    await payOut()
    await Promise.all(Array.from({ length: 3 }, () => fetchSettlements(job)))
    expect(await crownsOn(world.db, one.assessmentId)).toEqual({ paid: 900, legalState: 'settled_on_time' })
    expect(await readLabels(accountant, one.attemptId)).toMatchObject({
      chargebacks: [{ amountHal: 90_000n, won: { on: today } }],
    })
    expect(await kinds()).toEqual([])
  })

  const wish = (attemptId: string, crowns: number, seen: number) => ({
    attemptId,
    amountHal: BigInt(crowns * 100),
    seenAmountHal: BigInt(seen * 100),
    reason: 'banka poslala reklamaci',
  })

  test('an officer reports a part, once of five at the same time; a stranger reports nothing', async () => {
    const one = await paid(900)
    const stranger = await newOfficer(world.db, ['payments.read'])
    expect(await reportChargeback(stranger, wish(one.attemptId, 900, 900))).toBeNull()
    expect(await reportChargeback(accountant, wish(randomUUID(), 900, 900))).toBeNull()
    expect(await reportChargeback(accountant, { ...wish(one.attemptId, 900, 900), reason: ' ' })).toEqual({
      ok: false,
      error: 'no_reason',
    })
    const reports = Array.from({ length: 5 }, () =>
      reportChargeback(accountant, wish(one.attemptId, 300, 900)),
    )
    expect((await Promise.all(reports)).filter((report) => report?.ok)).toHaveLength(1)
    expect((await crownsOn(world.db, one.assessmentId)).paid).toBe(600)
    expect(await reportChargeback(accountant, wish(one.attemptId, 601, 600))).toEqual({
      ok: false,
      error: 'too_much',
    })

    const back = { attemptId: one.attemptId, seenAmountHal: 30_000n, reason: 'rozhodnuto pro město' }
    expect(await reportChargebackWon(stranger, back)).toBeNull()
    const wins = await Promise.all(Array.from({ length: 5 }, () => reportChargebackWon(accountant, back)))
    expect(wins.filter((win) => win?.ok)).toHaveLength(1)
    expect((await crownsOn(world.db, one.assessmentId)).paid).toBe(900)
  })

  test('credit of another payment covers the claim that opened; what was given back is a receivable', async () => {
    const twice = await overpaid(world, 900)
    expect(await creditOn(world.db, twice.accountId)).toBe(900)
    await reportChargeback(accountant, wish(twice.relativesAttemptId, 900, 900))
    expect(await creditOn(world.db, twice.accountId)).toBe(0)
    expect((await crownsOn(world.db, twice.assessmentId)).paid).toBe(900)

    const before = await atGateway('receivables')
    const other = await overpaid(world, 700)
    await world.db.owner.begin(async (sql) => {
      const [payable] = await sql`insert into account (kind) values ('cash_desk') returning id`
      const [entry] =
        await sql`insert into journal_entry (kind, effective_on, booked_on, actor_kind, actor_id, source_reference)
        values ('reversal', ${today}, ${today}, 'job', 'test', 'test') returning id`
      await sql`insert into journal_line values (${entry?.id}, 1, ${other.accountId}, null, 'credit', 70000),
        (${entry?.id}, 2, ${payable?.id}, null, null, -70000)`
    })
    await reportChargeback(accountant, wish(other.attemptId, 700, 700))
    expect((await crownsOn(world.db, other.assessmentId)).paid).toBe(0)
    await reportChargeback(accountant, wish(other.relativesAttemptId, 700, 700))
    expect((await atGateway('receivables')) - before).toBe(700)
    await reportChargebackWon(accountant, {
      attemptId: other.relativesAttemptId,
      seenAmountHal: 70_000n,
      reason: 'rozhodnuto pro město',
    })
    expect(await atGateway('receivables')).toBe(before)
  })

  test('credit that covered arrears comes back; what left by a refund is a receivable, which ends when it is won', async () => {
    const twice = await overpaid(world, 900)
    const arrears = await newAssessment(world.db, 300, {
      ...{ payerId: twice.payerId, feeKindCode: 'pes', dueOn: '2024-03-31', period: '2024' },
    })
    const known = (day: string | null) =>
      world.db.owner`update fee_kind set payments_known_until = ${day} where code = 'pes'`
    await known('2024-12-31')
    await coverArrears(makeJob('cover-arrears'))
    await known(null)
    const clerk = await newOfficer(world.db)
    const to = { attemptId: twice.attemptId }
    const proposed = await proposeRefund(clerk, {
      ...{ accountId: twice.accountId, ground: 'credit', entitled: { payerId: twice.payerId }, to },
      ...{ amountHal: 40_000n, seenCreditHal: 60_000n, exceptionalReason: 'zkouška' },
    })
    const refundId = proposed?.ok ? proposed.value.refundId : ''
    await approveRefund(await newOfficer(world.db), { refundId, seenAmountHal: 40_000n })
    expect(await sendRefund(job, refundId)).toBe('done')
    expect(await creditOn(world.db, twice.accountId)).toBe(200)

    const before = await atGateway('receivables')
    await reportChargeback(accountant, wish(twice.relativesAttemptId, 900, 900))
    await reportChargeback(accountant, wish(twice.attemptId, 900, 900))
    expect((await crownsOn(world.db, arrears.assessmentId)).paid).toBe(0)
    expect((await crownsOn(world.db, twice.assessmentId)).paid).toBe(0)
    const rows = await world.db.owner<{ id: string; crowns: number; refund_id: string }[]>`
      select r.id, (r.amount_hal / 100)::int as crowns, r.refund_id from receivable r join chargeback c on c.id = r.chargeback_id
       where c.attempt_id in (${twice.attemptId}, ${twice.relativesAttemptId})`
    expect(rows).toMatchObject([{ crowns: 400, refund_id: refundId }])
    expect((await atGateway('receivables')) - before).toBe(400)

    const [row] = rows
    const receivableId = Number(row?.id)
    const second = await newOfficer(world.db, ['settlements.decide'])
    await decideReceivable(accountant, {
      ...{
        receivableId,
        seenRemainsHal: 40_000n,
        debtor: { name: 'Jan Příjemce' },
        ground: 'unjust_enrichment',
      },
      reason: 'vratku dostal neprávem',
    })
    await proposeWriteOff(accountant, { receivableId, seenRemainsHal: 40_000n, reason: 'nedobytné' })
    expect(await agreeToWriteOff(second, { receivableId, seenRemainsHal: 40_000n })).toMatchObject({
      ok: true,
    })
    expect(await atGateway('receivables')).toBe(before)
    for (const [attemptId, seenAmountHal] of [
      [twice.attemptId, 90_000n],
      [twice.relativesAttemptId, 90_000n],
    ] as const) {
      const won = await reportChargebackWon(accountant, { attemptId, seenAmountHal, reason: 'pro město' })
      expect(won).toEqual({ ok: true, value: null })
    }
    expect((await crownsOn(world.db, twice.assessmentId)).paid).toBe(900)
    expect(await creditOn(world.db, twice.accountId)).toBe(500)
    expect(await atGateway('receivables')).toBe(before)
  })

  test('the database refuses more than was paid, a refund of what is gone, and any change', async () => {
    const one = await paid(900)
    await reportChargeback(accountant, wish(one.attemptId, 900, 900))
    const [row] = await world.db
      .owner`select id, entry_id from chargeback where attempt_id = ${one.attemptId}`
    const again = world.db
      .owner`insert into chargeback (id, attempt_id, amount_hal, reason, entry_id, actor_kind, actor_id)
      values (gen_random_uuid(), ${one.attemptId}, 1, 'x', ${row?.entry_id}, 'job', 'test')`
    await expect(again).rejects.toThrow(/more than what was paid/)
    await expect(world.db.owner`update chargeback set amount_hal = 1`).rejects.toThrow(/append-only/)
    await expect(world.db.owner`update settlement_row set gross_hal = 1`).rejects.toThrow(/append-only/)
  })
})

describe('differences', () => {
  const later = (days: number) => setClock(() => new Date(Date.now() + days * 86_400_000))
  const ofMark = async (mark: string) =>
    (await openDifferences(accountant))?.filter((one) => one.mark === mark).map(({ kind }) => kind)

  test('a payment no settlement tells is missing after three working days; a transfer not at the bank too', async () => {
    const one = await paid(900)
    const { reference } = await attemptRow(world.db, one.attemptId)
    expect(await ofMark(reference)).toEqual([])
    later(9)
    expect(await ofMark(reference)).toEqual(['missing'])
    setClock(null)
    const transferId = await payOut()
    await fetchSettlements(job)
    later(9)
    expect(await ofMark(reference)).toEqual([])
    expect(await ofMark(transferId)).toEqual(['not_at_bank'])
  })

  test('another amount, twice, and what is nobody’s; each closed by an officer who saw its amount', async () => {
    const one = await paid(900)
    const { reference, gateway_payment_id } = await attemptRow(world.db, one.attemptId)
    const row = (gross: string, fee: string, symbol: string, id = gateway_payment_id, ours = reference) =>
      `"123456";"";"${today} 10:00:00";"${today}";"";"${id}";"";"";"";"";"";"${symbol}";"${ours}";"CZK";"${gross}";"${(Number(gross.replace(',', '.')) - Number(fee.replace(',', '.'))).toFixed(2).replace('.', ',')}";"${fee}";"";"";"";""`
    const rows = [
      row('800,00', '8,00', '77001'),
      row('900,00', '9,00', '77002'),
      row('5,00', '0,00', '77003', 'ZZZZ-ZZZZ-ZZZZ', ''),
    ]
    const head =
      'Merchant;Datum založení;Datum zaplacení;Datum převodu;Měsíc fakturace;ID ComGate;Metoda;Produkt;Popis;E-mail plátce;Variabilní symbol platby;Variabilní symbol převodu;ID od klienta;Měna;Potvrzená částka;Převedená částka;Poplatek celkem;Poplatek mezibankovní;Poplatek asociace;Poplatek zpracovatel;Typ karty'
    const total = '"-";"";"";"";"";"";"";"";"suma";"";"";"";"";"";"1705,00";"1688,00";"17,00";"";"";"";""'
    const bytes = Buffer.from([head, ...rows, total].join('\n'))
    expect(await importSettlementFile(job, 'comgate', { fileName: 'x.csv', bytes })).toMatchObject({
      ok: true,
    })
    expect(await ofMark(reference)).toEqual(['amount_differs', 'reported_twice'])
    const found = (await openDifferences(accountant))?.find(({ mark }) => mark === 'ZZZZ-ZZZZ-ZZZZ')
    expect(found).toMatchObject({ kind: 'unknown_row', amountHal: 500n, companyName: 'Comgate' })
    const wish = { key: found?.key ?? '', seenAmountHal: 500n, reason: 'platba jiného úřadu' }
    const stranger = await newOfficer(world.db, ['payments.read'])
    expect(await closeDifference(stranger, wish)).toBeNull()
    expect(await closeDifference(accountant, { ...wish, seenAmountHal: 501n })).toEqual({
      ok: false,
      error: 'amount_changed',
    })
    const closings = await Promise.all(Array.from({ length: 5 }, () => closeDifference(accountant, wish)))
    expect(closings.filter((closing) => closing?.ok)).toHaveLength(1)
    expect(await ofMark('ZZZZ-ZZZZ-ZZZZ')).toEqual([])
    expect(await openDifferences(await newOfficer(world.db, []))).toBeNull()

    const other = Buffer.from(
      bytes.toString().replace('"5,00";"5,00"', '"6,00";"6,00"').replace('1705,00";"1688', '1706,00";"1689'),
    )
    expect(await importSettlementFile(job, 'comgate', { fileName: 'x.csv', bytes: other })).toEqual({
      ok: false,
      error: { kind: 'contradicts', transferKey: `${today}:77003` },
    })
  })

  test('money at the bank that no transfer explains, twice, or in another amount', async () => {
    await paid(300)
    const transferId = await payOut()
    await fetchSettlements(job)
    await atBank(290, transferId)
    await followSettlements(job)
    expect(await ofMark(transferId)).toEqual(['bank_differs'])
    await atBank(1, '99999')
    await atBank(290, transferId)
    await followSettlements(job)
    expect(await ofMark(transferId)).toEqual(['bank_differs', 'bank_twice'])
    expect(await ofMark('99999')).toEqual([])
    later(9)
    expect(await ofMark('99999')).toEqual(['bank_unknown'])
  })
})

test('the check names what a gateway owes otherwise than the journal says', async () => {
  const one = await paid(900)
  const [ids] = await world.db.owner`select
    (select id from account where kind = 'gateway_clearing' and gateway = 'comgate') as clearing,
    (select id from account where kind = 'gateway_fees' and gateway = 'comgate') as fees`
  const move = (hal: number) =>
    world.db.owner.begin(async (sql) => {
      const [entry] =
        await sql`insert into journal_entry (kind, effective_on, booked_on, actor_kind, actor_id, source_reference)
        values ('gateway_fee', ${today}, ${today}, 'job', 'test', 'test') returning id`
      await sql`insert into journal_line values (${entry?.id}, 1, ${ids?.fees}, null, null, ${hal}),
        (${entry?.id}, 2, ${ids?.clearing}, null, null, ${-hal})`
    })
  await move(500)
  expect((await differences()).map(({ what, id }) => [what, id]).toSorted()).toEqual([
    ['gateway clearing: what it owes', 'comgate'],
    ['gateway fees: told by settlements', 'comgate'],
  ])
  await move(-500)
  expect(await stepOf(one.attemptId)).toBe('recorded')
})

// Last, for the gateway played here tells of the same payments once more by its own transfers.
test('days of which only the payments are told, sent at once less a fee, are one line of the bank', async () => {
  const before = await atGateway('gateway_fees')
  const told = []
  for (const [index, crowns] of [900, 540, 660].entries()) {
    const one = await paid(crowns)
    const { reference } = await attemptRow(world.db, one.attemptId)
    const grossHal = BigInt(crowns * 100)
    const row = {
      ...{ kind: 'payment' as const, gatewayPaymentId: one.transId, reference, grossHal },
      ...{ feeHal: null, netHal: grossHal, feeAgrees: true, orderedOn: today },
    }
    const transferredOn = addDays(today, index - 2)
    told.push({
      key: `den:${one.transId}`,
      transferredOn,
      variableSymbol: null,
      amountHal: null,
      rows: [row],
    })
  }
  for (const transfer of told)
    expect(await importTransfers(job, 'comgate', [transfer], null)).toMatchObject({ ok: true })
  await atBank(2085, '')
  expect(await followSettlements(job)).toMatchObject({ payouts: 1 })
  expect(await followSettlements(job)).toMatchObject({ payouts: 0 })
  expect((await atGateway('gateway_fees')) - before).toBe(15)
  for (const { rows } of told) {
    const [row] = await world.db
      .owner`select id from payment_attempt where gateway_payment_id = ${rows[0]?.gatewayPaymentId ?? ''}`
    expect(await readLabels(accountant, row?.id)).toMatchObject({ isCashed: true, creditedOn: today })
  }
})
