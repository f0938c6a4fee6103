import { afterEach, beforeAll, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { instantAt, setClock } from '#lib/core/clock'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { brokenGateways } from './broken.queries.ts'
import { checkGateways } from './check.commands.ts'
import { brokenAfterFailures, markLifetimeMs } from './rules.ts'

const job = makeJob('check-gateways')
let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  return () => db.close()
})
afterEach(async () => {
  setClock(null)
  await db.owner`delete from gateway_health`
})

const exchange = ''
const well = { name: 'prvni', health: async () => ({ kind: 'well' as const, exchange }) }
const ill = { name: 'prvni', health: async () => ({ kind: 'ill' as const, reason: 'HTTP 500', exchange }) }
const thrown = {
  name: 'prvni',
  health: async () => {
    throw new Error('secret=abc')
  },
}
const names = async () => (await brokenGateways()).map((one) => one.name)

test('counts as broken after some failures in a row, and well again at once', async () => {
  for (let failures = 1; failures < brokenAfterFailures; failures++) {
    expect(await checkGateways(job, [ill])).toBe(1)
    expect(await names()).toEqual([])
  }
  await checkGateways(job, [thrown])
  expect(await names()).toEqual(['prvni'])
  const [kept] = await db.owner`select failures, reason, ill_since < checked_at as lasts from gateway_health`
  expect(kept).toEqual({ failures: brokenAfterFailures, reason: 'the question failed', lasts: true })
  expect(await checkGateways(job, [well])).toBe(0)
  expect(await names()).toEqual([])
  expect([...(await db.owner`select failures, ill_since, reason from gateway_health`)]).toEqual([
    { failures: 0, ill_since: null, reason: null },
  ])
})

test('two gateways are marked apart, and an old mark says nothing', async () => {
  for (let failures = 0; failures < brokenAfterFailures; failures++) {
    await checkGateways(job, [ill, { ...well, name: 'druha' }])
  }
  expect(await names()).toEqual(['prvni'])
  setClock(() => instantAt(Date.now() + markLifetimeMs + 60_000))
  expect(await names()).toEqual([])
})
