import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Officer } from '#lib/actor/actor'
import { statementSource } from '#lib/bank/import/source'
import { now, setClock } from '#lib/core/clock'
import { addDays, pragueDate } from '#lib/core/dates'
import { approveRefund } from '#lib/refund/decide.commands'
import { proposeRefund } from '#lib/refund/propose.commands'
import { correctKind } from '#lib/statement/correct-kind.commands'
import { listHeld } from '#lib/statement/held-list.queries'
import { receiveStatements, receiveUpload } from '#lib/statement/receive.commands'
import { saveRules } from '#lib/statement/recognition/save.commands'
import { tryRules } from '#lib/statement/recognition/try.queries'
import { rejectStatement, releaseStatement } from '#lib/statement/release.commands'
import { withdrawStatement } from '#lib/statement/withdraw.commands'
import { gpcFile } from '#tests/bank/gpc-file'
import { newOfficer } from '#tests/fixtures/refunds'
import { type TestDatabase, testDatabase } from './database.ts'
import { newAssessment } from './facts.ts'
import {
  confirmOpeningOf,
  differences,
  fileOf,
  importer,
  type Movement,
  newCityAccount,
  receive,
  release,
  type StatementFacts,
  standing,
} from './statements.ts'

let db: TestDatabase
let eva: Officer
let adam: Officer
beforeAll(async () => {
  db = await testDatabase()
  const may = ['statements.read', 'statements.import', 'matching.write', 'settlements.decide'] as const
  eva = await newOfficer(db, may)
  adam = await newOfficer(db, may)
})
afterAll(() => db.close())

const day = (n: number) => `2026-05-${String(n).padStart(2, '0')}`
let account: string
beforeEach(async () => {
  account = await newCityAccount(db)
})

const statement = (
  first: number,
  last: number,
  opening: number,
  movements: Movement[] = [],
  facts: Partial<StatementFacts> = {},
): StatementFacts => ({ account, from: day(first), to: day(last), opening, movements, ...facts })

const paidCrowns = async (assessmentId: string) => {
  const [row] = await db.owner<{ crowns: number }[]>`
    select (paid_hal / 100)::int as crowns from assessment_balance where assessment_id = ${assessmentId}`
  return row?.crowns
}
const heldReasons = async () =>
  (
    await db.owner<
      { reasons: string[] }[]
    >`select reasons from held_statement h where bank_account = ${account}
     and not exists (select 1 from held_statement_decision d where d.held_id = h.id) order by id`
  ).map((row) => row.reasons)
const statementIds = async () =>
  (
    await db.owner<
      { id: string }[]
    >`select id from bank_statement where bank_account = ${account} order by id`
  ).map((row) => Number(row.id))
let symbols = 71_000_000
function newSymbol(): string {
  symbols += 1_234_567
  return String(symbols)
}

describe('the first statement of an account', () => {
  test('waits for an officer who did not bring it, and who saw with what it begins', async () => {
    const vs = newSymbol()
    const claim = await newAssessment(db, 900, { variableSymbol: vs })
    const report = await receiveUpload(eva, fileOf(statement(1, 10, 500, [{ crowns: 900, on: day(3), vs }])))
    const heldId = report?.files[0]?.statements[0]?.heldId ?? 0
    expect(await heldReasons()).toEqual([['first']])
    expect(await standing(db, account)).toEqual({})
    expect(await paidCrowns(claim.assessmentId)).toBe(0)
    const wish = { heldId, seenOpeningHal: 50_000n, reason: 'podle banky' }
    const listed = async (officer: Officer) => (await listHeld(officer))?.find((one) => one.id === heldId)
    expect(await listed(eva)).toMatchObject({ isOwn: true, mayRelease: false })
    expect(await listed(adam)).toMatchObject({ isOwn: false, mayRelease: true, openingHal: 50_000n })
    expect(await releaseStatement(eva, wish)).toMatchObject({ error: { kind: 'brought_by_you' } })
    expect(await releaseStatement(adam, { ...wish, seenOpeningHal: 1n })).toMatchObject({
      error: { kind: 'opening_differs' },
    })
    expect(await releaseStatement(adam, { ...wish, reason: ' ' })).toMatchObject({
      error: { kind: 'no_reason' },
    })
    expect(await releaseStatement(await newOfficer(db, ['statements.read']), wish)).toBeNull()
    expect(await releaseStatement(adam, { ...wish, heldId: heldId + 999 })).toBeNull()
    const tries = await Promise.all(Array.from({ length: 5 }, () => releaseStatement(adam, wish)))
    expect(tries.filter((one) => one?.ok)).toHaveLength(1)
    expect(await paidCrowns(claim.assessmentId)).toBe(900)
    expect(await standing(db, account)).toMatchObject({ bank_account: 1400 })
    expect(await differences()).toEqual([])
  })

  test('counts at once where somebody confirmed its opening balance, not where another one', async () => {
    await confirmOpeningOf(account, 500)
    expect(
      (await receiveStatements(importer, [fileOf(statement(1, 10, 499))])).files[0]?.statements[0],
    ).toMatchObject({ heldId: expect.any(Number) })
    expect(
      (await receiveStatements(importer, [fileOf(statement(1, 10, 500))])).files[0]?.statements[0],
    ).toMatchObject({ heldId: null })
  })
})

describe('what does not continue the account is held', () => {
  test('the two files of the euro account without a currency code: nothing of the second is laid on anybody', async () => {
    account = '19-2000145399/0800'
    await db.owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
      values ('odpad', ${account}, 'CZ6508000000192000145399', '2020-01-01')`
    const claim = await newAssessment(db, 20, { variableSymbol: '1016000' })
    const file = (facts: Parameters<typeof gpcFile>[0]) => {
      const bytes = gpcFile(facts)
      return statementSource('eura.gpc', () => Readable.from([bytes]))
    }
    const first = file([
      {
        number: '5',
        oldDate: '221126',
        date: '231126',
        openingHal: 5_000_000,
        movements: [{ amountHal: 5_000, vs: '1013000', date: '231126' }],
      },
    ])
    const [report] = (await receiveStatements(importer, [first])).files
    await release(report?.statements[0]?.heldId ?? 0)
    const second = file([
      {
        number: '2',
        oldDate: '231126',
        date: '241126',
        openingHal: 1_234_500,
        movements: [{ amountHal: 2_000, vs: '1016000', date: '241126' }],
      },
    ])
    await receiveStatements(importer, [second])
    expect(await heldReasons()).toEqual([['gap', 'number']])
    expect(await paidCrowns(claim.assessmentId)).toBe(0)
    expect(await differences()).toEqual([])
  })

  test('same days told with the same sums and other symbols', async () => {
    const vs = newSymbol()
    const claim = await newAssessment(db, 900, { variableSymbol: vs })
    const came = { crowns: 900, on: day(3), ref: 'A1' }
    await receive(statement(1, 10, 0, [came]))
    // As a whole, and without its last days.
    await receive(statement(1, 10, 0, [{ ...came, vs }], { format: 'camt053' }))
    await receive(statement(1, 8, 0, [{ ...came, vs, ref: 'A2' }], { number: '7' }))
    expect(await heldReasons()).toEqual([['differs'], ['differs']])
    expect(await paidCrowns(claim.assessmentId)).toBe(0)
  })

  test('a statement without balances', async () => {
    await receive(statement(1, 10, 0))
    const source = fileOf(statement(11, 20, 0, [{ crowns: 900, on: day(12) }]))
    const untold = {
      ...source,
      read: async () => {
        const { format, parts } = await source.read({ bankCode: null })
        return {
          format,
          parts: (async function* () {
            for await (const part of parts) {
              if (part.kind === 'entry') yield part
              else yield { ...part, head: { ...part.head, openingHal: null, closingHal: null } }
            }
          })(),
        }
      },
    }
    await receiveStatements(importer, [untold])
    expect(await heldReasons()).toEqual([['untold']])
  })

  test('one brought by hand over an account that is fetched; fetched itself it counts', async () => {
    await confirmOpeningOf(account, 0)
    await db.owner`insert into statement_fetch (bank_account, tried_at) values (${account}, now())`
    const file = () => fileOf(statement(1, 10, 0, [{ crowns: 900, on: day(3) }], { format: 'fio' }))
    await receiveUpload(eva, file())
    expect(await heldReasons()).toEqual([['fetched']])
    await receiveStatements(importer, [file()], { isFetched: true })
    expect(await heldReasons()).toEqual([])
    expect(await standing(db, account)).toMatchObject({ unidentified: -900 })
  })

  test('two statements of one day go on where the first ended', async () => {
    await receive(statement(3, 3, 0, [{ crowns: 900, on: day(3), ref: '1' }]))
    const { file } = await receive(statement(3, 3, 900, [{ crowns: 100, on: day(3), ref: '2' }]))
    expect(file.newEntries).toBe(1)
    expect(await heldReasons()).toEqual([])
  })

  test('a movement booked back is taken with the days it belongs to, and what was held behind it follows', async () => {
    const before = [{ crowns: 100, on: day(2), ref: '1' }]
    const late = { crowns: 20, on: day(3), ref: '2' }
    await receive(statement(1, 10, 0, before))
    await receive(statement(8, 14, 120, [{ crowns: 5, on: day(12), ref: '3' }]))
    expect(await heldReasons()).toEqual([['gap']])
    const { file } = await receive(
      statement(1, 14, 0, [...before, late, { crowns: 5, on: day(12), ref: '3' }]),
    )
    expect(file.newEntries).toBe(2)
    expect(await heldReasons()).toEqual([])
    expect(await differences()).toEqual([])
  })

  test('rejected it never counts, and nobody decides again', async () => {
    await receive(statement(1, 10, 0))
    const { file } = await receive(statement(15, 20, 77))
    const heldId = file.statements[0]?.heldId ?? 0
    expect(await rejectStatement(eva, { heldId, reason: 'cizí účet' })).toMatchObject({ ok: true })
    expect(await release(heldId)).toMatchObject({ error: { kind: 'decided' } })
    expect(await statementIds()).toHaveLength(1)
  })

  test('the database itself lets nobody release their own, and nothing count unasked', async () => {
    const report = await receiveUpload(eva, fileOf(statement(1, 10, 0)))
    const heldId = report?.files[0]?.statements[0]?.heldId ?? 0
    const insert = (admission: string, held: number | null) => db.owner`
      insert into bank_statement (bank_account, format, from_on, to_on, opening_hal, closing_hal, entries, new_entries,
        file_name, file_sha256, fingerprint, actor_kind, actor_id, received_on, admission, held_id)
      values (${account}, 'gpc', ${day(1)}, ${day(10)}, 0, 0, 0, 0, 'a', 'a', ${`${account}${admission}`}, 'job', 'test',
        ${day(11)}, ${admission}, ${held})`
    for (const [admission, held] of [
      ['released', heldId],
      ['opening_confirmed', null],
      ['continues', null],
      ['earlier', null],
    ] as const) {
      await expect(insert(admission, held), admission).rejects.toThrow(/statement/)
    }
    await expect(
      db.owner`insert into held_statement_decision (held_id, kind, reason, actor_kind, actor_id)
        values (${heldId}, 'released', 'x', 'officer', ${eva.identityId})`,
    ).rejects.toThrow('whoever brought it')
  })
})

describe('days', () => {
  test('a statement that reaches a day to come is refused, in its period and in its movements', async () => {
    const tomorrow = addDays(pragueDate(now()), 1)
    const { file } = await receive({ account, from: day(1), to: tomorrow, opening: 0, movements: [] })
    expect(file.refusal).toContain('který ještě nenastal')
    const later = await receive(statement(1, 10, 0, [{ crowns: 1, on: tomorrow }]))
    expect(later.file.refusal).toContain('který ještě nenastal')
    expect(await statementIds()).toEqual([])
  })

  test('the day on which a statement came is not known by it, also not later', async () => {
    account = await newCityAccount(db, ['pobyt'])
    const known = async () =>
      (await db.owner`select payments_known_until::text as day from fee_kind where code = 'pobyt'`)[0]?.day
    try {
      setClock(() => new Date('2026-05-10T10:00:00Z'))
      await receive(statement(1, 10, 0, [{ crowns: 900, on: day(9) }]))
      expect(await known()).toBe(day(9))
      setClock(() => new Date('2026-05-15T10:00:00Z'))
      await receiveStatements(importer, [])
      expect(await known()).toBe(day(9))
      // What moved on the tenth after the statement was made is missing.
      await receive(statement(11, 14, 950))
      expect(await known()).toBe(day(9))
      await receive(statement(10, 14, 900, [{ crowns: 50, on: day(10) }]))
      expect(await known()).toBe(day(14))
    } finally {
      setClock(null)
    }
  })

  test('known beyond a gap, by hand, is a difference; so is a day to come', async () => {
    account = await newCityAccount(db, ['pes'])
    const tomorrow = addDays(pragueDate(now()), 1)
    await receive(statement(1, 10, 0))
    const { file } = await receive(statement(15, 20, 70))
    await release(file.statements[0]?.heldId ?? 0)
    const set = (to: string | null) =>
      db.owner`update fee_kind set payments_known_until = ${to} where code = 'pes'`
    const said = async () =>
      (await differences()).filter((one) => one.what.startsWith('fee kind')).map((one) => one.what)
    expect(await said()).toEqual([])
    await set(day(20))
    expect(await said()).toEqual(['fee kind: payments known beyond a gap between statements'])
    await set(tomorrow)
    expect(await said()).toContain('fee kind: payments known until a day to come')
    await set(null)
    await receive(statement(11, 14, 0, [{ crowns: 70, on: day(12) }]))
    expect(await differences()).toEqual([])
  })
})

test('what was held and released is known when another statement tells it', async () => {
  const movement = {
    crowns: 300,
    on: day(12),
    vs: newSymbol(),
    isNewlyRead: true,
    payerReference: 'faktura 7',
  }
  // As an account's first one it is held, and released by a second officer.
  await receive(statement(11, 20, 0, [movement]))
  await receive(statement(12, 20, 0, [movement]))
  const entries = await db.owner`select payer_reference from bank_entry where bank_account = ${account}`
  expect([...entries]).toEqual([{ payer_reference: 'faktura 7' }])
})

describe('a statement is withdrawn as a whole', () => {
  const movements = (vs: string): Movement[] => [
    { crowns: 900, on: day(12), vs, ref: '1' },
    { crowns: 300, on: day(12), ref: '2' },
    { crowns: -50, on: day(13), ref: '3' },
    { crowns: 10, on: day(14), vs: '5', ref: '4' },
    { crowns: -10, on: day(15), vs: '5', ref: '5', reversal: true },
  ]
  const withdraw = async (seenClosingHal: bigint, nth = 1) =>
    withdrawStatement(eva, {
      statementId: (await statementIds())[nth] ?? 0,
      seenClosingHal,
      reason: 'vymyšlený výpis',
    })

  test('claims open again, the account is as before, the days are unknown, and the right one counts after it', async () => {
    account = await newCityAccount(db, ['pokuta'])
    const vs = newSymbol()
    const claim = await newAssessment(db, 900, { variableSymbol: vs, feeKindCode: 'pokuta' })
    const known = async () =>
      (await db.owner`select payments_known_until::text as day from fee_kind where code = 'pokuta'`)[0]?.day
    await receive(statement(1, 10, 1000))
    await receive(statement(11, 20, 1000, movements(vs)))
    expect(await paidCrowns(claim.assessmentId)).toBe(900)
    expect(await known()).toBe(day(20))
    expect(await withdraw(1n)).toMatchObject({ error: { kind: 'closing_differs' } })
    expect(await withdraw(215_000n)).toMatchObject({ value: { entries: 3 } })
    expect(await withdraw(215_000n)).toMatchObject({ error: { kind: 'withdrawn' } })
    expect(await paidCrowns(claim.assessmentId)).toBe(0)
    expect(await standing(db, account)).toEqual({ bank_account: 1000, opening_balances: -1000 })
    expect(await known()).toBe(day(10))
    expect(await differences()).toEqual([])
    const { file } = await receive(statement(11, 20, 1000, movements(vs)))
    expect(file.newEntries).toBe(3)
    expect(await paidCrowns(claim.assessmentId)).toBe(900)
    expect(await withdraw(215_000n, 2)).toMatchObject({ value: { entries: 3 } })
    await receive(statement(11, 20, 1000, movements(vs).slice(1)))
    expect(await paidCrowns(claim.assessmentId)).toBe(0)
    expect(await differences()).toEqual([])
  })

  test('what another statement tells too stays', async () => {
    const came = { crowns: 900, on: day(10), ref: '1' }
    await receive(statement(1, 10, 0, [came]))
    await receive(statement(10, 20, 0, [came, { crowns: 5, on: day(11), ref: '2' }]))
    await withdrawStatement(eva, {
      statementId: (await statementIds())[0] ?? 0,
      seenClosingHal: 90_000n,
      reason: 'jiný výpis tvrdí totéž',
    })
    expect(await standing(db, account)).toEqual({ bank_account: 905, unidentified: -905 })
    expect(await differences()).toEqual([])
  })

  test('the first one, with what it said the account began with', async () => {
    await receive(statement(1, 10, 50_000, [{ crowns: 5, on: day(3) }]))
    expect(await withdraw(5_000_500n, 0)).toMatchObject({ ok: true })
    expect(await standing(db, account)).toEqual({})
    await receive(statement(1, 10, 700))
    expect(await standing(db, account)).toEqual({ bank_account: 700, opening_balances: -700 })
    expect(await differences()).toEqual([])
  })

  test('money that is on its way out stops the whole, and nothing changed', async () => {
    const [vs, other] = [newSymbol(), newSymbol()]
    const claim = await newAssessment(db, 900, { variableSymbol: vs })
    const second = await newAssessment(db, 100, { variableSymbol: other })
    await receive(statement(1, 10, 0))
    const movements = [
      { crowns: 100, on: day(12), vs: other },
      { crowns: 1500, on: day(12), vs },
    ]
    await receive(statement(11, 20, 0, movements))
    const proposed = await proposeRefund(await newOfficer(db), {
      accountId: claim.accountId,
      ground: 'credit',
      entitled: { payerId: claim.payerId },
      amountHal: 60_000n,
      seenCreditHal: 60_000n,
      to: { bankAccount: '1265098001/5500' },
    })
    const refundId = proposed?.ok ? proposed.value.refundId : ''
    const approved = await approveRefund(await newOfficer(db), { refundId, seenAmountHal: 60_000n })
    expect(approved).toMatchObject({ ok: true })
    // In an order for the bank.
    await db.owner.begin(async (sql) => {
      await sql`alter table refund disable trigger refund_guard`
      await sql`update refund set state = 'sent', sent_at = now() where id = ${refundId}`
      await sql`alter table refund enable trigger refund_guard`
    })
    const before = await standing(db, account)
    expect(await withdraw(160_000n)).toMatchObject({ error: { kind: 'money_gone' } })
    expect(await standing(db, account)).toEqual(before)
    expect(await paidCrowns(second.assessmentId)).toBe(100)
    expect(await differences()).toEqual([])
  })
})

describe('words do not decide against the direction', () => {
  const setRules = (rules: object[]) => db.owner`
    insert into city_setting (key, value, valid_from) values ('bankRules', ${db.owner.json(rules as never)}, '2020-01-01')
    on conflict (key, valid_from) do update set value = excluded.value`
  const kinds = async () =>
    db.owner<{ id: string; kind: string; crowns: number }[]>`
      select id, kind, (amount_hal / 100)::int as crowns from bank_entry where bank_account = ${account} order by id`

  test('a citizen who writes what a rule looks for is a payer; the fee of the bank is a fee', async () => {
    await setRules([
      { kind: 'bank_fee', message: 'poplatek' },
      { kind: 'other', message: 'pes' },
      { kind: 'gateway_payout', gateway: 'brana', counterAccount: '27/0300' },
    ])
    const vs = newSymbol()
    const claim = await newAssessment(db, 600, { variableSymbol: vs })
    await receive(
      statement(1, 10, 0, [
        { crowns: 600, on: day(3), vs, message: 'Poplatek za psa 2026', ref: '1' },
        { crowns: -5, on: day(3), message: 'Poplatek za vedení', ref: '2' },
        { crowns: 700, on: day(3), vs, message: 'za pes', ref: '3' },
        { crowns: 10, on: day(3), message: 'psí pes', ref: '4' },
        { crowns: 5000, on: day(3), vs, from: '27/0300', message: 'poplatek', ref: '5' },
      ]),
    )
    expect((await kinds()).map(({ kind, crowns }) => [crowns, kind])).toEqual([
      [600, 'receipt'],
      [-5, 'bank_fee'],
      [700, 'receipt'],
      [10, 'other'],
      [5000, 'gateway_payout'],
    ])
    expect(await paidCrowns(claim.assessmentId)).toBe(600)
    await setRules([])
  })

  test('what an entry was taken for is corrected by a reversing entry, and the payment finds its payer', async () => {
    await setRules([{ kind: 'bank_fee', counterAccount: '35-123/0100' }])
    const vs = newSymbol()
    const claim = await newAssessment(db, 600, { variableSymbol: vs })
    await receive(statement(1, 10, 0, [{ crowns: 600, on: day(3), vs, from: '35-123/0100' }]))
    await setRules([])
    expect((await differences()).map((one) => one.what)).toEqual([
      'bank entry: came in with the symbol of a claim, and is booked as a fee of the bank',
    ])
    const [entry] = await kinds()
    const wish = {
      bankEntryId: Number(entry?.id),
      kind: 'receipt',
      gateway: null,
      seenAmountHal: 60_000n,
      reason: 'platí tak',
    } as const
    expect(await correctKind(await newOfficer(db, ['statements.read']), wish)).toBeNull()
    expect(await correctKind(eva, { ...wish, seenAmountHal: 1n })).toMatchObject({ error: 'amount_changed' })
    expect(await correctKind(eva, { ...wish, kind: 'outgoing' })).toMatchObject({ error: 'wrong_direction' })
    const tries = await Promise.all(Array.from({ length: 5 }, () => correctKind(eva, wish)))
    expect(tries.filter((one) => one?.ok)).toHaveLength(1)
    expect(await paidCrowns(claim.assessmentId)).toBe(600)
    expect((await kinds()).map((one) => one.kind)).toEqual(['bank_fee', 'withdrawal', 'receipt'])
    expect(await standing(db, account)).toEqual({ bank_account: 600 })
    expect(await differences()).toEqual([])
    // It is the same movement, however often statements repeat it.
    const { file } = await receive(
      statement(2, 12, 0, [{ crowns: 600, on: day(3), vs, from: '35-123/0100' }]),
    )
    expect(file.newEntries).toBe(0)
  })

  test('rules are tried on past movements, and those that would take a payment are not saved', async () => {
    const vs = newSymbol()
    await newAssessment(db, 600, { variableSymbol: vs })
    await receive(
      statement(1, 10, 0, [
        { crowns: 600, on: day(3), vs, from: '41-7/0100', ref: '1' },
        { crowns: 20, on: day(4), message: 'úrok z vkladu', ref: '2' },
      ]),
    )
    const today = pragueDate(now())
    const taking = [{ kind: 'other', counterAccount: '41-7/0100' }] as const
    const changes = async (rules: Parameters<typeof tryRules>[1]) =>
      (await tryRules(eva, rules, today))?.changed.filter((one) => one.isPayment)
    expect(await changes(taking)).toMatchObject([{ is: 'receipt', would: 'other', amountHal: 60_000n }])
    expect(await saveRules(eva, { rules: taking, seenChanges: 1 })).toMatchObject({
      error: { kind: 'takes_payments', count: 1 },
    })
    const right = [{ kind: 'other', message: 'úrok z vkladu' }] as const
    const trial = await tryRules(eva, right, today)
    expect(trial?.changed.filter((one) => one.isPayment)).toEqual([])
    const seenChanges = trial?.changed.length ?? 0
    expect(await saveRules(eva, { rules: right, seenChanges: seenChanges + 1 })).toMatchObject({
      error: { kind: 'changes_differ' },
    })
    expect(await saveRules(eva, { rules: right, seenChanges })).toMatchObject({ ok: true })
    expect(
      await saveRules(await newOfficer(db, ['statements.read']), { rules: right, seenChanges }),
    ).toBeNull()
    await db.owner`delete from city_setting where key = 'bankRules'`
  })
})

test('left standing by hand, an entry of it is a difference', async () => {
  await receive(statement(1, 10, 0))
  await receive(statement(11, 20, 0, [{ crowns: 5, on: day(12) }]))
  const [, second] = await statementIds()
  await db.owner`insert into bank_statement_withdrawal (statement_id, reason, officer_id)
    values (${second ?? 0}, 'x', ${eva.identityId})`
  const said = (await differences()).map((one) => one.what)
  expect(said).toContain('bank statement: withdrawn, and an entry of it still stands')
})
