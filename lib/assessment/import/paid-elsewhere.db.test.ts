import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { setClock } from '#lib/core/clock'
import { isoDate } from '#lib/core/dates'
import { setEnvironment } from '#lib/core/env'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { postEntry } from '#lib/ledger/post.commands'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { importFile, type OfficeRow, officeFile, setTestKeys } from '#tests/fixtures/office-file'

let db: TestDatabase
let number = 0
beforeAll(async () => {
  db = await testDatabase()
  setTestKeys()
  setClock(() => new Date('2026-11-20T10:00:00Z'))
  await db.owner`update fee_kind set posting = case when code = 'odpad' then 'mirror' else 'book' end,
    payments_known_until = '2026-11-19'`
})
afterEach(async () => {
  expect((await verifyLedger(makeJob('test'))).differences).toEqual([])
})
afterAll(async () => {
  setClock(null)
  setEnvironment(null)
  await db.close()
})

/** A claim of a payer nobody has used yet; waste is a mirror here, dogs are a book. */
function fresh(cells: OfficeRow = {}) {
  number++
  return { id_predpisu: `P${number}`, id_poplatnika: `O${number}`, vs: `7${number}`, ...cells }
}
type Row = ReturnType<typeof fresh> & OfficeRow
const mirror = { druh: 'odpad' }
const book = { druh: 'pes' }
const paid = (crowns: number, day = '20.11.2026') => ({ uhrazeno: String(crowns), stav_k: day })
const storno = { typ_radku: 'storno' }

/** Imports the rows, and the same file once more: what it says is then known and nothing moves. */
async function imported(...rows: OfficeRow[]) {
  const report = await importFile(officeFile(rows))
  expect(report.rejected).toEqual([])
  expect(await importFile(officeFile(rows))).toMatchObject({ rejected: [], unchanged: rows.length })
  return report
}

/** Crowns of a claim as `paid/assessed`. */
async function laid(row: Row): Promise<string> {
  const [found] = await db.owner`select b.paid_hal / 100 || '/' || b.assessed_hal / 100 as laid
    from assessment a join assessment_balance b on b.assessment_id = a.id
   where a.external_id = ${row.id_predpisu} and a.superseded_at is null`
  return String(found?.laid)
}

/** Crowns a payer has as credit, and all that lie on the payer's accounts, paid and credit together. */
async function money(row: Row): Promise<{ credit: number; came: number }> {
  const [found] = await db.owner`select coalesce(-sum(amount_hal) / 100, 0)::int as came,
         coalesce(-sum(amount_hal) filter (where assessment_id is null) / 100, 0)::int as credit
    from journal_line l join account a on a.id = l.account_id join payer p on p.id = a.payer_id
   where p.external_id = ${row.id_poplatnika} and l.side = 'credit'`
  return { credit: Number(found?.credit), came: Number(found?.came) }
}

const stateOf = async (row: Row) =>
  (await db.owner`select legal_state from assessment where external_id = ${row.id_predpisu}`)[0]?.legal_state

/** A payment at the desk today; what the claim does not take is credit. */
async function pay(row: Row, crowns: number, creditCrowns = 0) {
  const [claim] = await db.owner`select id, account_id from assessment where external_id = ${row.id_predpisu}`
  const accountId = Number(claim?.account_id)
  await db.database.transaction(async (tx) => {
    const desk = await findOrOpenAccount(tx, { kind: 'cash_desk' })
    const entry = { kind: 'payment', effectiveOn: isoDate('2026-11-20'), sourceReference: 'test' } as const
    await postEntry(tx, makeJob('test'), entry, [
      { accountId, side: 'credit', assessmentId: claim?.id, amountHal: BigInt(-crowns * 100) },
      { accountId, side: 'credit', amountHal: BigInt(-creditCrowns * 100) },
      { accountId: desk, amountHal: BigInt((crowns + creditCrowns) * 100) },
    ])
  })
}

describe('money that moved inside an account is not counted again', () => {
  test.each([
    ['a mirror', mirror, paid(900)],
    ['a book', book, paid(0)],
  ])('lowered to credit and raised back in %s', async (_name, kind, told) => {
    const row = fresh(kind)
    await imported(row)
    await pay(row, 900)
    await imported({ ...row, castka: '540' })
    expect(await money(row)).toEqual({ credit: 360, came: 900 })
    await imported({ ...row, castka: '900', ...told })
    expect([await laid(row), await money(row)]).toEqual(['900/900', { credit: 0, came: 900 }])
  })

  test.each([
    ['a mirror', mirror],
    ['a book', book],
  ])('cancelled and revived in %s', async (_name, kind) => {
    const row = fresh({ ...kind, ...paid(900, '1.10.2026') })
    await imported(row)
    await imported({ ...row, ...storno, uhrazeno: '', stav_k: '' })
    expect(await money(row)).toEqual({ credit: 900, came: 900 })
    await imported({ ...row, ...paid(900) })
    expect([await laid(row), await money(row)]).toEqual(['900/900', { credit: 0, came: 900 }])
  })

  test('credit of the portal that the agenda of a mirror lays on a new claim', async () => {
    const first = fresh(mirror)
    await imported(first)
    await pay(first, 900, 300)
    const second = fresh({ ...mirror, id_poplatnika: first.id_poplatnika, ...paid(300) })
    await imported({ ...first, ...paid(900) }, second)
    expect([await laid(second), await money(first)]).toEqual(['300/900', { credit: 0, came: 1200 }])
  })

  test('and lays where the agenda says, before the order of the law', async () => {
    const first = fresh(mirror)
    await imported(first)
    await pay(first, 900, 300)
    const same = { ...mirror, id_poplatnika: first.id_poplatnika }
    const earlier = fresh({ ...same, splatnost: '1.2.2027', ...paid(0) })
    const later = fresh({ ...same, splatnost: '1.9.2027', ...paid(300) })
    await imported(earlier, later)
    expect([await laid(earlier), await laid(later)]).toEqual(['0/900', '300/900'])
    expect(await money(first)).toEqual({ credit: 0, came: 1200 })
  })

  test('credit of a correction the portal has already laid on another claim', async () => {
    const row = fresh(mirror)
    const other = fresh({ ...mirror, id_poplatnika: row.id_poplatnika, obdobi: '2028' })
    await imported(row, other)
    await pay(row, 900)
    await imported({ ...row, castka: '540' }, other)
    expect([await laid(row), await laid(other)]).toEqual(['540/540', '360/900'])
    await imported({ ...row, ...paid(900) }, { ...other, ...paid(0) })
    expect([await laid(row), await laid(other)]).toEqual(['900/900', '0/900'])
    expect(await money(row)).toEqual({ credit: 0, came: 900 })
  })

  test('two claims share one credit', async () => {
    const first = fresh(mirror)
    await imported(first)
    await pay(first, 900, 300)
    const same = { ...mirror, id_poplatnika: first.id_poplatnika, castka: '200' }
    const [one, two] = [fresh({ ...same, ...paid(200) }), fresh({ ...same, ...paid(200) })]
    await imported(one, two)
    expect([await laid(one), await laid(two)]).toEqual(['200/200', '200/200'])
    expect(await money(first)).toEqual({ credit: 0, came: 1300 })
  })

  test('nor where the payer’s credit waits for a clerk', async () => {
    const row = fresh({ ...mirror, ...paid(900, '1.10.2026') })
    await imported(row)
    await db.owner`update payer set allocation_stopped = true where external_id = ${row.id_poplatnika}`
    await imported({ ...row, ...storno, uhrazeno: '', stav_k: '' })
    await imported({ ...row, ...paid(900) })
    expect([await laid(row), await money(row)]).toEqual(['900/900', { credit: 0, came: 900 }])
  })

  test('nor on a claim that passed to guardians, where other credit of the child stays', async () => {
    const child = { datum_narozeni: '15.3.2012', rodne_cislo: '' }
    const row = fresh({ ...mirror, ...child, splatnost: '31.5.2026', ...paid(900, '1.10.2026') })
    await imported(row)
    await pay(row, 0, 100)
    await db.owner`update payer set allocation_stopped = true where external_id = ${row.id_poplatnika}`
    await imported({ ...row, ...storno, uhrazeno: '', stav_k: '' })
    await imported({ ...row, castka: '1000', ...paid(1000) })
    expect([await laid(row), await money(row)]).toEqual(['1000/1000', { credit: 100, came: 1100 }])
  })

  test('credit of today is not what an agenda of yesterday speaks of', async () => {
    const first = fresh(mirror)
    await imported(first)
    await pay(first, 900, 300)
    const second = fresh({ ...mirror, id_poplatnika: first.id_poplatnika, ...paid(300, '19.11.2026') })
    await imported(second)
    expect([await laid(second), await money(first)]).toEqual(['600/900', { credit: 0, came: 1500 }])
  })

  test('money paid in both systems is counted twice, once', async () => {
    const row = fresh(mirror)
    await imported(row)
    await pay(row, 900)
    await imported({ ...row, ...paid(900, '19.11.2026') })
    expect([await laid(row), await money(row)]).toEqual(['900/900', { credit: 900, came: 1800 }])
    await imported({ ...row, ...paid(900) })
    expect(await money(row)).toEqual({ credit: 900, came: 1800 })
  })
})

describe('a storno', () => {
  test.each([
    ['a mirror', mirror],
    ['a book', book],
  ])('from which the money went to the right payer, in %s', async (_name, kind) => {
    const wrong = fresh({ ...kind, ...paid(900, '1.10.2026') })
    const other = fresh({ ...kind, id_poplatnika: wrong.id_poplatnika, obdobi: '2028' })
    await imported(wrong, other)
    const right = fresh({ ...kind, ...paid(900) })
    const report = await imported({ ...wrong, ...storno, ...paid(0) }, right)
    expect(report).toMatchObject({ created: 1, corrected: 1, warnings: [] })
    expect([await laid(wrong), await laid(other), await laid(right)]).toEqual(['0/0', '0/900', '900/900'])
    expect([await money(wrong), await money(right)]).toEqual([
      { credit: 0, came: 0 },
      { credit: 0, came: 900 },
    ])
  })

  test.each([
    ['a mirror', mirror],
    ['a book', book],
  ])('that says so only later, in %s', async (_name, kind) => {
    const wrong = fresh({ ...kind, ...paid(900, '1.10.2026') })
    await imported(wrong)
    const report = await imported({ ...wrong, ...storno, uhrazeno: '', stav_k: '' })
    expect(report.warnings).toMatchObject([
      { row: 2, column: 'uhrazeno', reason: expect.stringContaining('900\u00a0Kč') },
    ])
    expect(await money(wrong)).toEqual({ credit: 900, came: 900 })
    const moved = await importFile(officeFile([{ ...wrong, id_poplatnika: 'O-moved', ...paid(900) }]))
    expect(moved.rejected).toMatchObject([{ row: 2, column: 'id_poplatnika' }])
    expect(await imported({ ...wrong, ...storno, ...paid(0) })).toMatchObject({ corrected: 1, warnings: [] })
    expect(await money(wrong)).toEqual({ credit: 0, came: 0 })
  })

  test('of an older day says nothing of money', async () => {
    const row = fresh({ ...book, ...paid(900) })
    await imported(row)
    const report = await importFile(officeFile([{ ...row, ...storno, ...paid(0, '1.10.2026') }]))
    expect(report.warnings).toMatchObject([{ row: 2, column: 'stav_k' }])
    expect(await money(row)).toEqual({ credit: 900, came: 900 })
  })
})

describe('a claim to be assessed', () => {
  const overdue = { ...mirror, splatnost: '31.5.2026' }

  test.each([
    ['known paid by its last day', '1.6.2026', 'settled_on_time'],
    ['known paid only as of a later day', '2.6.2026', 'to_be_assessed'],
  ])('%s', async (_name, day, state) => {
    const row = fresh(overdue)
    await imported(row)
    expect(await stateOf(row)).toBe('to_be_assessed')
    await imported({ ...row, ...paid(900, day) })
    expect([await laid(row), await stateOf(row)]).toEqual(['900/900', state])
    const told =
      await db.owner`select e.details from audit_entry e join assessment a on a.id::text = e.subject_id
      where a.external_id = ${row.id_predpisu} and e.action = 'assessment.legal_state' order by e.id`
    const changes = state === 'to_be_assessed' ? [] : [{ details: { from: 'to_be_assessed', to: state } }]
    expect([...told]).toEqual(changes)
    expect(await money(row)).toEqual({ credit: 0, came: 900 })
  })
})
