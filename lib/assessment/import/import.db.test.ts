import { readFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { type LegalState, nextLegalState } from '#lib/assessment/rules'
import { setClock } from '#lib/core/clock'
import { isoDate } from '#lib/core/dates'
import { setEnvironment } from '#lib/core/env'
import { birthNumberLookup, openBirthNumber } from '#lib/identifiers/birth-number-secret'
import { findOrOpenAccount } from '#lib/ledger/open-account.commands'
import { postEntry } from '#lib/ledger/post.commands'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import {
  importFile,
  type OfficeRow,
  officeFile,
  requiredColumns,
  setTestKeys,
} from '#tests/fixtures/office-file'

let db: TestDatabase
let number = 0
beforeAll(async () => {
  db = await testDatabase()
  setTestKeys()
  setClock(() => new Date('2026-11-20T10:00:00Z'))
  await db.owner`update fee_kind set payments_known_until = '2026-11-19' where code <> 'pobyt'`
})
afterEach(async () => {
  expect((await verifyLedger(makeJob('test'))).differences).toEqual([])
})
afterAll(async () => {
  setClock(null)
  setEnvironment(null)
  await db.close()
})

/** A claim nobody has used yet. */
const fresh = (cells: OfficeRow = {}): OfficeRow & { id_predpisu: string; id_poplatnika: string } => {
  number++
  return {
    vs: `7${number}`,
    ...cells,
    id_predpisu: cells.id_predpisu ?? `P${number}`,
    id_poplatnika: cells.id_poplatnika ?? `O${number}`,
  }
}

async function imported(rows: OfficeRow[], expected: object) {
  const report = await importFile(officeFile(rows))
  expect(report).toMatchObject({
    rows: rows.length,
    created: 0,
    corrected: 0,
    unchanged: 0,
    rejected: [],
    ...expected,
  })
  return report
}

/** Paid in full elsewhere, as of a day around the last one. */
function elsewhere(day: string): OfficeRow {
  return { splatnost: '31.5.2026', uhrazeno: '900', stav_k: day }
}

interface Claim {
  id: string
  payer: string
  account: string
  assessed: number
  paid: number
  credit: number
  state: LegalState
  [column: string]: unknown
}

async function claim(externalId: string): Promise<Claim> {
  const rows = await db.owner<Claim[]>`
    select a.*, p.external_id as payer, a.account_id as account, b.assessed_hal::int as assessed, b.paid_hal::int as paid,
           ab.credit_hal::int as credit, a.legal_state as state, a.due_on::text as due_on, a.last_day::text as last_day
      from assessment a join payer p on p.id = a.payer_id join assessment_balance b on b.assessment_id = a.id
      join account_balance ab on ab.account_id = a.account_id
     where a.external_id = ${externalId} and a.superseded_at is null`
  if (!rows[0]) throw new Error(`no claim ${externalId}`)
  return rows[0]
}

/** A payment of so many crowns on a claim, taken at the desk; the rest beyond the claim is credit. */
async function pay(externalId: string, crowns: number, effectiveOn = '2026-11-20', creditCrowns = 0) {
  const { id, account } = await claim(externalId)
  await db.database.transaction(async (tx) => {
    const desk = await findOrOpenAccount(tx, { kind: 'cash_desk' })
    const entry = { kind: 'payment', effectiveOn: isoDate(effectiveOn), sourceReference: 'test' } as const
    await postEntry(tx, makeJob('test'), entry, [
      { accountId: Number(account), side: 'credit', assessmentId: id, amountHal: BigInt(-crowns * 100) },
      { accountId: Number(account), side: 'credit', amountHal: BigInt(-creditCrowns * 100) },
      { accountId: desk, amountHal: BigInt((crowns + creditCrowns) * 100) },
    ])
  })
}

const entriesOf = (externalId: string) =>
  db.owner`select kind, effective_on::text, booked_on::text from journal_entry where source_reference = ${externalId} order by id`
const auditOf = (subject: string) =>
  db.owner`select action, details from audit_entry where subject_id = ${subject} order by id`

async function everything() {
  const [row] = await db.owner`select
    (select md5(string_agg(a::text, '' order by id)) from assessment a) as claims,
    (select md5(string_agg(p::text, '' order by id)) from payer p) as payers,
    (select md5(string_agg(l::text, '' order by id)) from payer_link l) as links,
    (select count(*) from journal_entry) as entries, (select count(*) from audit_entry) as audit,
    (select count(*) from account) as accounts, (select md5(string_agg(k::text, '')) from fee_kind k) as kinds`
  return row
}

describe('a new file', () => {
  test('makes payers, accounts, claims and one entry for each', async () => {
    const row = fresh({ vs: '0000123', ss: '000', poznamka: 'dva\r\nřádky', castka: '1 440,50' })
    const report = await imported([row], { created: 1 })
    expect(report.warnings).toEqual([])
    expect(await claim(row.id_predpisu)).toMatchObject({
      payer: row.id_poplatnika,
      assessed: 144050,
      paid: 0,
      credit: 0,
      state: 'expected',
      period: '2027',
      due_on: '2027-05-31',
      last_day: '2027-05-31',
      variable_symbol: '123',
      specific_symbol: null,
      note: 'dva řádky',
    })
    expect(await entriesOf(row.id_predpisu)).toEqual([
      { kind: 'assessment', effective_on: '2027-05-31', booked_on: '2026-11-20' },
    ])
  })

  test('keeps the birth number only sealed and as a lookup', async () => {
    const row = fresh()
    await imported([row], { created: 1 })
    const [payer] = await db.owner`select * from payer where external_id = ${row.id_poplatnika}`
    expect(payer?.birth_number_lookup).toEqual(birthNumberLookup('8055010007', Buffer.alloc(32, 1)))
    expect(
      openBirthNumber(payer?.birth_number_sealed, Buffer.alloc(32, 2), `payer:${row.id_poplatnika}`),
    ).toEqual({ ok: true, value: '8055010007' })
    expect(payer).toMatchObject({ birth_number_key_id: 'test', kind: 'person', given_name: 'Žofie' })
  })

  test('moves the last day to a working day', async () => {
    const row = fresh({ splatnost: '2026-05-31', uhrazeno: '900', stav_k: '1.6.2026' })
    await imported([row], { created: 1 })
    expect(await claim(row.id_predpisu)).toMatchObject({
      due_on: '2026-05-31',
      last_day: '2026-06-01',
      state: 'settled_on_time',
    })
  })

  test.each([
    ['overdue and unpaid', { splatnost: '31.5.2026' }, 'to_be_assessed'],
    ['not yet due', {}, 'expected'],
    [
      'overdue, paid in part',
      { splatnost: '31.5.2026', uhrazeno: '899,99', stav_k: '1.6.2026' },
      'to_be_assessed',
    ],
    [
      'paid in full by the last day',
      { splatnost: '31.5.2026', uhrazeno: '900', stav_k: '1.6.2026' },
      'settled_on_time',
    ],
    [
      'paid in full, nobody knows when',
      { splatnost: '31.5.2026', uhrazeno: '900', stav_k: '2.6.2026' },
      'expected',
    ],
    ['a fine', { druh: 'pokuta', splatnost: '31.5.2026' }, 'assessed'],
  ])('%s: %s is %s', async (_name, cells, state) => {
    const row = fresh(cells as OfficeRow)
    await imported([row], { created: 1 })
    expect((await claim(row.id_predpisu)).state).toBe(state)
  })

  test.each([
    ['windows-1250', (text: string) => iconv.encode(text, 'windows-1250')],
    ['a byte order mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['line feeds only', (text: string) => Buffer.from(text.replaceAll('\r\n', '\n'))],
  ])('%s reads the same', async (_name, encoded) => {
    const row = fresh({ prijmeni: 'Křížková' })
    expect(await importFile(encoded(officeFile([row])))).toMatchObject({ created: 1, rejected: [] })
    const [payer] = await db.owner`select family_name from payer where external_id = ${row.id_poplatnika}`
    expect(payer?.family_name).toBe('Křížková')
  })

  test('commas, another order of columns and unknown columns', async () => {
    const row = fresh({ castka: '1 440,50', barva: 'modrá' })
    const columns = ['barva', ...requiredColumns.toReversed()]
    const report = await importFile(officeFile([row], { delimiter: ',', columns }))
    expect(report).toMatchObject({ created: 1, rejected: [], warnings: [{ row: 1, column: 'barva' }] })
    expect((await claim(row.id_predpisu)).assessed).toBe(144050)
  })

  test('an accessory before its principal in the file', async () => {
    const principal = fresh()
    const accessory = fresh({
      id_poplatnika: principal.id_poplatnika,
      typ: 'zvyseni',
      k_predpisu: principal.id_predpisu,
    })
    await imported([accessory, principal], { created: 2 })
    const parent = await claim(principal.id_predpisu)
    expect(await claim(accessory.id_predpisu)).toMatchObject({
      parent_id: parent.id,
      component: 'increase',
      state: 'assessed',
    })
  })

  test('one symbol of two payers and a far due date are warnings', async () => {
    const rows = [fresh({ vs: '99' }), fresh({ vs: '99' }), fresh({ splatnost: '1.1.2035' })]
    const report = await imported(rows, { created: 3 })
    expect(report.warnings.map((warning) => [warning.row, warning.column])).toEqual([
      [2, 'vs'],
      [4, 'splatnost'],
    ])
    const again = await imported([fresh({ vs: '99' })], { created: 1 })
    expect(again.warnings).toMatchObject([{ row: 2, column: 'vs' }])
  })

  test('one symbol for several claims of one payer is in order', async () => {
    const first = fresh({ vs: '88077' })
    const report = await imported(
      [first, fresh({ vs: '88077', druh: 'pes', id_poplatnika: first.id_poplatnika })],
      { created: 2 },
    )
    expect(report.warnings).toEqual([])
  })

  test('credit lies on the new claim at once', async () => {
    const first = fresh()
    await imported([first], { created: 1 })
    await pay(first.id_predpisu, 900, '2026-11-20', 150)
    const second = fresh({ id_poplatnika: first.id_poplatnika, obdobi: '2028', splatnost: '31.5.2028' })
    await imported([second], { created: 1 })
    expect(await claim(second.id_predpisu)).toMatchObject({ paid: 15000, credit: 0 })
  })

  test('a stopped payer keeps the credit', async () => {
    const first = fresh()
    await imported([first], { created: 1 })
    await pay(first.id_predpisu, 900, '2026-11-20', 150)
    await db.owner`update payer set allocation_stopped = true where external_id = ${first.id_poplatnika}`
    const second = fresh({ id_poplatnika: first.id_poplatnika, obdobi: '2028' })
    await imported([second], { created: 1 })
    expect(await claim(second.id_predpisu)).toMatchObject({ paid: 0, credit: 15000 })
  })
})

test('the same file again changes nothing at all', async () => {
  const parent = fresh({ uhrazeno: '100', stav_k: '1.10.2026', puvodni_splatnost: '1.5.2027' })
  const child = fresh({
    zakonni_zastupci: parent.id_poplatnika,
    datum_narozeni: '15.3.2012',
    rodne_cislo: '120315/0003',
  })
  const company = fresh({ nazev: 'Spolek přátel', ico: '12345679', druh: 'najem' })
  const cancelled = fresh()
  const accessory = fresh({
    id_poplatnika: parent.id_poplatnika,
    typ: 'urok',
    k_predpisu: parent.id_predpisu,
  })
  await imported([cancelled], { created: 1 })
  const file = [parent, child, company, { ...cancelled, typ_radku: 'storno' }, accessory]
  await imported(file, { created: 4, corrected: 1 })
  const before = await everything()
  await imported(file, { unchanged: 5 })
  setClock(() => new Date('2026-12-24T10:00:00Z'))
  await imported(file, { unchanged: 5 })
  setClock(() => new Date('2026-11-20T10:00:00Z'))
  expect(await everything()).toEqual(before)
})

test('a rehearsal tells what would happen and writes nothing', async () => {
  const before = await everything()
  const report = await importFile(officeFile([fresh(), fresh()]), { dryRun: true })
  expect(report).toMatchObject({ rows: 2, created: 2, rejected: [] })
  expect(await everything()).toEqual(before)
})

test('one bad row of many leaves nothing', async () => {
  const before = await everything()
  expect(await importFile(officeFile([fresh(), fresh({ castka: 'x' }), fresh()]))).toMatchObject({
    rejectedTotal: 1,
  })
  expect(await everything()).toEqual(before)
})

describe('a correction', () => {
  test('of the amount up is an entry of the difference', async () => {
    const row = fresh({ castka: '660' })
    await imported([row], { created: 1 })
    await pay(row.id_predpisu, 660)
    await imported([{ ...row, castka: '900' }], { corrected: 1 })
    const now = await claim(row.id_predpisu)
    expect(now).toMatchObject({ assessed: 90000, paid: 66000, credit: 0, state: 'expected' })
    expect((await entriesOf(row.id_predpisu)).map((entry) => entry.kind)).toEqual([
      'assessment',
      'correction',
    ])
    expect(await auditOf(now.id)).toEqual([
      {
        action: 'assessment.corrected',
        details: { externalId: row.id_predpisu, amountHal: { from: 66000, to: 90000 } },
      },
    ])
  })

  test('of the amount below what is paid makes credit in the same entry', async () => {
    const row = fresh()
    await imported([row], { created: 1 })
    await pay(row.id_predpisu, 900)
    await imported([{ ...row, castka: '660' }], { corrected: 1 })
    expect(await claim(row.id_predpisu)).toMatchObject({ assessed: 66000, paid: 66000, credit: 24000 })
    expect(await entriesOf(row.id_predpisu)).toHaveLength(2)
  })

  test('of due date, symbols, period and note has its audit record and no entry', async () => {
    const row = fresh()
    await imported([row], { created: 1 })
    await imported([{ ...row, splatnost: '30.6.2027', vs: '55', ss: '66', obdobi: '2028', poznamka: 'x' }], {
      corrected: 1,
    })
    const now = await claim(row.id_predpisu)
    expect(now).toMatchObject({
      due_on: '2027-06-30',
      last_day: '2027-06-30',
      variable_symbol: '55',
      specific_symbol: '66',
      note: 'x',
    })
    expect(await entriesOf(row.id_predpisu)).toHaveLength(1)
    expect((await auditOf(now.id))[0]?.details).toEqual({
      externalId: row.id_predpisu,
      dueOn: { from: '2027-05-31', to: '2027-06-30' },
      note: true,
      variableSymbol: { from: row.vs, to: '55' },
      specificSymbol: { to: '66' },
      period: { from: '2027', to: '2028' },
    })
  })

  test('of the due date into the future makes a claim expected again', async () => {
    const row = fresh({ splatnost: '31.5.2026' })
    await imported([row], { created: 1 })
    expect((await claim(row.id_predpisu)).state).toBe('to_be_assessed')
    await imported([{ ...row, splatnost: '31.5.2027' }], { corrected: 1 })
    expect((await claim(row.id_predpisu)).state).toBe('expected')
  })

  test('of the payer makes a new claim and carries the old one to zero', async () => {
    const row = fresh()
    await imported([row], { created: 1 })
    const old = await claim(row.id_predpisu)
    const other = fresh()
    await imported([{ ...row, id_poplatnika: other.id_poplatnika }], { corrected: 1 })
    expect(await claim(row.id_predpisu)).toMatchObject({ payer: other.id_poplatnika, assessed: 90000 })
    const [balance] =
      await db.owner`select assessed_hal::int from assessment_balance where assessment_id = ${old.id}`
    expect(balance?.assessed_hal).toBe(0)
    expect((await auditOf(old.id))[0]?.details).toHaveProperty('payer')
    await imported([{ ...row, id_poplatnika: other.id_poplatnika }], { unchanged: 1 })
  })

  test('of the payer is refused once money lies there', async () => {
    const row = fresh()
    await imported([row], { created: 1 })
    await pay(row.id_predpisu, 1)
    const report = await importFile(officeFile([{ ...row, id_poplatnika: 'O-other' }]))
    expect(report.rejected).toMatchObject([{ row: 2, column: 'id_poplatnika' }])
    expect((await claim(row.id_predpisu)).payer).toBe(row.id_poplatnika)
  })

  test('of the payer of a principal takes its accessories along or is refused', async () => {
    const row = fresh()
    const accessory = fresh({ id_poplatnika: row.id_poplatnika, typ: 'urok', k_predpisu: row.id_predpisu })
    await imported([row, accessory], { created: 2 })
    expect((await importFile(officeFile([{ ...row, id_poplatnika: 'O-new' }]))).rejected).toMatchObject([
      { column: 'id_poplatnika' },
    ])
    await imported(
      [row, accessory].map((one) => ({ ...one, id_poplatnika: 'O-new' })),
      { corrected: 2 },
    )
    expect((await claim(accessory.id_predpisu)).parent_id).toBe((await claim(row.id_predpisu)).id)
  })

  test('of a payer updates the payer with an audit record', async () => {
    const row = fresh()
    await imported([row], { created: 1 })
    await imported([{ ...row, prijmeni: 'Nová', adresa: '', rodne_cislo: '', datum_narozeni: '' }], {
      corrected: 1,
    })
    const [payer] =
      await db.owner`select *, birth_date::text as born from payer where external_id = ${row.id_poplatnika}`
    expect(payer).toMatchObject({ family_name: 'Nová', address: null, born: '1980-05-01' })
    expect(payer?.birth_number_lookup).not.toBeNull()
    expect(await auditOf(payer?.id)).toEqual([
      { action: 'payer.updated', details: { fields: ['name', 'address'] } },
    ])
  })
})

describe('the legal state after a correction is what nextLegalState says', () => {
  type Case = [string, OfficeRow, number, OfficeRow, string | null]
  const cases: Case[] = [
    ['lowered to what came on time', {}, 660, { castka: '660' }, '2026-11-20'],
    ['lowered below what came on time', {}, 660, { castka: '500' }, '2026-11-20'],
    ['raised above what came', { castka: '660' }, 660, { castka: '900' }, null],
    ['lowered, not paid in full', {}, 100, { castka: '660' }, null],
    [
      'raised after the last day',
      { ...elsewhere('1.6.2026') },
      0,
      { castka: '1000', ...elsewhere('1.6.2026') },
      null,
    ],
    [
      'lowered, paid nobody knows when',
      { ...elsewhere('2.6.2026') },
      0,
      { castka: '800', uhrazeno: '800' },
      null,
    ],
    ['overdue from the beginning', { splatnost: '31.5.2026' }, 100, { castka: '100' }, '2026-11-20'],
    ['a fine', { druh: 'pokuta' }, 660, { castka: '660' }, '2026-11-20'],
  ]
  test.each(cases)('%s', async (_name, before, crowns, after, paidInFullOn) => {
    const row = fresh(before)
    await imported([row], { created: 1 })
    const earlier = await claim(row.id_predpisu)
    if (crowns > 0) await pay(row.id_predpisu, crowns)
    await imported([{ ...row, ...after }], { corrected: 1 })
    const now = await claim(row.id_predpisu)
    const expected = nextLegalState({
      regime: before.druh ? 'fine' : 'local_fee',
      component: 'principal',
      legalState: earlier.state,
      remainingHal: BigInt(now.assessed - now.paid),
      lastDay: isoDate(String(now.last_day)),
      today: isoDate('2026-11-20'),
      paidInFullOn: paidInFullOn === null ? null : isoDate(paidInFullOn),
      dayIsProvisional: false,
      isChargedBack: false,
      paymentsAreKnown: true,
    })
    expect(now.state).toBe(expected)
  })
})

describe('a storno', () => {
  test('carries the claim to zero and its money to credit; again it changes nothing', async () => {
    const row = fresh()
    await imported([row], { created: 1 })
    await pay(row.id_predpisu, 500)
    const storno = { ...row, typ_radku: 'storno' }
    await imported([storno], { corrected: 1 })
    const now = await claim(row.id_predpisu)
    expect(now).toMatchObject({ assessed: 0, paid: 0, credit: 50000, cancelled_at: expect.any(Date) })
    expect((await entriesOf(row.id_predpisu)).map((entry) => entry.kind)).toEqual([
      'assessment',
      'cancellation',
    ])
    expect((await auditOf(now.id)).map((fact) => fact.action)).toEqual(['assessment.cancelled'])
    await imported([storno], { unchanged: 1 })
  })

  test('is taken back by the same row without it, with a warning', async () => {
    const row = fresh()
    await imported([row], { created: 1 })
    await pay(row.id_predpisu, 500)
    await imported([{ ...row, typ_radku: 'storno' }], { corrected: 1 })
    const report = await imported([row], { corrected: 1 })
    expect(report.warnings).toMatchObject([{ row: 2, column: 'typ_radku' }])
    expect(await claim(row.id_predpisu)).toMatchObject({
      assessed: 90000,
      paid: 50000,
      credit: 0,
      cancelled_at: null,
    })
  })

  test('naming another payer is refused', async () => {
    const row = fresh()
    await imported([row], { created: 1 })
    const report = await importFile(officeFile([{ ...row, id_poplatnika: 'O-other', typ_radku: 'storno' }]))
    expect(report.rejected).toMatchObject([{ row: 2, column: 'id_poplatnika' }])
  })
})

describe('what was paid elsewhere', () => {
  test('is booked as the difference, up and down', async () => {
    const row = fresh({ uhrazeno: '300', stav_k: '1.10.2026' })
    await imported([row], { created: 1 })
    expect(await claim(row.id_predpisu)).toMatchObject({ paid: 30000, paid_elsewhere_hal: '30000' })
    await imported([{ ...row, uhrazeno: '900', stav_k: '2.10.2026' }], { corrected: 1 })
    expect(await claim(row.id_predpisu)).toMatchObject({ paid: 90000, credit: 0 })
    await imported([{ ...row, uhrazeno: '100', stav_k: '3.10.2026' }], { corrected: 1 })
    expect(await claim(row.id_predpisu)).toMatchObject({
      paid: 10000,
      credit: 0,
      paid_elsewhere_hal: '10000',
    })
    const kinds = (await entriesOf(row.id_predpisu)).map((entry) => [entry.kind, entry.effective_on])
    expect(kinds.slice(1)).toEqual([
      ['paid_elsewhere', '2026-10-01'],
      ['paid_elsewhere', '2026-10-02'],
      ['paid_elsewhere', '2026-10-03'],
    ])
  })

  test('moves the day until which payments are known only when told, forward and never back', async () => {
    const known = async () =>
      (await db.owner`select payments_known_until::text as day from fee_kind where code = 'pobyt'`)[0]?.day
    const told = (knownUntil?: string) =>
      importFile(officeFile([fresh({ druh: 'pobyt', uhrazeno: '0', stav_k: '6.10.2026' })]), {
        ...(knownUntil ? { knownUntil: isoDate(knownUntil) } : {}),
      })
    expect([(await told()).knownUntil, await known()]).toEqual([[], null])
    const moved = [{ code: 'pobyt', day: '2026-10-05' }]
    expect([(await told('2026-10-05')).knownUntil, await known()]).toEqual([moved, '2026-10-05'])
    expect([(await told('2026-10-04')).knownUntil, await known()]).toEqual([[], '2026-10-05'])
  })

  test('of an older day says nothing', async () => {
    const row = fresh({ uhrazeno: '300', stav_k: '2.10.2026' })
    await imported([row], { created: 1 })
    const report = await imported([{ ...row, uhrazeno: '0', stav_k: '1.10.2026' }], { unchanged: 1 })
    expect(report.warnings).toMatchObject([{ row: 2, column: 'stav_k' }])
    expect(await claim(row.id_predpisu)).toMatchObject({ paid: 30000 })
  })

  test('and here too becomes credit', async () => {
    const row = fresh()
    await imported([row], { created: 1 })
    await pay(row.id_predpisu, 800)
    await imported([{ ...row, uhrazeno: '300', stav_k: '20.11.2026' }], { corrected: 1 })
    expect(await claim(row.id_predpisu)).toMatchObject({ paid: 90000, credit: 20000 })
    await imported([{ ...row, uhrazeno: '0', stav_k: '20.11.2026' }], { corrected: 1 })
    expect(await claim(row.id_predpisu)).toMatchObject({ paid: 80000, credit: 0 })
  })

  test('with a lowered amount lowers both', async () => {
    const row = fresh({ uhrazeno: '900', stav_k: '1.10.2026' })
    await imported([row], { created: 1 })
    await imported([{ ...row, castka: '500', uhrazeno: '500', stav_k: '2.10.2026' }], { corrected: 1 })
    expect(await claim(row.id_predpisu)).toMatchObject({ assessed: 50000, paid: 50000, credit: 0 })
  })

  test('cannot be lowered where its money already lies on another claim', async () => {
    const row = fresh()
    await imported([row], { created: 1 })
    await pay(row.id_predpisu, 800)
    await imported([{ ...row, uhrazeno: '900', stav_k: '1.11.2026' }], { corrected: 1 })
    const second = fresh({ id_poplatnika: row.id_poplatnika, obdobi: '2028' })
    await imported([second], { created: 1 })
    await imported([{ ...row, castka: '900', uhrazeno: '50', stav_k: '2.11.2026' }], { corrected: 1 })
    expect(await claim(row.id_predpisu)).toMatchObject({ paid: 5000, credit: 0 })
    await imported([{ ...row, typ_radku: 'storno' }], { corrected: 1 })
    const report = await importFile(officeFile([{ ...row, uhrazeno: '0', stav_k: '3.11.2026' }]))
    expect(report.rejected).toMatchObject([{ row: 2, column: 'uhrazeno' }])
  })

  test('in a mirror contains our own payments booked until that day', async () => {
    await db.owner`update fee_kind set posting = 'mirror' where code = 'najem'`
    const row = fresh({ druh: 'najem' })
    await imported([row], { created: 1 })
    await pay(row.id_predpisu, 400)
    await imported([{ ...row, uhrazeno: '0', stav_k: '19.11.2026' }], { unchanged: 1 })
    expect(await claim(row.id_predpisu)).toMatchObject({ paid: 40000 })
    await imported([{ ...row, uhrazeno: '400', stav_k: '20.11.2026' }], { unchanged: 1 })
    expect(await claim(row.id_predpisu)).toMatchObject({ paid: 40000, credit: 0 })
    await imported([{ ...row, uhrazeno: '700', stav_k: '20.11.2026' }], { corrected: 1 })
    expect(await claim(row.id_predpisu)).toMatchObject({ paid: 70000, paid_elsewhere_hal: '30000' })
    await imported([{ ...row, uhrazeno: '700', stav_k: '20.11.2026' }], { unchanged: 1 })
  })
})

describe('guardians', () => {
  const links = (child: string) => db.owner`
    select a.external_id as guardian, l.valid_from::text, l.valid_to::text, l.kind, l.source from payer_link l
      join payer a on a.id = l.acting_payer_id join payer c on c.id = l.for_payer_id where c.external_id = ${child} order by 1`

  test('are linked from the birth to the day before the child comes of age', async () => {
    const mother = fresh()
    const father = fresh()
    const child = fresh({
      datum_narozeni: '15.3.2012',
      rodne_cislo: '',
      zakonni_zastupci: `${mother.id_poplatnika}, ${father.id_poplatnika}`,
    })
    await imported([child, mother, father], { created: 3 })
    const link = { kind: 'guardian', source: 'import', valid_from: '2012-03-15', valid_to: '2030-03-14' }
    expect(await links(child.id_poplatnika)).toEqual(
      [mother, father].map((one) => ({ ...link, guardian: one.id_poplatnika })),
    )
  })

  test('of a child of unknown birth date from today on, once', async () => {
    const mother = fresh()
    const child = fresh({ datum_narozeni: '', rodne_cislo: '', zakonni_zastupci: mother.id_poplatnika })
    await imported([mother, child], { created: 2 })
    expect(await links(child.id_poplatnika)).toMatchObject([{ valid_from: '2026-11-20', valid_to: null }])
  })

  test('named later correct the row', async () => {
    const mother = fresh()
    const child = fresh({ datum_narozeni: '15.3.2012', rodne_cislo: '' })
    await imported([mother, child], { created: 2 })
    await imported([{ ...child, zakonni_zastupci: mother.id_poplatnika }], { corrected: 1 })
    expect(await links(child.id_poplatnika)).toHaveLength(1)
  })
})

test('two imports at once wait for each other and do not double a claim', async () => {
  const file = officeFile([fresh(), fresh()])
  const reports = await Promise.all([importFile(file), importFile(file)])
  expect(reports.map((report) => report.created).toSorted()).toEqual([0, 2])
})

describe('what office programs make of a list', () => {
  const workbook = (name: string) => readFileSync(`tests/fixtures/workbooks/${name}`)

  test('a workbook is read directly, with its title and total told in a sentence each', async () => {
    const report = await importFile(workbook('libreoffice.xlsx'))
    expect(report).toMatchObject({ rows: 2, created: 2, rejected: [] })
    expect(report.warnings).toEqual([
      { row: 1, column: '', value: '', reason: 'řádky nad záhlavím se nečtou' },
      { row: 6, column: '', value: '', reason: 'řádek se součtem se nečte, součet souhlasí' },
    ])
    const told = await claim('S-2')
    expect(told).toMatchObject({ assessed: 144_050 })
  })

  test.each(['libreoffice.ods', 'gnumeric.xlsx', 'gnumeric.ods'])('%s says the same', async (name) => {
    expect(await importFile(workbook(name))).toMatchObject({ rows: 2, unchanged: 2, rejected: [] })
  })

  test.each(['iso-8859-2', 'cp852'])('names in %s are read, with a word about it', async (coding) => {
    const row = fresh({ jmeno: 'Šárka', prijmeni: 'Žížalová Ťuhýková', adresa: 'Žižkova 1' })
    const report = await importFile(iconv.encode(officeFile([row]), coding))
    expect(report).toMatchObject({ created: 1, rejected: [] })
    expect(report.warnings).toMatchObject([{ row: 1, reason: expect.stringContaining(coding.toUpperCase()) }])
    const [payer] = await db.owner`select family_name from payer where external_id = ${row.id_poplatnika}`
    expect(payer).toEqual({ family_name: 'Žížalová Ťuhýková' })
  })

  test('sep=, a title and a total are told in one sentence each, and lines are those of an editor', async () => {
    const [header = '', first = '', second = ''] = officeFile([fresh(), fresh()]).split('\r\n')
    const total = header.replace(
      /[^;]+/g,
      (name) => ({ id_predpisu: 'Součet', castka: '1 800,00' })[name] ?? '',
    )
    const file = ['sep=;', 'Předpisy 2027', header, first, '', second, total, ''].join('\r\n')
    const report = await importFile(file)
    expect(report).toMatchObject({ rows: 2, created: 2, rejected: [] })
    expect(report.warnings).toMatchObject([
      { row: 1, line: 2, reason: expect.stringContaining('nad záhlavím') },
      { row: 6, line: 7, reason: expect.stringContaining('součet souhlasí') },
    ])
  })

  test('a row behind another line end is not lost', async () => {
    const file = officeFile([fresh(), fresh(), fresh()]).replace(/\r\n(?=P\d+;[^\r]*\r\n$)/, '\n')
    expect(file).toMatch(/[^\r]\n/)
    expect(await importFile(file)).toMatchObject({ rows: 3, created: 3 })
  })

  test('a period that looks like a day and a letter lost on the way are warned about', async () => {
    const report = await imported([fresh({ obdobi: '1.1.2027' }), fresh({ prijmeni: 'P?íhodová' })], {
      created: 2,
    })
    expect(report.warnings.map(({ row, column }) => [row, column])).toEqual([
      [2, 'obdobi'],
      [3, 'prijmeni'],
    ])
  })

  test('numbers that lost their zeros are not taken for new ones', async () => {
    const known = fresh({ id_predpisu: '0091', id_poplatnika: '0092' })
    await imported([known], { created: 1 })
    const report = await importFile(officeFile([{ ...known, id_predpisu: '91', id_poplatnika: '92' }]))
    expect(report.rejected).toMatchObject([
      { row: 2, column: 'id_predpisu', reason: expect.stringContaining('0091') },
      { row: 2, column: 'id_poplatnika', reason: expect.stringContaining('0092') },
    ])
    await imported([fresh({ id_predpisu: '93', id_poplatnika: '94' })], { created: 1 })
  })
})
