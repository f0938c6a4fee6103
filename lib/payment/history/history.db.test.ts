import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeOfficer } from '#lib/actor/actor'
import type { Permission } from '#lib/actor/permissions'
import { type Environment, setEnvironment } from '#lib/core/env'
import { listPayments } from '#lib/payment/history/list.queries'
import { readPaymentHistory } from '#lib/payment/history/payment.queries'
import { searchPayments } from '#lib/payment/history/search.queries'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment, newPayer } from '#tests/db/facts'

let db: TestDatabase
let known: Awaited<ReturnType<typeof newPayment>>
beforeAll(async () => {
  setEnvironment({
    gateways: {
      comgate: {
        url: 'http://127.0.0.1:9',
        merchant: '1',
        secret: 'x',
        isTest: true,
        api: '2.0',
        timeoutMs: 1000,
      },
    },
  } as Environment)
  db = await testDatabase()
  known = await newPayment({
    familyName: 'Dvořáková',
    remitter: 'Řehoř Šťastný',
    crowns: 1440,
    number: '730218',
  })
  await newPayment({ familyName: 'Jiná', remitter: 'Jana Jiná', crowns: 900, number: '556677' })
})
afterAll(async () => {
  setEnvironment(null)
  await db.close()
})
beforeEach(async () => {
  // The audit is append-only even for its owner; tests look from here on.
  const [last] = await db.owner<{ id: string }[]>`select coalesce(max(id), 0) as id from audit_entry`
  auditedBefore = Number(last?.id)
})

let auditedBefore = 0
const audited = () =>
  db.owner<
    { action: string; subject_id: string; payer_id: string | null; actor_id: string; details: object }[]
  >`select action, subject_id, payer_id, actor_id, details from audit_entry where id > ${auditedBefore} order by id`

const clerkPermissions: Permission[] = ['dashboard.read', 'payments.read', 'payers.read']
const officer = (permissions: Permission[]) =>
  makeOfficer({
    identityId: '00000000-0000-4000-8000-000000000001',
    sessionId: '00000000-0000-4000-8000-000000000002',
    name: 'Alena Říhová',
    roles: [],
    permissions: new Set(permissions),
  })
const clerk = officer(clerkPermissions)
const accountant = officer([...clerkPermissions, 'gateway_messages.read'])
const viewer = officer(['dashboard.read', 'payments.read'])

/** A paid attempt of one assessment, with its entry, event, message and mail. */
async function newPayment(facts: { familyName: string; remitter: string; crowns: number; number: string }) {
  const { payerId } = await newPayer(db, { familyName: facts.familyName })
  const variableSymbol = `19${facts.number}85`
  const claim = await newAssessment(db, facts.crowns, { payerId, variableSymbol })
  const [givenName, familyName] = facts.remitter.split(' ')
  const orderId = randomUUID()
  const gatewayPaymentId = `GW-X${facts.number}K`
  const amountHal = facts.crowns * 100
  return db.owner.begin(async (sql) => {
    const [person] = await sql<
      { id: string }[]
    >`insert into identity (realm, issuer, subject, given_name, family_name)
      values ('citizen', 'test', ${randomUUID()}, ${givenName ?? ''}, ${familyName ?? ''}) returning id`
    await sql`insert into payment_order (id, identity_id, selection_key, amount_hal, status, receipt_email)
      values (${orderId}, ${person?.id ?? ''}, ${orderId}, ${amountHal}, 'paid', 'jana@example.com')`
    await sql`insert into payment_order_item (order_id, assessment_id, payer_id, account_id, amount_hal)
      values (${orderId}, ${claim.assessmentId}, ${payerId}, ${claim.accountId}, ${amountHal})`
    const [attempt] = await sql<{ id: string; reference: string }[]>`insert into payment_attempt
      (order_id, gateway, gateway_payment_id, state, amount_hal, is_test, way, expires_at)
      values (${orderId}, 'comgate', ${gatewayPaymentId}, 'paid', ${amountHal}, true, 'card', now() + interval '1 hour')
      returning id, reference`
    const attemptId = attempt?.id ?? ''
    await sql`insert into payment_attempt_event (attempt_id, event, from_state, to_state, actor_kind, actor_id)
      values (${attemptId}, 'paid', 'waiting', 'paid', 'gateway', 'comgate')`
    await sql`insert into gateway_event (gateway, kind, attempt_id, fingerprint, body)
      values ('comgate', 'notification', ${attemptId}, ${randomUUID()}, 'status=PAID&secret=[blotted]')`
    await sql`insert into outgoing_mail (event_key, message_id, recipient, subject, body, verification_code)
      values (${`payment-received:${attemptId}`}, ${randomUUID()}, 'jana@example.com', 's', 'b', ${randomUUID()})`
    await sql`insert into account (kind, gateway) values ('gateway_clearing', 'comgate') on conflict do nothing`
    const [clearing] = await sql<{ id: string }[]>`select id from account where kind = 'gateway_clearing'`
    const [entry] = await sql<{ id: string }[]>`insert into journal_entry
      (kind, effective_on, booked_on, actor_kind, actor_id, source_reference, fingerprint, way)
      values ('payment', '2026-05-20', '2026-05-20', 'gateway', 'comgate', ${`payment_attempt:${attemptId}`},
        ${`comgate:${gatewayPaymentId}:paid`}, 'card') returning id`
    await sql`insert into journal_line values
      (${entry?.id ?? 0}, 1, ${clearing?.id ?? 0}, null, null, ${amountHal}),
      (${entry?.id ?? 0}, 2, ${claim.accountId}, ${claim.assessmentId}, 'credit', ${-amountHal})`
    return { payerId, attemptId, reference: attempt?.reference ?? '', gatewayPaymentId, variableSymbol }
  })
}

describe('the list', () => {
  test('names payers and who pays, newest first, and records everybody it names', async () => {
    const page = await listPayments(clerk, { state: null, from: null, to: null, page: 1 })
    expect(page.total).toBe(2)
    expect(page.rows.map((row) => row.payers?.map((payer) => payer.name))).toEqual([
      ['Jana Jiná'],
      ['Jana Dvořáková'],
    ])
    expect(page.rows[1]).toMatchObject({
      attemptId: known.attemptId,
      amountHal: 144000n,
      remitter: { name: 'Řehoř Šťastný' },
    })
    const rows = await audited()
    expect(rows.map((row) => row.action)).toEqual(Array(3).fill('payments.list'))
    expect(rows[0]).toMatchObject({ payer_id: null, details: { rows: 2 }, actor_id: clerk.identityId })
    expect(rows.map((row) => row.payer_id)).toContain(known.payerId)
  })

  test('names nobody to an officer who may not see payers', async () => {
    const page = await listPayments(viewer, { state: null, from: null, to: null, page: 1 })
    expect(page.rows.map(({ payers, remitter }) => ({ payers, remitter }))).toEqual(
      Array(2).fill({ payers: null, remitter: null }),
    )
    expect((await audited()).map((row) => row.payer_id)).toEqual([null])
  })

  test.each([
    ['paid', 2],
    ['waiting', 0],
    ['unverified', 0],
  ] as const)('limited to %s', async (state, total) => {
    expect((await listPayments(clerk, { state, from: null, to: null, page: 1 })).total).toBe(total)
  })
})

describe('the search', () => {
  const fragments: [string, () => string][] = [
    ['our reference', () => known.reference],
    ['the gateway’s number', () => known.gatewayPaymentId],
    [
      'a part of the gateway’s number in small letters',
      () => known.gatewayPaymentId.slice(3, 8).toLowerCase(),
    ],
    ['the variable symbol', () => known.variableSymbol],
    ['the beginning of the variable symbol', () => known.variableSymbol.slice(0, -2)],
    ['an amount', () => '1 440'],
    ['an amount with decimals', () => '1440,00'],
    ['a name without diacritics', () => 'DVORAKOVA'],
    ['both names in any order', () => 'dvořáková jana'],
    ['who pays', () => 'stastny'],
  ]
  test.each(fragments)('by %s', async (_, text) => {
    const found = await searchPayments(clerk, text())
    expect(found?.rows.map((row) => row.attemptId)).toEqual([known.attemptId])
    expect(found?.hits).toBe(1)
  })

  test('a number is searched for from its beginning, and as an amount exactly', async () => {
    const inner = [known.variableSymbol.slice(2), known.reference.slice(2), '440', '144']
    for (const part of inner) expect((await searchPayments(clerk, part))?.hits, part).toBe(0)
  })

  test.each(['%', '__', '100 %', 'Nikdo', "' or true --", '1 441'])('%j finds nothing', async (text) => {
    expect((await searchPayments(clerk, text))?.hits ?? 0).toBe(0)
  })

  test('is no way around the secrecy of payers', async () => {
    for (const text of ['Dvořáková', 'Šťastný', known.variableSymbol]) {
      expect((await searchPayments(viewer, text))?.hits).toBe(0)
    }
    expect((await searchPayments(viewer, known.reference))?.hits).toBe(1)
  })

  test('records how much was found and how long the text was, never the text', async () => {
    await searchPayments(clerk, 'Dvořáková')
    const rows = await audited()
    expect(rows.map((row) => row.action)).toEqual(['payments.search', 'payments.list', 'payments.list'])
    expect(rows[0]?.details).toEqual({ hits: 1, characters: 9 })
    expect(rows[2]?.payer_id).toBe(known.payerId)
    expect(JSON.stringify(rows).toLowerCase()).not.toContain('dvo')
  })
})

describe('the history of one payment', () => {
  test('holds the order, the money, the events, the messages and the mails', async () => {
    const history = await readPaymentHistory(accountant, known.attemptId)
    expect(history).toMatchObject({
      attempt: { reference: known.reference, amountHal: 144000n },
      companyName: 'Comgate',
      remitter: { name: 'Řehoř Šťastný', receiptEmail: 'j•••@example.com' },
      items: [{ payerName: 'Jana Dvořáková', variableSymbol: known.variableSymbol, amountHal: 144000n }],
      journal: [
        {
          kind: 'payment',
          effectiveOn: '2026-05-20',
          lines: [
            {
              accountKind: 'gateway_clearing',
              gatewayCompanyName: 'Comgate',
              amountHal: 144000n,
              payerName: null,
            },
            {
              accountKind: 'personal',
              amountHal: -144000n,
              payerName: 'Jana Dvořáková',
              claim: { period: '2026' },
            },
          ],
        },
      ],
      events: [{ event: 'paid', actorKind: 'gateway' }],
      messages: [{ kind: 'notification', times: 1, body: 'status=PAID&secret=[blotted]' }],
      mails: [{ state: 'waiting' }],
      siblings: [],
    })
  })

  test('is a recorded reading of the payer', async () => {
    await readPaymentHistory(clerk, known.attemptId)
    expect(await audited()).toMatchObject([
      {
        action: 'payment.read',
        subject_id: known.attemptId,
        payer_id: known.payerId,
        actor_id: clerk.identityId,
      },
    ])
  })

  test('keeps messages from those who may not read them, and names from a viewer', async () => {
    expect((await readPaymentHistory(clerk, known.attemptId))?.messages).toBeNull()
    const seen = await readPaymentHistory(viewer, known.attemptId)
    expect(seen).toMatchObject({
      messages: null,
      remitter: null,
      items: [{ payerName: null, variableSymbol: null }],
    })
    const { order, ...rest } = seen ?? { order: null }
    const text = JSON.stringify(rest, (_, value) => (typeof value === 'bigint' ? String(value) : value))
    expect(order?.status).toBe('paid')
    expect(text).not.toMatch(/Dvořáková|Šťastný|example\.com/)
  })

  test('of an unknown payment is null and records nothing', async () => {
    expect(await readPaymentHistory(clerk, randomUUID())).toBeNull()
    expect(await audited()).toEqual([])
  })
})

test('what cannot be recorded is not shown', async () => {
  await db.owner`revoke insert on audit_entry from portal_application`
  try {
    await expect(readPaymentHistory(clerk, known.attemptId)).rejects.toThrow()
    await expect(searchPayments(clerk, known.reference)).rejects.toThrow()
    await expect(listPayments(clerk, { state: null, from: null, to: null, page: 1 })).rejects.toThrow()
  } finally {
    await db.owner`grant insert on audit_entry to portal_application`
  }
})
