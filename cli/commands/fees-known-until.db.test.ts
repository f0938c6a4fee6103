import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { instantAt, setClock } from '#lib/core/clock'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { feesKnownUntilCommand } from './fees-known-until.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  setClock(() => instantAt(Date.parse('2026-06-10T12:00:00Z')))
})
afterEach(async () => {
  await db.owner`update fee_kind set payments_known_until = null`
})
afterAll(async () => {
  setClock(null)
  await db.close()
})

async function run(...args: string[]): Promise<[number, string]> {
  const lines: string[] = []
  const code = await feesKnownUntilCommand(args, { print: (line) => lines.push(line) })
  return [code, lines.join('\n').replaceAll('\u00a0', ' ')]
}
const known = async () =>
  db.owner`select code, payments_known_until::text as day from fee_kind where payments_known_until is not null`
const audits = async () =>
  (
    await db.owner<{ details: unknown }[]>`select details from audit_entry
      where action = 'fee_kind.payments_known_until' and subject_id = 'odpad' order by id`
  ).map(({ details }) => details)

test('moves the day of that kind alone, tells it once, and takes a mistake back', async () => {
  expect(await run('odpad', '31.5.2026')).toEqual([
    0,
    'Platby druhu odpad jsou známé do 31. května 2026 (předtím nikdy).',
  ])
  expect(await known()).toEqual([{ code: 'odpad', day: '2026-05-31' }])
  await run('odpad', '2026-05-31')
  expect(await run('odpad', '2026-04-30')).toEqual([
    0,
    'Platby druhu odpad jsou známé do 30. dubna 2026 (předtím do 31. května 2026).',
  ])
  expect(await audits()).toEqual([
    { day: '2026-05-31', before: null },
    { day: '2026-04-30', before: '2026-05-31' },
  ])
})

test.each([
  [['odpad', '11.6.2026'], 1, 'Takový den teprve přijde.'],
  [['nic', '1.6.2026'], 1, 'Druh poplatku nic tu není.'],
  [['odpad'], 2, 'Použití:'],
  [['odpad', '31.6.2026'], 2, 'Použití:'],
  [['odpad', '1.6.2026', 'pes'], 2, 'Použití:'],
])('%j is refused', async (args, code, said) => {
  expect(await run(...args)).toEqual([code, expect.stringContaining(said)])
  expect(await known()).toEqual([])
})
