import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeJob, type Officer } from '#lib/actor/actor'
import { instantAt, setClock } from '#lib/core/clock'
import { type Environment, setEnvironment } from '#lib/core/env'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { proposeRefund } from '#lib/refund/propose.commands'
import { tendRefunds } from '#lib/refund/tend.commands'
import { openDifferences } from '#lib/settlement/differences/open.queries'
import { startSandboxGopay } from '#sandbox/gopay/start-sandbox'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { crowns } from '#tests/fixtures/crowns'
import { shop } from '#tests/fixtures/gopay'
import type { AttemptRow } from '#tests/fixtures/payments'
import { newOfficer, overpaid, standing } from '#tests/fixtures/refunds'
import { startSandboxUnderTest as startCsob } from '#tests/fixtures/sandbox/csob'
import { payAtGateway, startSandboxUnderTest as startGpwebpay } from '#tests/fixtures/sandbox/gpwebpay'
import { approveRefund } from './decide.commands.ts'
import { sendRefund } from './send.commands.ts'

const job = makeJob('send-refund')

/** What a test needs of one gateway's stand-in. */
interface Played {
  settings: object
  pay: (attempt: AttemptRow, redirectUrl: string) => Promise<unknown>
  /** The night's batch: from then on parts can go back. */
  settle: (attempt: AttemptRow) => Promise<unknown>
  /** The night in which a refund taken over goes out. */
  payOut: (attempt: AttemptRow) => Promise<unknown>
  /** The next refund of the payment is done, but its answer is lost. */
  loseAnswer: (attempt: AttemptRow) => Promise<unknown>
  refundedHal: (attempt: AttemptRow) => Promise<number>
  close: () => Promise<unknown>
}

async function playCsob(): Promise<Played> {
  const sandbox = await startCsob()
  return {
    settings: { csob: sandbox.connection },
    pay: (attempt) => sandbox.decide(attempt.gateway_payment_id, 'pay'),
    settle: (attempt) => sandbox.decide(attempt.gateway_payment_id, 'settle'),
    payOut: async () => {},
    loseAnswer: (attempt) => sandbox.behave(attempt.gateway_payment_id, { changeFails: 'drop' }),
    refundedHal: async (attempt) => (await sandbox.seen(attempt.reference))[0]?.refundedAmount ?? 0,
    close: () => sandbox.close(),
  }
}

async function playGpwebpay(): Promise<Played> {
  const sandbox = await startGpwebpay()
  return {
    settings: { gpwebpay: sandbox.settings },
    pay: (_attempt, redirectUrl) => payAtGateway(redirectUrl, 'pay'),
    settle: (attempt) => sandbox.decide(attempt.reference, 'close-batch'),
    payOut: (attempt) => sandbox.decide(attempt.reference, 'close-refund-batch'),
    loseAnswer: (attempt) =>
      sandbox.behave(attempt.reference, { serviceFails: 'drop', serviceFailsTimes: 1 }),
    refundedHal: async (attempt) => (await sandbox.seen(attempt.reference))?.refundAmount ?? 0,
    close: () => sandbox.close(),
  }
}

async function playGopay(): Promise<Played> {
  const sandbox = await startSandboxGopay({ port: 0, ...shop, notifyPausesMs: [5] })
  const control = async (method: string, path: string, body?: object) => {
    const init = body ? { method, body: JSON.stringify(body) } : { method }
    return (await fetch(`${sandbox.url}/sandbox/${path}`, init)).json()
  }
  return {
    settings: { gopay: { url: `${sandbox.url}/api`, ...shop, isTest: true, timeoutMs: 5000 } },
    pay: (attempt) => control('POST', `payments/${attempt.gateway_payment_id}/pay`),
    settle: async () => {},
    payOut: async () => {},
    loseAnswer: (attempt) =>
      control('POST', 'behaviour', {
        id: Number(attempt.gateway_payment_id),
        behaviour: { refund: 'timeout-after-storing' },
      }),
    refundedHal: async (attempt) => {
      const found = (await control('GET', `payments?id=${attempt.gateway_payment_id}`)) as {
        id: number
        refunds: { amount: number; state: string }[]
      }[]
      const mine = found.find((one) => String(one.id) === attempt.gateway_payment_id)
      return (mine?.refunds ?? [])
        .filter((one) => one.state === 'FINISHED')
        .reduce((total, one) => total + one.amount, 0)
    },
    close: () => sandbox.close(),
  }
}

describe.each([
  ['csob', playCsob, 'unknown'],
  ['gpwebpay', playGpwebpay, 'unknown'],
  // It tells how a refund ended, so nothing stays unknown.
  ['gopay', playGopay, 'done'],
] as const)('refunds through %s', (name, play, afterLostAnswer) => {
  let db: TestDatabase
  let played: Played
  let proposer: Officer
  let approver: Officer

  beforeAll(async () => {
    db = await testDatabase()
    played = await play()
    setEnvironment({ PORTAL_URL: 'http://localhost:3000', gateways: played.settings } as Environment)
    proposer = await newOfficer(db)
    approver = await newOfficer(db)
  })
  afterAll(async () => {
    expect((await verifyLedger(job)).differences).toEqual([])
    await played.close()
    setClock(null)
    setEnvironment(null)
    await db.close()
  })

  async function paidTwice() {
    const paid = await overpaid({ db, pay: played.pay }, 900)
    const [attempt] = await db.owner<
      AttemptRow[]
    >`select id, reference, gateway_payment_id from payment_attempt
      where id = ${paid.attemptId}`
    if (!attempt) throw new Error('no attempt')
    return { ...paid, attempt }
  }

  async function giveBack(paid: Awaited<ReturnType<typeof paidTwice>>, amount: number, seenCredit: number) {
    const proposed = await proposeRefund(proposer, {
      accountId: paid.accountId,
      ground: 'credit',
      entitled: { payerId: paid.payerId },
      amountHal: crowns(amount),
      seenCreditHal: crowns(seenCredit),
      to: { attemptId: paid.attemptId },
    })
    if (!proposed?.ok) throw new Error(`not proposed: ${proposed?.error}`)
    const { refundId } = proposed.value
    const own = await approveRefund(proposer, { refundId, seenAmountHal: crowns(amount) })
    expect(own).toMatchObject({ ok: false, error: 'same_officer' })
    expect(await approveRefund(approver, { refundId, seenAmountHal: crowns(amount) })).toMatchObject({
      ok: true,
    })
    const state = await sendRefund(job, refundId)
    return { refundId, state: state === 'sent' ? await paidOut(paid, refundId) : state }
  }

  /** Taken over is not done: until the gateway says that it went out, nobody is told. */
  async function paidOut({ attempt }: Awaited<ReturnType<typeof paidTwice>>, refundId: string) {
    await tendRefunds(job)
    const told = () =>
      db.owner`select 1 from pgboss.job where name = 'refund-done' and data->>'refundId' = ${refundId}`
    expect(await told()).toHaveLength(0)
    await played.payOut(attempt)
    await tendRefunds(job)
    expect(await told()).toHaveLength(1)
    const [row] = await db.owner<{ state: string }[]>`select state from refund where id = ${refundId}`
    return row?.state
  }

  test('the whole before the settlement, once however often it is sent', async () => {
    const paid = await paidTwice()
    const { refundId, state } = await giveBack(paid, 900, 900)
    expect(state).toBe('done')
    await Promise.all(Array.from({ length: 5 }, () => sendRefund(job, refundId)))
    await tendRefunds(job)
    expect((await standing(db, paid.accountId)).credit).toBe(0)
    const events =
      await db.owner`select 1 from refund_event where refund_id = ${refundId} and to_state = 'done'`
    expect(events).toHaveLength(1)
  })

  test('a part before it: sent at once where it may be, else it waits approved and goes after the settlement', async () => {
    const paid = await paidTwice()
    const { refundId, state } = await giveBack(paid, 300, 900)
    expect(['done', 'approved']).toContain(state)
    if (state === 'approved') {
      await tendRefunds(job)
      expect(await played.refundedHal(paid.attempt)).toBe(0)
      expect(await db.owner`select 1 from refund where id = ${refundId} and state = 'approved'`).toHaveLength(
        1,
      )
      await played.settle(paid.attempt)
      await tendRefunds(job)
      await played.payOut(paid.attempt)
      await tendRefunds(job)
    }
    expect(await played.refundedHal(paid.attempt)).toBe(30_000)
    expect(await db.owner`select 1 from refund where id = ${refundId} and state = 'done'`).toHaveLength(1)
  })

  test('in two parts after it, and what is above the rest is refused with the credit back', async () => {
    const paid = await paidTwice()
    await played.settle(paid.attempt)
    expect((await giveBack(paid, 400, 900)).state).toBe('done')
    expect((await giveBack(paid, 500, 500)).state).toBe('done')
    expect(await played.refundedHal(paid.attempt)).toBe(90_000)
    expect((await standing(db, paid.accountId)).credit).toBe(0)
  })

  test('a lost answer never sends the money twice', async () => {
    const paid = await paidTwice()
    await played.settle(paid.attempt)
    await played.loseAnswer(paid.attempt)
    const { refundId, state } = await giveBack(paid, 300, 900)
    // Where the question before it was what got lost, nothing was sent and the credit is back.
    if (state === 'failed') {
      expect(await played.refundedHal(paid.attempt)).toBe(0)
      expect((await standing(db, paid.accountId)).credit).toBe(900)
      return
    }
    await tendRefunds(job)
    await played.payOut(paid.attempt)
    await tendRefunds(job)
    const [row] = await db.owner`select state from refund where id = ${refundId}`
    // Lost before anything was claimed, it was asked again.
    expect(row?.state).toBe(state === 'approved' ? 'done' : afterLostAnswer)
    expect(await played.refundedHal(paid.attempt)).toBe(30_000)
    expect((await standing(db, paid.accountId)).credit).toBe(600)
    expect(name).not.toBe('')
  })
})

describe('a refund that the gateway took over', () => {
  let db: TestDatabase
  let sandbox: Awaited<ReturnType<typeof startSandboxGopay>>
  beforeAll(async () => {
    db = await testDatabase()
    sandbox = await startSandboxGopay({ port: 0, ...shop, notifyPausesMs: [5] })
    setEnvironment({
      PORTAL_URL: 'http://localhost:3000',
      gateways: { gopay: { url: `${sandbox.url}/api`, ...shop, isTest: true, timeoutMs: 5000 } },
    } as Environment)
  })
  afterAll(async () => {
    await sandbox.close()
    setEnvironment(null)
    await db.close()
  })

  const control = (path: string, body?: object) =>
    fetch(`${sandbox.url}/sandbox/${path}`, {
      method: 'POST',
      ...(body ? { body: JSON.stringify(body) } : {}),
    })

  test.each([
    ['accepted-then-failed', 'failed', 900],
    ['accepted', 'sent', 0],
  ] as const)('%s: it stands as %s', async (behaviour, state, credit) => {
    const pay = (attempt: AttemptRow) => control(`payments/${attempt.gateway_payment_id}/pay`)
    const paid = await overpaid({ db, pay }, 900)
    const [attempt] =
      await db.owner`select gateway_payment_id from payment_attempt where id = ${paid.attemptId}`
    await control('behaviour', { id: Number(attempt?.gateway_payment_id), behaviour: { refund: behaviour } })
    const proposed = await proposeRefund(await newOfficer(db), {
      accountId: paid.accountId,
      ground: 'credit',
      entitled: { payerId: paid.payerId },
      amountHal: crowns(900),
      seenCreditHal: crowns(900),
      to: { attemptId: paid.attemptId },
    })
    if (!proposed?.ok) throw new Error(proposed?.error)
    const { refundId } = proposed.value
    await approveRefund(await newOfficer(db), { refundId, seenAmountHal: crowns(900) })
    expect(await sendRefund(job, refundId)).toBe(state)
    await tendRefunds(job)
    expect((await standing(db, paid.accountId)).credit).toBe(credit)
    expect((await verifyLedger(job)).differences).toEqual([])
  })

  test('accepted and not out after five working days: it is shown among the differences, and closed nowhere by itself', async () => {
    const pay = (attempt: AttemptRow) => control(`payments/${attempt.gateway_payment_id}/pay`)
    const paid = await overpaid({ db, pay }, 700)
    const [attempt] =
      await db.owner`select gateway_payment_id from payment_attempt where id = ${paid.attemptId}`
    await control('behaviour', { id: Number(attempt?.gateway_payment_id), behaviour: { refund: 'accepted' } })
    const proposed = await proposeRefund(await newOfficer(db), {
      accountId: paid.accountId,
      ground: 'credit',
      entitled: { payerId: paid.payerId },
      amountHal: crowns(700),
      seenCreditHal: crowns(700),
      to: { attemptId: paid.attemptId },
    })
    if (!proposed?.ok) throw new Error(proposed?.error)
    const { refundId, reference } = proposed.value
    await approveRefund(await newOfficer(db), { refundId, seenAmountHal: crowns(700) })
    const shownOn = async (day: string) => {
      setClock(() => instantAt(Date.parse(`${day}T10:00:00Z`)))
      await tendRefunds(job)
      const open = await openDifferences(await newOfficer(db, ['settlements.decide', 'payments.read']))
      return open?.filter((one) => one.kind === 'refund_waits' && one.mark === reference).length
    }
    setClock(() => instantAt(Date.parse('2026-11-26T10:00:00Z')))
    await sendRefund(job, refundId)
    expect([await shownOn('2026-12-03'), await shownOn('2026-12-04')]).toEqual([0, 1])
    const [row] = await db.owner`select state from refund where id = ${refundId}`
    expect(row?.state).toBe('sent')
    setClock(null)
  })

  test('of two equal ones, a lost one is never taken for the other', async () => {
    const pay = (attempt: AttemptRow) => control(`payments/${attempt.gateway_payment_id}/pay`)
    const paid = await overpaid({ db, pay }, 900)
    const [attempt] =
      await db.owner`select gateway_payment_id from payment_attempt where id = ${paid.attemptId}`
    const id = Number(attempt?.gateway_payment_id)
    const giveBack = async (seenCredit: number) => {
      const proposed = await proposeRefund(await newOfficer(db), {
        accountId: paid.accountId,
        ground: 'credit',
        entitled: { payerId: paid.payerId },
        amountHal: crowns(300),
        seenCreditHal: crowns(seenCredit),
        to: { attemptId: paid.attemptId },
      })
      if (!proposed?.ok) throw new Error(proposed?.error)
      const { refundId } = proposed.value
      await approveRefund(await newOfficer(db), { refundId, seenAmountHal: crowns(300) })
      await sendRefund(job, refundId)
      return refundId
    }
    // The gateway stores nothing of the first one and never says so.
    await control('behaviour', { id, behaviour: { refund: 'http500' } })
    const lost = await giveBack(900)
    await control('behaviour', { id, behaviour: {} })
    await giveBack(600)
    await tendRefunds(job)
    const [row] = await db.owner`select state from refund where id = ${lost}`
    expect(row?.state).toBe('unknown')
    expect((await verifyLedger(job)).differences).toEqual([])
  })
})
