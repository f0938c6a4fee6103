import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { feesWasteCommand } from './fees-waste.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  await db.owner`insert into fee_rate (fee_kind_code, category, description, amount_hal, per, relief, valid_from, valid_to)
    values ('odpad', 'zkusebni', 'Osoba', 90000, 'year', 'by_month', '2024-01-01', null),
           ('odpad', 'puvodni', 'Osoba', 60000, 'year', 'by_month', '2020-01-01', '2024-06-30'),
           ('odpad', 'celorocni', 'Osoba', 60000, 'year', 'whole_year', '2024-01-01', null)`
})
afterAll(async () => {
  await db.close()
})

async function run(...words: string[]): Promise<[number, string]> {
  const lines: string[] = []
  const code = await feesWasteCommand(words, { print: (line) => lines.push(line.replaceAll('\u00a0', ' ')) })
  return [code, lines.join('\n')]
}

test.each([
  ['the whole year', [], 900],
  ['from the tenth of April', ['--from', '10.4.2024'], 675],
  ['until the end of July, whose last day counts', ['--until', '31. 7. 2024'], 525],
  ['until the day before', ['--until', '30. 7. 2024'], 450],
])('the fee of somebody registered %s', async (_when, options, crowns) => {
  expect(await run('odpad', '2024', 'zkusebni', ...options)).toEqual([
    0,
    `Poplatek odpad za rok 2024: ${crowns} Kč.`,
  ])
})

test('a rate that ended within the year counts for the months at whose end it held', async () => {
  expect(await run('odpad', '2024', 'puvodni')).toEqual([0, 'Poplatek odpad za rok 2024: 300 Kč.'])
})

test.each([
  ['a category nobody knows', 'jina'],
  ['a fee whose relief is for the whole year', 'celorocni'],
])('%s is refused with the categories that are known', async (_what, category) => {
  const [code, text] = await run('odpad', '2024', category)
  expect(code).toBe(1)
  expect(text).toMatch(/není v roce 2024 známá\. Známé kategorie: .*zkusebni/)
  expect(text).not.toContain('celorocni,')
})

test('days in the wrong order are refused', async () => {
  expect(await run('odpad', '2024', 'zkusebni', '--from', '1.5.2024', '--until', '1.4.2024')).toEqual([
    1,
    'Den „do“ je dřív než den „od“.',
  ])
})
