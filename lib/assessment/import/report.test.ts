import { expect, test, vi } from 'vitest'
import { isoDate } from '#lib/core/dates'
import { keptRemarks, noRemarks, remark, remarkSentence, reportText } from './report.ts'

test('a reason is put into words only where the remark is kept', () => {
  const faults = noRemarks()
  const reason = vi.fn(() => 'částka chybí')
  for (let row = 1; row <= keptRemarks + 500; row++) remark(faults, row, 'castka', '', reason)
  expect(faults.total).toBe(keptRemarks + 500)
  expect(reason).toHaveBeenCalledTimes(keptRemarks)
})

test.each([
  [{ row: 17, column: 'castka', value: '1x', reason: 'proč' }, 'Řádek 17, sloupec castka: „1x“ – proč.'],
  [{ row: 17, column: '', value: '', reason: 'proč' }, 'Řádek 17: proč.'],
  [{ column: 'castka', reason: 'proč' }, 'Sloupec castka: proč.'],
  [{ reason: 'proč' }, 'Soubor: proč.'],
])('a remark %j as a sentence', (given, sentence) => {
  expect(remarkSentence(given)).toBe(sentence)
})

const nothing = {
  ...{ rows: 3, created: 0, corrected: 0, unchanged: 0, knownUntil: [] },
  ...{ rejected: [], rejectedTotal: 0, warnings: [], warningsTotal: 0 },
}
const fault = { row: 2, column: 'vs', value: '', reason: 'symbol smí mít jen číslice' }

test('the report of a rehearsal, of a faulty file and of days newly known', () => {
  const counts = { created: 1, corrected: 1, unchanged: 1 }
  expect(reportText({ ...nothing, ...counts }, { dryRun: true })).toBe(
    'Zkouška, nic se neuložilo. Řádků: 3, nových: 1, opravených: 1, beze změny: 1.\n' +
      'Den, do kterého jsou platby známé, se nemění; posouvá ho --known-until DEN.',
  )
  const found = { rejected: [fault], rejectedTotal: 1500, warnings: [fault], warningsTotal: 12_000 }
  expect(reportText({ ...nothing, ...found }, { dryRun: false })).toBe(
    'Upozornění. Řádek 2, sloupec vs: symbol smí mít jen číslice.\n… a dalších 11999 upozornění.\n' +
      'Řádek 2, sloupec vs: symbol smí mít jen číslice.\n… a dalších 1499 chyb.\n' +
      'Nic se neuložilo. Řádků: 3, chyb: 1500.',
  )
  const knownUntil = [{ code: 'pes', day: isoDate('2026-05-31') }]
  expect(reportText({ ...nothing, knownUntil }, { dryRun: false })).toContain(
    'Platby druhu pes jsou nově známé do 31.\u00a0května\u00a02026.',
  )
})
