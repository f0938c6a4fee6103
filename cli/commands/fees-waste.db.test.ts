import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { feesWasteCommand } from './fees-waste.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  await db.owner`insert into fee_rate (fee_kind_code, category, description, amount_hal, per, valid_from)
    values ('odpad', 'zkusebni', 'Osoba', 90000, 'year', '2024-01-01')`
})
afterAll(async () => {
  await db.close()
})

test.each([
  ['the whole year', [], 900],
  ['from the tenth of April', ['--from', '10.4.2024'], 675],
  ['until the end of July, whose last day counts', ['--until', '31. 7. 2024'], 525],
  ['until the day before', ['--until', '30. 7. 2024'], 450],
])('the fee of somebody registered %s', async (_when, options, crowns) => {
  const lines: string[] = []
  const code = await feesWasteCommand(['odpad', '2024', 'zkusebni', ...options], {
    print: (line) => lines.push(line.replaceAll('\u00a0', ' ')),
  })
  expect([code, ...lines]).toEqual([0, `Poplatek odpad za rok 2024: ${crowns} Kč.`])
})

test('a category nobody knows is refused with those that are known', async () => {
  const lines: string[] = []
  const print = (line: string) => lines.push(line.replaceAll('\u00a0', ' '))
  expect(await feesWasteCommand(['odpad', '2024', 'jina'], { print })).toBe(1)
  expect(lines[0]).toMatch(
    /^Roční sazba jina druhu odpad na konci roku 2024 není známá\. Známé kategorie: .*zkusebni/,
  )
})
