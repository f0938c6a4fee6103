import { beforeAll, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { isoDate } from '#lib/core/dates'
import { assignReceipt } from '#lib/matching/assign.commands'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment, newPayer } from '#tests/db/facts'
import { newCityAccount, receive } from '#tests/db/statements'
import { newOfficer } from '#tests/fixtures/refunds'
import { exportForAgenda } from './export-agenda.queries.ts'

const job = makeJob('export-agenda')
let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  return () => db.close()
})

const rowsOf = (csv: string | null) =>
  (csv ?? '')
    .replace('\uFEFF', '')
    .trim()
    .split('\r\n')
    .map((line) => line.replaceAll('"', '').split(';'))

test('a kind kept in an agenda gets what was booked here, and for what waits a proposal', async () => {
  const account = await newCityAccount(db)
  await db.owner`update fee_kind set posting = 'mirror' where code = 'odpad'`
  const claims = []
  for (const variableSymbol of ['660001', '660002']) {
    const { payerId } = await newPayer(db)
    claims.push(await newAssessment(db, 900, { payerId, variableSymbol }))
  }
  await receive({
    account,
    from: '2026-06-10',
    to: '2026-06-11',
    opening: 0,
    movements: [
      { crowns: 900, on: '2026-06-10', vs: '660001', ref: 'a' },
      { crowns: 900, on: '2026-06-11', vs: '660002', ref: 'b' },
      { crowns: 55, on: '2026-06-11', vs: '999', ref: 'c' },
    ],
  })
  const [entry] = await db.owner<{ id: string }[]>`select id from bank_entry where variable_symbol = '660002'`
  const clerk = await newOfficer(db, ['matching.write'])
  const parts = [{ payerId: claims[1]?.payerId ?? '', feeKindCode: 'odpad', amountHal: 90_000n }]
  const wish = { bankEntryId: Number(entry?.id), seenAmountHal: 90_000n, parts, reason: 'ověřeno v agendě' }
  expect(await assignReceipt(clerk, wish)).toMatchObject({ ok: true })

  const days = { from: isoDate('2026-01-01'), to: isoDate('2099-12-31') }
  const [head, booked, proposed, ...further] = rowsOf(
    await exportForAgenda(job, { feeKindCode: 'odpad', ...days }),
  )
  const numbers = await db.owner<{ payer: string; claim: string }[]>`
    select p.external_id as payer, a.external_id as claim from assessment a join payer p on p.id = a.payer_id
     order by a.variable_symbol`
  expect(head?.slice(0, 3)).toEqual(['stav', 'id_poplatnika', 'id_predpisu'])
  expect(booked?.slice(0, 7)).toEqual([
    'zaúčtováno',
    numbers[1]?.payer,
    numbers[1]?.claim,
    '660002',
    '',
    '900,00',
    '2026-06-11',
  ])
  expect(proposed?.slice(0, 7)).toEqual([
    'návrh',
    numbers[0]?.payer,
    numbers[0]?.claim,
    '660001',
    '',
    '900,00',
    '2026-06-10',
  ])
  expect(proposed?.at(-1)).toContain('kept_elsewhere')
  expect(further).toEqual([])
  expect(rowsOf(await exportForAgenda(job, { feeKindCode: 'pes', ...days }))).toHaveLength(1)
  expect(await exportForAgenda(job, { feeKindCode: 'neni', ...days })).toBeNull()
})
