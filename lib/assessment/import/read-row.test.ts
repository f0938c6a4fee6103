import { expect, test } from 'vitest'
import { isoDate } from '#lib/core/dates'
import { columns } from './columns.ts'
import { readHeader } from './header.ts'
import { readRow } from './read-row.ts'
import { noRemarks } from './report.ts'

const filled = {
  id_predpisu: 'B-1',
  id_poplatnika: 'B-1',
  druh: 'odpad',
  obdobi: '2026',
  castka: '900',
  splatnost: '31.5.2026',
  prijmeni: 'Zkušební',
}

function read(birthDate: string, birthNumber: string) {
  const faults = noRemarks()
  const warnings = noRemarks()
  const header = readHeader(
    columns.map(({ name }) => name),
    1,
    faults,
    warnings,
  )
  if (!header) throw new Error('no header')
  const cells: Record<string, string> = { ...filled, datum_narozeni: birthDate, rodne_cislo: birthNumber }
  const record = columns.map(({ name }) => cells[name] ?? '')
  const context = { header, feeKinds: new Set(['odpad']), today: isoDate('2026-05-01'), faults, warnings }
  return { row: readRow(record, 2, context), faults, warnings }
}

test('a birth number after 1985 that ends by zero for ten is taken with a warning that does not show it', () => {
  const { row, faults, warnings } = read('25.1.1988', '880125/1680')
  expect(faults.total).toBe(0)
  expect(row).toMatchObject({ isFaulty: false, birthNumber: '8801251680', birthDate: '1988-01-25' })
  expect(warnings.kept).toMatchObject([{ row: 2, column: 'rodne_cislo' }])
  expect(JSON.stringify(warnings.kept)).not.toContain('1680')
})

test('one whose digits fit says nothing, one whose digits do not is refused', () => {
  expect(read('', '880125/1691')).toMatchObject({ row: { isFaulty: true }, faults: { total: 1 } })
  expect(read('', '480101/123').warnings.total).toBe(0)
})
